/** A folder that a setting names: made where it is missing, refused where it is not what it should be. */
import { lstat, mkdir, mkdtemp, readdir, rm, rmdir, stat } from "node:fs/promises";
import { dirname, isAbsolute, join, resolve } from "node:path";
import { Problem } from "../domain/problem.ts";

export interface Folder {
  readonly path: string;
  /** What stands in a failure: `export folder`. */
  readonly what: string;
  /** The setting that would name another one. */
  readonly setting: "FEISHU_EXPORT_DIR" | "FEISHU_DATA_DIR";
}

export function exportFolderAt(path: string): Folder {
  return { path, what: "export folder", setting: "FEISHU_EXPORT_DIR" };
}

export function dataFolderAt(path: string): Folder {
  return { path, what: "data folder", setting: "FEISHU_DATA_DIR" };
}

export const FOLDER_MODE = 0o700;
const SCRATCH = ".partial-";
/** Longer than any call may work, so that nobody is still writing there. */
const ABANDONED_MILLISECONDS = 24 * 60 * 60 * 1000;
const FULL = new Set(["ENOSPC", "EDQUOT", "EFBIG"]);
const FORBIDDEN = new Set(["EACCES", "EPERM", "EROFS"]);
const NO_FOLDER = new Set(["ENOTDIR", "EEXIST", "ENOENT", "ELOOP"]);

/**
 * Makes the folder (0700) unless it is there. Folders above it may be links, it itself may not.
 * @returns its absolute path, without the trailing slash that would make a link look like its target.
 * @throws Problem `access` that names the setting.
 */
export async function useFolder(folder: Folder): Promise<string> {
  if (!isAbsolute(folder.path)) throw folderProblem(folder, "is not given as an absolute path");
  const path = resolve(folder.path);
  return onDisk(folder, async () => {
    if ((await linkStatus(path)) === undefined) await makeFolder(path);
    const found = await lstat(path);
    if (found.isSymbolicLink()) throw folderProblem(folder, "is a symbolic link, which is not followed");
    if (!found.isDirectory()) throw folderProblem(folder, "is not a folder");
    return path;
  });
}

/** Node's own recursive mkdir asks for ever where the system refuses by ENOENT, as below /proc. */
async function makeFolder(path: string): Promise<void> {
  const isMade = await makeOne(path).catch((error: unknown) => {
    // A missing folder above is an answer here.
    if (codeOf(error) === "ENOENT") return false;
    throw error;
  });
  if (isMade) return;
  const above = dirname(path);
  if ((await linkStatus(above)) === undefined) await makeFolder(above);
  await makeOne(path);
}

async function makeOne(path: string): Promise<true> {
  try {
    await mkdir(path, { mode: FOLDER_MODE });
  } catch (error) {
    // Another process was quicker; what it made is looked at like any other.
    if (codeOf(error) !== "EEXIST") throw error;
  }
  return true;
}

/** Undefined where there is nothing of that name. */
export async function linkStatus(path: string) {
  try {
    return await lstat(path);
  } catch (error) {
    // A missing name is an answer here.
    if (codeOf(error) === "ENOENT") return undefined;
    throw error;
  }
}

/**
 * Gives a new folder (0700) inside the folder to work in, and removes it with all it holds whatever happens.
 * @param path of the folder, as `useFolder` gave it.
 * @throws Problem `access` where nothing can be made there.
 */
export async function withScratch<T>(
  folder: Folder,
  path: string,
  use: (scratch: string) => Promise<T>,
): Promise<T> {
  const scratch = await onDisk(folder, () => mkdtemp(join(path, SCRATCH)));
  try {
    await removeAbandoned(path, scratch);
    return await use(scratch);
  } finally {
    await onDisk(folder, () => rm(scratch, { recursive: true, force: true }));
  }
}

/**
 * Whether something could be written into the folder. Leaves nothing behind: what had to be made for it is removed.
 * @throws Problem `access` that names the setting.
 */
export async function tryFolder(folder: Folder): Promise<void> {
  const missing = await onDisk(folder, () => missingFrom(resolve(folder.path)));
  try {
    await withScratch(folder, await useFolder(folder), async () => undefined);
  } finally {
    for (const path of missing) {
      await rmdir(path).catch((error: unknown) => {
        // It was never made, or somebody has begun to use it.
        if (codeOf(error) === undefined) throw error;
      });
    }
  }
}

/** The folder and those above it that are not there, the innermost first. */
async function missingFrom(path: string): Promise<string[]> {
  if ((await linkStatus(path)) !== undefined || dirname(path) === path) return [];
  return [path, ...(await missingFrom(dirname(path)))];
}

/** What a killed process left behind. The new folder's own time stands for the clock. */
async function removeAbandoned(path: string, scratch: string): Promise<void> {
  try {
    const now = (await stat(scratch)).mtimeMs;
    for (const name of await readdir(path)) {
      if (!name.startsWith(SCRATCH)) continue;
      const status = await linkStatus(join(path, name));
      if (status === undefined || now - status.mtimeMs < ABANDONED_MILLISECONDS) continue;
      await rm(join(path, name), { recursive: true, force: true });
    }
  } catch (error) {
    // Leftovers of another user in a shared folder must not keep this one from its export.
    if (codeOf(error) === undefined) throw error;
  }
}

/**
 * Does what touches the disk, and only that: what a download throws must not be taken for a fault of the disk.
 * @throws Problem `access` for a full disk, a folder that may not be written, or any other fault of the disk.
 */
export async function onDisk<T>(folder: Folder, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const code = codeOf(error);
    throw code === undefined ? error : diskProblem(folder, code);
  }
}

/** The system's code of a failed call, such as `ENOENT`. */
export function codeOf(error: unknown): string | undefined {
  if (!(error instanceof Error) || !("syscall" in error) || !("code" in error)) return undefined;
  return typeof error.code === "string" ? error.code : undefined;
}

function diskProblem(folder: Folder, code: string): Problem {
  if (FULL.has(code)) {
    return new Problem(
      "access",
      `There is no room left on the disk for the ${folder.what} ${folder.path}; nothing half-written was left there.`,
      `Free some space, or let the operator set ${folder.setting} to a folder on another disk; then ask again.`,
    );
  }
  if (FORBIDDEN.has(code)) return folderProblem(folder, "may not be written by this program");
  if (NO_FOLDER.has(code)) return folderProblem(folder, "is not there and cannot be made");
  return folderProblem(folder, `cannot be used (${code})`);
}

function folderProblem(folder: Folder, fault: string): Problem {
  return new Problem(
    "access",
    `The ${folder.what} ${folder.path} ${fault}.`,
    `Let the operator set ${folder.setting} to an absolute path of a folder that this program may write, such as one in the home folder; a retry does not help before.`,
  );
}
