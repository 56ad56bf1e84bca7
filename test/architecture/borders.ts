/** Who may import whom, and whether everyone keeps to it. */
import { type File, type Finding, findingAt, isSource, isTypeScript } from "./finding.ts";
import { type Import, importGraph, importsOf } from "./imports.ts";
import { ringsOf } from "./rings.ts";

interface Border {
  /** Folders of src, or files that lie in src itself. */
  readonly folders: readonly string[];
  /** `x/*` is everything below x; `type x` may be had by `import type` only. */
  readonly packages: readonly string[];
}

/** The table: a folder of src, or a file in src itself, and what it may import. */
export const BORDERS: Readonly<Record<string, Border>> = {
  domain: { folders: [], packages: ["temporal-polyfill"] },
  tools: { folders: ["domain"], packages: ["zod"] },
  server: {
    folders: ["tools", "domain"],
    packages: [
      "@modelcontextprotocol/sdk/server/*",
      "@modelcontextprotocol/sdk/shared/*",
      "@modelcontextprotocol/sdk/types.js",
      "zod-to-json-schema",
      "type zod",
    ],
  },
  feishu: { folders: ["domain"], packages: ["undici", "undici/*", "zod"] },
  files: {
    folders: ["domain"],
    packages: ["node:fs", "node:fs/*", "node:path", "node:os", "@e965/xlsx"],
  },
  sandbox: { folders: [], packages: ["node:http", "node:zlib", "node:crypto"] },
  identity: { folders: ["domain"], packages: ["oauth4webapi", "node:http", "node:crypto"] },
  cli: {
    folders: [
      "config.ts",
      "settings.ts",
      "domain",
      "tools",
      "server",
      "feishu",
      "files",
      "sandbox",
      "identity",
    ],
    packages: [
      "commander",
      "picocolors",
      "@modelcontextprotocol/sdk/client/*",
      "@modelcontextprotocol/sdk/types.js",
    ],
  },
  "config.ts": { folders: ["settings.ts", "domain"], packages: ["zod"] },
  "settings.ts": { folders: [], packages: [] },
  "main.ts": {
    folders: [
      "config.ts",
      "settings.ts",
      "domain",
      "tools",
      "server",
      "feishu",
      "files",
      "sandbox",
      "identity",
      "cli",
    ],
    packages: ["node:*"],
  },
};

const MAIN = "src/main.ts";

/** Imports between folders, of packages and of `node:` modules against the table. */
export function wrongImports(files: readonly File[]): Finding[] {
  return files.filter(isSource).flatMap((file) => {
    const folder = folderOf(file.path);
    const border = borderOf(folder);
    if (border === undefined) {
      const message = `${folder} is not in the table: move it into a folder that is, or give it a row, as a leaf.`;
      return [findingAt(file, 0, message)];
    }
    return importsOf(file).flatMap((imported) => {
      const message = wrongImport(folder, border, imported);
      return message === undefined ? [] : [findingAt(file, imported.offset, message)];
    });
  });
}

/** Imports of a folder's inner files from outside it. */
export function wrongEntries(files: readonly File[]): Finding[] {
  return files.filter(isSource).flatMap((file) =>
    importsOf(file).flatMap(({ target, offset }) => {
      if (!target?.startsWith("src/") || isOpen(file.path, target)) return [];
      const door = doorOf(folderOf(target));
      const message = `${target} is inside its folder: import ${door}, and let that hand out what is needed.`;
      return [findingAt(file, offset, message)];
    }),
  );
}

/** What main.ts loads before it knows the command. */
export function wrongStarts(files: readonly File[]): Finding[] {
  return files
    .filter(({ path }) => path === MAIN)
    .flatMap((file) =>
      importsOf(file)
        .filter(({ kind, name, target }) => {
          const light = name?.startsWith("node:") || (kind === "type" && target === "src/config.ts");
          return kind !== "dynamic" && !light;
        })
        .map(({ name, offset }) => {
          const message = `${name} is loaded before the command is known: use await import() where it is needed.`;
          return findingAt(file, offset, message);
        }),
    );
}

/** Files that import each other in a ring, types and `import()` included. */
export function circles(files: readonly File[]): Finding[] {
  const byPath = new Map(files.map((file) => [file.path, file]));
  return ringsOf(importGraph(files)).flatMap((ring) => {
    const file = byPath.get(ring[0] ?? "");
    if (file === undefined) return [];
    const offset = importsOf(file).find(({ target }) => target === (ring[1] ?? ring[0]))?.offset ?? 0;
    const message = `Circle ${[...ring, ring[0]].join(" -> ")}: move what both need to a file below them.`;
    return [findingAt(file, offset, message)];
  });
}

/** Names that only some tools can follow. */
export function wrongEndings(files: readonly File[]): Finding[] {
  return files.filter(isTypeScript).flatMap((file) =>
    importsOf(file)
      .filter(({ target }) => target !== undefined && !/\.(?:ts|json)$/.test(target))
      .map(({ name, offset }) => findingAt(file, offset, `Write the ending: "${name}" must end in .ts.`)),
  );
}

function borderOf(folder: string): Border | undefined {
  return Object.hasOwn(BORDERS, folder) ? BORDERS[folder] : undefined;
}

function wrongImport(folder: string, border: Border, { name, kind, target }: Import): string | undefined {
  if (name === undefined) return "An import() of a computed name cannot be checked: write the file's name.";
  if (target === undefined) return wrongPackage(folder, border, name, kind);
  const wanted = folderOf(target);
  if (wanted === folder || border.folders.includes(wanted)) return undefined;
  const allowed = border.folders.join(", ") || "nothing";
  return `${folder} may import ${allowed}, not ${target}: take it as an argument, or through a port in domain.`;
}

function wrongPackage(
  folder: string,
  border: Border,
  name: string,
  kind: Import["kind"],
): string | undefined {
  if (kind === "type" && name.startsWith("node:")) return undefined;
  const allowed = border.packages.some((entry) =>
    entry.startsWith("type ") ? kind === "type" && entry === `type ${name}` : covers(entry, name),
  );
  if (allowed) return undefined;
  const owners = Object.keys(BORDERS).filter((owner) =>
    BORDERS[owner]?.packages.some((entry) => covers(entry.replace(/^type /, ""), name)),
  );
  const advice =
    owners.length === 0
      ? "do without it, or give it a place in the table with its reason"
      : `leave that work to ${owners.join(" or ")}`;
  const list = border.packages.join(", ") || "no package";
  return `${folder} may import ${list}, not ${name}${kind === "type" ? " (types count)" : ""}: ${advice}.`;
}

function covers(entry: string, name: string): boolean {
  return entry.endsWith("*") ? name.startsWith(entry.slice(0, -1)) : entry === name;
}

/** Whether an importer may name this file: its own folder's, a door, or the open vocabulary. */
function isOpen(importer: string, target: string): boolean {
  const folder = folderOf(target);
  return (
    folder === folderOf(importer) ||
    folder === "domain" ||
    target === doorOf(folder) ||
    target === "src/tools/tool.ts" ||
    (importer === MAIN && (folder === "cli" || target === "src/server/stdio.ts"))
  );
}

/** `src/feishu/feishu.ts` of `feishu`; a file that lies in src is its own door. */
function doorOf(folder: string): string {
  return folder.endsWith(".ts") ? `src/${folder}` : `src/${folder}/${folder}.ts`;
}

/** `feishu` of `src/feishu/operations/meetings.ts`, `main.ts` of `src/main.ts`, `../x` outside src. */
function folderOf(path: string): string {
  return path.startsWith("src/") ? (path.split("/")[1] ?? "") : `../${path}`;
}
