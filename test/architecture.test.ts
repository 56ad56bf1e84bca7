/** The house's rules on the whole repository; each is shown samples first, so that none can pass by being blind. */
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { BORDERS, circles } from "./architecture/borders.ts";
import { type Finding, isTypeScript } from "./architecture/finding.ts";
import { importRules } from "./architecture/import-rules.ts";
import { layoutRules } from "./architecture/layout-rules.ts";
import { repositoryFiles } from "./architecture/repository.ts";
import { ringsOf } from "./architecture/rings.ts";
import { sourceText } from "./architecture/source-text.ts";
import { wordingRules } from "./architecture/wording-rules.ts";

const root = fileURLToPath(new URL("..", import.meta.url));
const repository = repositoryFiles(root);

const said = (findings: readonly Finding[]) =>
  findings.map(({ path, line, message }) => `${path}:${line} ${message}`);

describe.each([...importRules, ...wordingRules, ...layoutRules])("$name", ({ check, wrong, right }) => {
  it("reports what breaks it, with its line", () => {
    expect(wrong.map(([path, text]) => [text, said(check([{ path, text }]))])).toEqual(
      wrong.map(([path, text, line = 1]) => [text, [expect.stringContaining(`${path}:${line} `)]]),
    );
  });

  it("lets pass what keeps it", () => {
    expect(right.map(([path, text]) => [text, said(check([{ path, text }]))])).toEqual(
      right.map(([, text]) => [text, []]),
    );
  });

  it("holds in the repository", () => {
    expect(said(check(repository))).toEqual([]);
  });
});

describe("no files import each other in a circle", () => {
  const file = (name: string, ...imported: string[]) => ({
    path: `src/domain/${name}.ts`,
    text: `// One line\n${imported.map((other) => `import type { X } from "./${other}.ts";`).join("\n")}`,
  });

  it("prints each ring once, with the line that goes on", () => {
    const files = [
      file("d", "c"),
      file("c", "x", "b"),
      file("b", "a"),
      file("a", "c"),
      file("x"),
      file("y", "y"),
    ];
    expect(said(circles(files))).toEqual([
      expect.stringMatching(
        /^src\/domain\/a\.ts:2 Circle src\/domain\/a\.ts -> .*c\.ts -> .*b\.ts -> .*a\.ts:/,
      ),
      expect.stringMatching(/^src\/domain\/y\.ts:2 Circle src\/domain\/y\.ts -> src\/domain\/y\.ts:/),
    ]);
  });

  it("holds in the repository", () => {
    expect(said(circles(repository))).toEqual([]);
  });

  it("holds in the table itself", () => {
    expect(ringsOf(new Map(Object.entries(BORDERS).map(([name, { folders }]) => [name, folders])))).toEqual(
      [],
    );
  });
});

it("reads the whole repository, and nothing that is made or installed", () => {
  const paths = repository.map(({ path }) => path);
  expect(paths).toEqual(expect.arrayContaining(["package.json", ".ci/run", "src/domain/day.ts"]));
  expect(paths.filter((path) => /^(?:node_modules|dist|\.git)\//.test(path))).toEqual([]);
});

it("tells code from words in every file: what is left has its brackets in pairs", () => {
  const unpaired = repository.filter(isTypeScript).filter(({ text }) => {
    const { code, comments } = sourceText(text);
    return code.length !== text.length || comments.length !== text.length || !isPaired(code);
  });
  expect(unpaired.map(({ path }) => path)).toEqual([]);
});

function isPaired(code: string): boolean {
  const open: string[] = [];
  for (const bracket of code.match(/[()[\]{}]/g) ?? []) {
    const at = ")]}".indexOf(bracket);
    if (at < 0) open.push(bracket);
    else if (open.pop() !== "([{".charAt(at)) return false;
  }
  return open.length === 0;
}
