/** How files are named, how long they are, and what lies at the top. */
import { type Check, findingAt, isTypeScript } from "./finding.ts";
import { sourceText } from "./source-text.ts";

const MOST_LINES = 300;
const BANNED_NAMES = new Set("utils helpers common misc types base manager service index".split(" "));
const STYLE = /^[a-z0-9]+(?:-[a-z0-9]+)*$/;
const REEXPORT =
  /(?<![.\w$])export\b\s*(?:type\s+)?(?:\{[^{}]*\}|\*(?:\s*as\s+[\w$]+)?)\s*(?:from\s*["'] *["']\s*)?;?/g;
const IMPORT = /(?<![.\w$])import\b[^;"']*["'] *["']\s*;?/g;

const TOP_FOLDERS = ["src/", "test/", ".github/"];
const TOP_FILES = new Set([
  "package.json",
  "package-lock.json",
  "tsconfig.json",
  "README.md",
  "mcp.json",
  "LICENSE",
  "CHANGELOG.md",
  ".gitignore",
  ".npmrc",
  ".biome.json",
  ".oxlintrc.json",
  ".rolldown.config.ts",
  ".ci/run",
]);

export const longFiles: Check = (files) =>
  files.filter(isTypeScript).flatMap((file) => {
    const lines = file.text.trimEnd().split("\n").length;
    const message = `${lines} lines, ${MOST_LINES} are the most and 150 the aim: part it by what changes together.`;
    return lines > MOST_LINES ? [{ path: file.path, line: MOST_LINES + 1, message }] : [];
  });

export const wrongNames: Check = (files) =>
  files.filter(isTypeScript).flatMap((file) => {
    const message = wrongName(file.path);
    return message === undefined ? [] : [findingAt(file, 0, message)];
  });

/** Files that hand out what others made, and nothing of their own. */
export const barrels: Check = (files) =>
  files.filter(isTypeScript).flatMap((file) => {
    const { code } = sourceText(file.text);
    const rest = code.replaceAll(REEXPORT, "").replaceAll(IMPORT, "").trim();
    const message = "It only re-exports: import from the files themselves.";
    return rest === "" && code.trim() !== code.replaceAll(REEXPORT, "").trim()
      ? [findingAt(file, 0, message)]
      : [];
  });

export const wrongTopEntries: Check = (files) =>
  files
    .filter(({ path }) => !TOP_FILES.has(path) && !TOP_FOLDERS.some((folder) => path.startsWith(folder)))
    .map((file) => {
      const message =
        "It has no place at the top: a check is a test, a document is the README, a generator is a test that rewrites.";
      return findingAt(file, 0, message);
    });

function wrongName(path: string): string | undefined {
  const words = path.replace(/(?:\.(?:test|bench|config|d))?\.ts$/, "").split("/");
  for (const word of words) {
    if (!STYLE.test(word)) return `${word} is out of style: lower case, words joined by hyphens.`;
    const last = word.split("-").at(-1) ?? "";
    if (BANNED_NAMES.has(last)) return `${word} says nothing: name it after its main export.`;
  }
  return undefined;
}
