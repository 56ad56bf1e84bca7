/** Rules on words and types, each with samples that keep and break it. */
import type { Rule } from "./finding.ts";
import {
  defaultExports,
  uncheckedTypes,
  worldlyWords,
  wrongClasses,
  wrongPaths,
  wrongRemarks,
} from "./wording.ts";

export const wordingRules: readonly Rule[] = [
  {
    name: "no word of the outer world stands where it may not",
    check: worldlyWords,
    wrong: [
      ["src/domain/a.ts", "const a = process.env;"],
      ["src/server/server.ts", "const { env } = process;"],
      ["src/domain/a.ts", "const b = Date.now();"],
      ["src/domain/a.ts", "const b = new Date();"],
      ["src/domain/a.ts", "const b = new Date;"],
      ["src/domain/a.ts", "const b = Temporal.Now.instant();"],
      ["src/sandbox/a.ts", "const b = [1].map(Math.random);"],
      ["src/feishu/a.ts", "console.error(`at $" + "{x}`);"],
      ["src/feishu/a.ts", "const b = `$" + "{`$" + "{Date.now()}`} {`;"],
      ["src/tools/a.ts", "setTimeout(resume, 10);"],
      ["src/tools/a.ts", "await fetch(url);"],
      ["src/tools/a.ts", "globalThis.b = 1;"],
      ["src/tools/a.ts", 'require("undici");'],
    ],
    right: [
      ["src/main.ts", "process.exit(Date.now());"],
      ["src/cli/demo.ts", "console.log(new Date());"],
      ["src/server/stdio.ts", "process.stdin.resume();"],
      ["src/domain/a.ts", "/* process.env */ const b = \"Date.now()\" + 'console.' + `Math.random()`;"],
      [
        "src/domain/a.ts",
        "const b = new Date(instant * 1000);\nconst c = /process.\"'`/.test(b) ? 1 / 2 : job.process;",
      ],
      ["test/a.test.ts", "const a = process.env;"],
    ],
  },
  {
    name: "nothing is believed without a check",
    check: uncheckedTypes,
    wrong: [
      ["src/domain/a.ts", "const b = c as Meeting;"],
      ["src/domain/a.ts", 'const b = c() as "day";'],
      ["src/domain/a.ts", "const b = <Meeting>c;"],
      ["test/a.test.ts", "const b = `$" + "{c as string}`;"],
      ["src/domain/a.ts", "const b = c / 2 + (d as number) / 3;"],
      ["src/domain/a.ts", "function b(c: any) {}"],
      ["src/domain/a.ts", "const b: Record<string, any> = {};"],
      ["src/tools/a.ts", "const b = z.any();"],
      ["src/domain/a.ts", "const b = c!.d;"],
      ["src/domain/a.ts", "const b = c[0]!;"],
      ["src/domain/a.ts", "let b!: string;"],
    ],
    right: [
      [
        "src/domain/a.ts",
        'import { a as b } from "./b.ts";\nimport * as c from "./c.ts";\nexport { b as d };',
      ],
      ["src/domain/a.ts", 'const b = [1, "any"] as const;\ntype C = { [K in keyof T as Upper<K>]: T[K] };'],
      ["src/domain/a.ts", "const b = await Promise.any(c); // as any\nconst d = { any: 1, as: 2 };"],
      ["src/domain/a.ts", "if (!b && c !== d && !!e) return f < 1;\nconst g = <T>(h: T) => h;"],
      ["src/domain/a.ts", "const b = c / 2; const d = `as any! $" + "{c}`; const e = f / 3;"],
    ],
  },
  {
    name: "it runs in a folder whose name has a space",
    check: wrongPaths,
    wrong: [["test/vitest.config.ts", 'const root = new URL("..", import.meta.url).pathname;']],
    right: [["test/vitest.config.ts", 'const root = fileURLToPath(new URL("..", import.meta.url));']],
  },
  {
    name: "nothing is suppressed or put off",
    check: wrongRemarks,
    wrong: [
      ["src/domain/a.ts", "// biome-ignore lint: no"],
      ["src/domain/a.ts", "/* oxlint-disable no-new */"],
      ["test/a.test.ts", "// @ts-expect-error no"],
      ["src/domain/a.ts", "const b = 1; // TODO later"],
    ],
    right: [
      ["src/domain/a.ts", 'const b = "TODO";\n/** @throws Problem `input`; see https://example.org/@ts. */'],
    ],
  },
  {
    name: "exports have names",
    check: defaultExports,
    wrong: [
      ["src/domain/a.ts", "export default 1;"],
      ["src/domain/a.ts", "export { b as default };"],
    ],
    right: [
      ["src/cli/a.ts", 'import colors from "picocolors";\nexport const b = { default: 1 };'],
      ["test/vitest.config.ts", "export default {};"],
    ],
  },
  {
    name: "only errors are classes",
    check: wrongClasses,
    wrong: [
      ["src/domain/a.ts", "export class Meeting {}"],
      ["src/domain/a.ts", "const a = class extends EventEmitter {};"],
      ["src/domain/a.ts", "abstract class List<T> extends Array<T> {}"],
    ],
    right: [
      [
        "src/domain/a.ts",
        "class Gone extends Error {}\nclass B<T> extends Problem {}\nconst c = { class: 1 };",
      ],
    ],
  },
];
