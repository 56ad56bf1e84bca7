/** A host whose output is kept, whose clock stands still, and whose only source is the sandbox. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Host } from "../../src/cli/host.ts";
import { openBackend } from "../../src/cli/open-backend.ts";
import { openRedactor } from "../../src/server/redact.ts";
import { PROGRAM } from "../support/built.ts";

export interface InventedHost extends Host {
  readonly written: () => string;
  readonly complained: () => string;
}

export function inventHost(
  environment: Readonly<Record<string, string>> = {},
  now: number = Date.UTC(2026, 10, 18, 4),
): InventedHost {
  const redactor = openRedactor();
  let written = "";
  let complained = "";
  const log = () => undefined;
  const clock = { now: () => now, sleep: async () => undefined, random: () => 0.5 };
  const place = { platform: "linux", home: "/nowhere" };
  return {
    version: "1.2.3",
    program: PROGRAM,
    node: process.execPath,
    environment,
    now: () => now,
    ...{ clock, place, log },
    open: (sandbox, language) =>
      openBackend({
        ...{ environment, sandbox, clock, place, log, redactor, reader: "command" },
        ...(language !== undefined && { language }),
        onProblem: () => undefined,
      }),
    scratchFolder: () => {
      const path = mkdtempSync(join(tmpdir(), "feishu-meeting-mcp-test-"));
      return { path, remove: () => rmSync(path, { recursive: true, force: true }) };
    },
    write: (text) => {
      written += text;
    },
    complain: (text) => {
      complained += text;
    },
    launch: () => undefined,
    hide: redactor.hide,
    clean: redactor.known,
    written: () => written,
    complained: () => complained,
  };
}
