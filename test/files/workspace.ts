/** A folder of its own for each test, gone afterwards. */
import { lstatSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach } from "vitest";
import type { ExportFiles, ExportFormat, ExportTask, SavedExport } from "../../src/domain/exports.ts";
import type { PersonalGroup } from "../../src/domain/meeting.ts";
import { Problem } from "../../src/domain/problem.ts";
import type { Disk } from "../../src/files/disk.ts";
import { openFiles } from "../../src/files/files.ts";
import { streamOf } from "../support/sheet.ts";

/** 2026-11-16 10:00 in Shanghai. */
export const TASK: ExportTask = {
  id: "7108646852144136212",
  identity: "tenant cli_1",
  number: "987654321",
  startedAt: Date.UTC(2026, 10, 16, 2) / 1000,
};

export interface Workspace {
  readonly root: string;
  readonly exports: string;
  readonly data: string;
  open(disk?: Disk): ExportFiles;
}

/** The paths are there to be read inside tests only. */
export function workspace(): Workspace {
  let root = "";
  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), "files-test-"));
  });
  afterEach(() => {
    rmSync(root, { recursive: true, force: true });
  });
  return {
    get root() {
      return root;
    },
    get exports() {
      return join(root, "exports");
    },
    get data() {
      return join(root, "data");
    },
    open: (disk) =>
      openFiles(
        { exportFolder: join(root, "exports"), dataFolder: join(root, "data"), zone: "Asia/Shanghai" },
        disk,
      ),
  };
}

export function save(
  files: ExportFiles,
  sheet: Uint8Array | AsyncIterable<Uint8Array>,
  as: { format?: ExportFormat; open?: readonly PersonalGroup[]; task?: ExportTask } = {},
): Promise<SavedExport> {
  const stream = sheet instanceof Uint8Array ? streamOf(sheet) : sheet;
  const { format = "csv", open = [], task = TASK } = as;
  return files.save(stream, { task, format, open: new Set(open) });
}

/** The Problem that a promise fails with; anything else fails the test. */
export async function problemOf(work: Promise<unknown>): Promise<Problem> {
  try {
    await work;
  } catch (error) {
    if (error instanceof Problem) return error;
    throw error;
  }
  throw new Error("It did not fail.");
}

/** What lies in a folder, hidden things too. */
export function contents(folder: string): string[] {
  return readdirSync(folder).toSorted();
}

/** `700`, `600`. */
export function modeOf(path: string): string {
  return (lstatSync(path).mode & 0o777).toString(8);
}
