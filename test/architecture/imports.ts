import { posix } from "node:path";
import { type File, isSource } from "./finding.ts";
import { sourceText } from "./source-text.ts";

export interface Import {
  /** As written: `./day.ts`, `zod`; undefined where `import()` computes it. */
  readonly name: string | undefined;
  /** `type` leaves nothing behind at run time; a single `type` inside braces still loads the file. */
  readonly kind: "value" | "type" | "dynamic";
  readonly offset: number;
  /** The path of a file that is meant by a relative name. */
  readonly target?: string;
}

const STATEMENT =
  /(?<![.\w$])(?:import|export)\b\s*(type\s+(?!from\b))?(?:[\w$]+\s*,?\s*)?(?:\{[^{}]*\}\s*|\*\s*(?:as\s+[\w$]+\s+)?)?from\s*(["'] *["'])/dg;
const SIDE_EFFECT = /(?<![.\w$])import\s*(["'] *["'])/dg;
const CALL = /(?<![.\w$])(typeof\s+)?import\s*\(\s*(["'`] *["'`](?=\s*[,)]))?/dg;

/** Every import, re-export, `import()` and `import("…")` in a type, in no particular order. */
export function importsOf(file: File): Import[] {
  const { code } = sourceText(file.text);
  const statements = [...code.matchAll(STATEMENT)].map((match) =>
    importAt(file, match.index, match[1] === undefined ? "value" : "type", match.indices?.[2]),
  );
  const effects = [...code.matchAll(SIDE_EFFECT)].map((match) =>
    importAt(file, match.index, "value", match.indices?.[1]),
  );
  const calls = [...code.matchAll(CALL)].map((match) =>
    importAt(file, match.index, match[1] === undefined ? "dynamic" : "type", match.indices?.[2]),
  );
  return [...statements, ...effects, ...calls];
}

/** The imports of the program's own files: file -> the files that it imports. */
export function importGraph(files: readonly File[]): Map<string, string[]> {
  const targets = (file: File) => importsOf(file).flatMap(({ target }) => target ?? []);
  return new Map(files.filter(isSource).map((file) => [file.path, targets(file)]));
}

function importAt(
  file: File,
  offset: number,
  kind: Import["kind"],
  quoted: [number, number] | undefined,
): Import {
  const name = quoted === undefined ? undefined : file.text.slice(quoted[0] + 1, quoted[1] - 1);
  if (name === undefined || !/^\.{0,2}\//.test(name)) return { name, kind, offset };
  return { name, kind, offset, target: posix.join(posix.dirname(file.path), name) };
}
