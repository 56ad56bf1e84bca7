/** The README's map of src: what lies there, in words. */

import { markdownTable } from "../../src/cli/tools-text.ts";
import type { File } from "../architecture/finding.ts";

/** In the order in which a newcomer reads. */
const WORDS: Readonly<Record<string, string>> = {
  "main.ts": "the program: chooses a command and loads nothing before it knows which",
  "config.ts": "environment → settings, or the failure that names the wrong one",
  "settings.ts": "the table of settings",
  "cli/": "the commands for people, such as `demo`, `call` and `tools`",
  "server/": "everything about MCP: the list of tools, calls, failures, stdio",
  "tools/": "one file for each tool: its words, its arguments, its answer",
  "domain/": "meetings, days, sums, rankings, attendance: pure, without clock, network or disk",
  "feishu/": "the only folder that asks Feishu for data: one file for each operation, pace, retries",
  "identity/": "signing in as a user",
  "files/": "the only folder that touches the disk",
  "sandbox/": "the invented organisation, behind an HTTP server that answers as Feishu does",
};

/** @param files of src, by their paths in it. @throws Error for a folder that nobody described. */
export function sourceMap(files: readonly File[]): string {
  const there = new Set(files.map(({ path }) => path.replace(/\/.*/, "/")));
  const unknown = [...there].filter((name) => !(name in WORDS));
  if (unknown.length > 0) throw new Error(`Describe ${unknown.join(", ")} in test/docs/source-map.ts.`);
  const rows = Object.entries(WORDS).filter(([name]) => there.has(name));
  return markdownTable(
    ["in `src`", "what it is"],
    rows.map(([name, words]) => [`\`${name}\``, words]),
  );
}
