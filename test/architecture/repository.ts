import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { File } from "./finding.ts";

/** What desktops and editors leave behind, whether or not it is ignored. */
const LITTER = new Set([".git", ".DS_Store", ".idea", ".vscode"]);

/**
 * Every text file below a folder but those that its .gitignore leaves out (whole names and `*.ending` only).
 * Git itself is not asked: an unpacked archive and a checkout of another owner are to be tested too.
 */
export function repositoryFiles(root: string): File[] {
  const ignored = (readText(join(root, ".gitignore")) ?? "")
    .split("\n")
    .map((line) => line.replace(/\/$/, ""));
  const isLeftOut = (name: string) =>
    LITTER.has(name) ||
    ignored.some((line) => line === name || (line.startsWith("*.") && name.endsWith(line.slice(1))));
  const read = (folder: string): File[] =>
    readdirSync(join(root, folder), { withFileTypes: true })
      .filter(({ name }) => !isLeftOut(name))
      .flatMap((entry) => {
        const path = folder + entry.name;
        if (entry.isDirectory()) return read(`${path}/`);
        const text = entry.isFile() ? readText(join(root, path)) : undefined;
        return text === undefined || text.includes("\0") ? [] : [{ path, text }];
      });
  return read("");
}

/** @returns undefined for a file that is not there. */
function readText(path: string): string | undefined {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    // Other tests and editors write and remove files while the tree is read.
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return undefined;
    throw error;
  }
}
