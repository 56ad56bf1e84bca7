/** README, CHANGELOG and mcp.json against the program. UPDATE=1 writes the README's generated parts anew. */
import { execFileSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { fileURLToPath } from "node:url";
import rolldownJson from "rolldown/package.json" with { type: "json" };
import { beforeAll, describe, expect, test } from "vitest";
import packageJson from "../package.json" with { type: "json" };
import { settingsMarkdown } from "../src/cli/tools-text.ts";
import { SCOPES } from "../src/identity/identity.ts";
import { SETTINGS } from "../src/settings.ts";
import { tools } from "../src/tools/tools.ts";
import { repositoryFiles } from "./architecture/repository.ts";
import { traces } from "./architecture/traces.ts";
import { entriesOf, jsonBlocks, type NamedEntry, startEntry } from "./docs/client-entries.ts";
import { type Asked, askExamples, EXAMPLES } from "./docs/examples.ts";
import { partOf, spaced, withPart } from "./docs/parts.ts";
import { sourceMap } from "./docs/source-map.ts";
import { accessTable, scopesIn, toolsTable } from "./docs/tables.ts";
import { PROGRAM } from "./support/built.ts";

const root = fileURLToPath(new URL("..", import.meta.url));
const pathOf = (name: string) => `${root}${name}`;
const textOf = (name: string) => readFileSync(pathOf(name), "utf8");
const readme = textOf("README.md");
/** What stands in the README for the folder of the checkout. */
const CHECKOUT = "/absolute/path/to/feishu-meeting-mcp/";
const FIRST_SCREEN_LINES = 20;

describe("what the program writes into the README", () => {
  let asked: readonly Asked[];
  beforeAll(async () => {
    asked = await askExamples(tools);
  });

  test.each([
    ["examples", () => asked.map(({ text }) => text).join("\n")],
    ["tools", () => toolsTable(tools, asked)],
    ["access", () => accessTable(tools, asked)],
    ["settings", () => settingsMarkdown(SETTINGS)],
    ["map", () => sourceMap(repositoryFiles(pathOf("src")))],
  ])("%s", (name, write) => {
    const part = spaced(write());
    // The file is read again: the parts are written one after the other.
    if (process.env["UPDATE"] === "1")
      writeFileSync(pathOf("README.md"), withPart(textOf("README.md"), name, part));
    expect(partOf(textOf("README.md"), name), "UPDATE=1 writes it anew").toBe(part);
  });

  test("every tool has an example, and one question is Chinese", () => {
    const shown = new Set(asked.map(({ tool }) => tool));
    expect(tools.map(({ name }) => name).filter((name) => !shown.has(name))).toEqual([]);
    expect(EXAMPLES.some(({ question }) => /^\p{Script=Han}/u.test(question))).toBe(true);
  });

  test("the scopes are those that the client names in its failures", () => {
    const folder = pathOf("src/feishu/operations/");
    const operations = readdirSync(folder).map((name) => readFileSync(folder + name, "utf8"));
    const scopes = scopesIn(accessTable(tools, asked));
    expect(scopes.length).toBeGreaterThan(1);
    for (const scope of scopes) expect(operations.join("\n")).toContain(`"${scope}"`);
  });
});

describe("what people wrote", () => {
  const prose = ["examples", "tools", "access", "settings"].reduce(
    (text, name) => withPart(text, name, ""),
    readme,
  );

  test("the two commands stand on the first screen", () => {
    const screen = readme.split("\n").slice(0, FIRST_SCREEN_LINES).join("\n");
    expect(screen).toMatch(/^npm ci && npm run demo$.*^npm ci && npm test$/ms);
  });

  test("the Node that is asked for is the one that the tools and the program ask for", () => {
    const [screen = ""] = readme.split("\n## ");
    const asked = [rolldownJson.engines.node, packageJson.engines.node].join(" ");
    const versions = [...asked.matchAll(/\d+\.\d+(?:\.[1-9]\d*)?/g)].map(([version]) => version);
    expect(versions).toHaveLength(3);
    expect(versions.filter((version) => !screen.includes(`${version} `))).toEqual([]);
  });

  test("how the program is called, installed and in a checkout, is told before anything else", () => {
    const [screen = ""] = readme.split("\n## ");
    const [name = ""] = Object.keys(packageJson.bin);
    expect(screen).toContain(`node ${packageJson.bin["feishu-meeting-mcp"]} login`);
    expect(screen).toContain(`\`${name} login\``);
    expect(screen).toContain(`./${packageJson.name}-${packageJson.version}.tgz`);
  });

  test("folders of tests that mirror nothing are described", () => {
    const folders = (path: string) =>
      readdirSync(pathOf(path), { withFileTypes: true })
        .filter((entry) => entry.isDirectory() && !entry.name.startsWith("_"))
        .map(({ name }) => name);
    const mirrored = folders("src");
    const others = folders("test").filter((name) => !mirrored.includes(name));
    expect(others.length).toBeGreaterThan(0);
    expect(others.filter((name) => !readme.includes(`\`${name}/\` for `))).toEqual([]);
  });

  test("every npm script that is named is there", () => {
    const named = [...readme.matchAll(/npm (?:run )?(?:--silent )?(demo|test|start|[a-z]+)\b/g)].map(
      ([, name = ""]) => name,
    );
    const known = ["ci", "pack", "install", ...Object.keys(packageJson.scripts)];
    expect(named.filter((name) => !known.includes(name))).toEqual([]);
  });

  test("every tool and every setting that is named is there", () => {
    const settings: string[] = SETTINGS.map(({ name }) => name);
    const namedSettings = [...`${readme}${textOf("CHANGELOG.md")}`.matchAll(/\bFEISHU_[A-Z_]+/g)];
    expect(namedSettings.map(([name]) => name).filter((name) => !settings.includes(name))).toEqual([]);
    const namedTools = [...prose.matchAll(/\b(?:get|find|list|export|check)_[a-z_]+/g)].map(([name]) => name);
    expect(namedTools.filter((name) => !tools.some((tool) => tool.name === name))).toEqual([]);
  });

  test("the scopes that every sign-in asks for are named where signing in is", () => {
    const [, signingIn = ""] = readme.split("**Signing in.**");
    const [paragraphs = ""] = signingIn.split("\n**");
    for (const scope of SCOPES) expect(paragraphs).toContain(`\`${scope}\``);
  });

  test("links lead somewhere", () => {
    const headings = [...readme.matchAll(/^#+ (.+)$/gm)].map(([, heading = ""]) => anchorOf(heading));
    const targets = [...readme.matchAll(/\]\((?!https:)([^)]+)\)/g)].map(([, target = ""]) => target);
    const lost = targets.filter((target) =>
      target.startsWith("#") ? !headings.includes(target.slice(1)) : !existsSync(pathOf(target)),
    );
    expect(targets.length).toBeGreaterThan(0);
    expect(lost).toEqual([]);
  });

  test("no document holds a path or a host of the machine it was written on", () => {
    const documents = ["README.md", "CHANGELOG.md", "mcp.json"];
    expect(traces(documents.map((path) => ({ path, text: textOf(path) })))).toEqual([]);
    expect(readme).not.toContain(root);
  });

  test("the changelog begins with the version of the package", () => {
    expect(/^## (\S+)/m.exec(textOf("CHANGELOG.md"))?.[1]).toBe(packageJson.version);
  });
});

describe("the entries for clients", () => {
  const shown = jsonBlocks(readme).flatMap((json) => entriesOf(json.replaceAll(CHECKOUT, root)));
  const given = entriesOf(textOf("mcp.json"));
  const isSandbox = ({ entry }: NamedEntry) => entry.args.includes("--sandbox");
  const cases = [
    ...given.map((named) => ["mcp.json", named, root] as const),
    // From another folder: with the absolute path it must not matter.
    ...shown.map((named) => ["README.md", named, tmpdir()] as const),
  ].map(([file, named, cwd]) => ({ file, named, cwd, name: named.name }));

  beforeAll(() => {
    if (!existsSync(PROGRAM)) execFileSync("npm", ["run", "--silent", "build"], { cwd: root });
  });

  test("there are a sandbox and a live one, for clients with mcpServers and for VS Code", () => {
    expect(given.map(isSandbox)).toEqual([true, false]);
    expect(shown.filter(({ entry }) => entry.type === undefined).map(isSandbox)).toEqual([true, false]);
    expect(shown.filter(({ entry }) => entry.type === "stdio").map(isSandbox)).toEqual([true, false]);
  });

  test.each(cases.filter(({ named }) => isSandbox(named)))("$name of $file answers at once", async (each) => {
    const { tools: listed, isError, answer } = await startEntry(each.named.entry, each.cwd);
    expect(listed).toContain("get_meeting_report");
    expect(isError).toBe(false);
    expect(answer).toMatchObject({ source: "sandbox", complete: true, window: { days: 7 } });
  });

  describe.each(cases.filter(({ named }) => !isSandbox(named)))("$name of $file", ({ named, cwd }) => {
    const { entry, inputs } = named;

    test("holds no secret", () => {
      expect(Object.keys(entry.env)).toEqual(["FEISHU_APP_ID", "FEISHU_APP_SECRET"]);
      for (const value of Object.values(entry.env)) expect(value).toMatch(/^\$\{[\w:-]+\}$/);
      const asked = [...JSON.stringify(entry.env).matchAll(/\$\{input:([\w-]+)\}/g)].map(([, id]) => id);
      expect(asked).toEqual(inputs.map(({ id }) => id));
      expect(inputs.filter(({ id, password }) => id.includes("secret") && !password)).toEqual([]);
    });

    test("says what is missing where nobody filled it in", async () => {
      const unfilled = await startEntry(entry, cwd);
      expect(unfilled.tools).toContain("get_meeting_report");
      expect(unfilled.isError).toBe(true);
      expect(unfilled.answer).toMatchObject({
        error: { kind: "access", message: expect.stringMatching(/FEISHU_APP_ID holds a placeholder/) },
      });
    });

    test("says what is missing where the client filled in nothing", async () => {
      const env = Object.fromEntries(Object.keys(entry.env).map((name) => [name, ""]));
      const empty = await startEntry({ ...entry, env }, cwd);
      expect(empty.answer).toMatchObject({
        error: { kind: "access", remedy: expect.stringMatching(/FEISHU_APP_ID and FEISHU_APP_SECRET/) },
      });
    });
  });
});

/** As GitHub makes it. */
function anchorOf(heading: string): string {
  return heading
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N} _-]/gu, "")
    .replaceAll(" ", "-");
}
