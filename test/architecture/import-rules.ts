/** Rules on imports, each with samples that keep and break it. */
import { wrongEndings, wrongEntries, wrongImports, wrongStarts } from "./borders.ts";
import type { Rule } from "./finding.ts";

export const importRules: readonly Rule[] = [
  {
    name: "each folder imports only what the table lets it",
    check: wrongImports,
    wrong: [
      ["src/domain/a.ts", 'import { b } from "../feishu/feishu.ts";'],
      ["src/domain/a.ts", 'import { z } from "zod";'],
      ["src/domain/a.ts", 'import type { z } from "zod";'],
      ["src/domain/a.ts", 'import {\n  readFileSync,\n} from "node:fs";'],
      ["src/tools/a.ts", 'export * from "../server/server.ts";'],
      ["src/tools/a.ts", 'export type { B } from "../files/files.ts";'],
      ["src/tools/a.ts", 'const b = await import("../sandbox/sandbox.ts");'],
      ["src/tools/a.ts", "const b = await import(`../domain/$" + "{name}.ts`);"],
      ["src/tools/a.ts", 'let b: import("undici").Agent;'],
      ["src/sandbox/a.ts", 'import { dayOf } from "../domain/day.ts";'],
      ["src/sandbox/a.ts", 'import { readFileSync } from "node:fs";'],
      ["src/feishu/operations/a.ts", 'import "../../tools/tool.ts";'],
      ["src/feishu/a.ts", 'import { z } from "zod/v4";'],
      ["src/server/a.ts", 'import { z } from "zod";'],
      ["src/server/a.ts", 'import { Client } from "@modelcontextprotocol/sdk/client/index.js";'],
      ["src/files/a.ts", 'import { type Hash } from "node:crypto";'],
      ["src/files/a.ts", 'import { sep } from "path";'],
      ["src/config.ts", 'import { read } from "./files/files.ts";'],
      ["src/cli/a.ts", 'import { a } from "../main.ts";'],
      ["src/cli/a.ts", 'import { a } from "../../package.json";'],
      ["src/shared/a.ts", 'import { addDays } from "../domain/day.ts";'],
    ],
    right: [
      ["src/domain/a.ts", 'import { Temporal } from "temporal-polyfill";\nimport type { B } from "./b.ts";'],
      ["src/tools/a.ts", 'import { addDays } from "../domain/day.ts";\nimport { z } from "zod";'],
      ["src/tools/a.ts", '// import { z } from "undici";\nconst text = \'import { z } from "undici";\';'],
      ["src/feishu/a.ts", 'import type { Readable } from "node:stream";'],
      [
        "src/server/a.ts",
        'import type { z } from "zod";\nimport { x } from "@modelcontextprotocol/sdk/types.js";',
      ],
      ["src/main.ts", 'const { open } = await import("./feishu/feishu.ts");'],
    ],
  },
  {
    name: "a folder is entered through the file that bears its name",
    check: wrongEntries,
    wrong: [
      ["src/cli/a.ts", 'import { post } from "../feishu/send.ts";'],
      ["src/cli/a.ts", 'import { stdio } from "../server/stdio.ts";'],
      ["src/server/a.ts", 'import { day } from "../tools/args.ts";'],
      ["src/main.ts", 'await import("./sandbox/tenant.ts");'],
    ],
    right: [
      ["src/cli/a.ts", 'import { openFeishu } from "../feishu/feishu.ts";\nimport { b } from "./b.ts";'],
      [
        "src/server/a.ts",
        'import { tools } from "../tools/tools.ts";\nimport type { Tool } from "../tools/tool.ts";',
      ],
      [
        "src/feishu/feishu.ts",
        'import { list } from "./operations/list.ts";\nimport { x } from "../domain/day.ts";',
      ],
      ["src/main.ts", 'await import("./server/stdio.ts");\nawait import("./cli/demo.ts");'],
    ],
  },
  {
    name: "main.ts loads nothing before it knows the command",
    check: wrongStarts,
    wrong: [
      ["src/main.ts", 'import { serve } from "./server/server.ts";'],
      ["src/main.ts", 'import type { Tool } from "./tools/tool.ts";'],
      ["src/main.ts", 'import { readSettings } from "./config.ts";'],
      ["src/main.ts", 'import "commander";'],
    ],
    right: [
      [
        "src/main.ts",
        '#!/usr/bin/env node\nimport { argv } from "node:process";\nimport type { S } from "./config.ts";',
      ],
      ["src/main.ts", 'const { readSettings } = await import("./config.ts");'],
      ["src/cli/demo.ts", 'import { Command } from "commander";'],
    ],
  },
  {
    name: "relative imports carry their ending",
    check: wrongEndings,
    wrong: [
      ["src/domain/a.ts", 'import { b } from "./b.js";'],
      ["test/a.test.ts", 'import { b } from "../src/domain/b";'],
    ],
    right: [["test/a.test.ts", 'import reply from "./fixtures/reply.json" with { type: "json" };']],
  },
];
