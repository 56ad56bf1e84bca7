/** New files on the disk, and the seam at which a test makes the disk refuse them. */
import { type FileHandle, link, open, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import { codeOf } from "./folder.ts";

/** What a full or limited disk refuses. */
export interface Disk {
  /** Writes all bytes where the file ends, and nothing less. */
  append(file: FileHandle, bytes: Uint8Array): Promise<void>;
  /** Gives a file a second name; EEXIST if there is anything of that name, be it a link to nothing. */
  link(path: string, name: string): Promise<void>;
}

export const DISK: Disk = { append: (file, bytes) => file.writeFile(bytes), link };

const NEW_FILE_MODE = 0o600;
/** More files of one meeting than anyone keeps. */
const MAXIMUM_NAMES = 1000;
/** Memory cards and some network folders know no second names. */
const NO_LINKS = new Set(["EPERM", "ENOTSUP", "EOPNOTSUPP", "ENOSYS", "EMLINK"]);

/** A new file (0600): an existing one, or a link of that name, is a failure. */
export function openNew(path: string): Promise<FileHandle> {
  // wx is O_CREAT with O_EXCL, which never follows a link.
  return open(path, "wx", NEW_FILE_MODE);
}

/** Writes a new file and waits until the disk has it: some only say at the end that they are full. */
export async function writeNew(disk: Disk, path: string, bytes: Uint8Array): Promise<void> {
  const file = await openNew(path);
  try {
    await disk.append(file, bytes);
    await file.sync();
  } finally {
    await file.close();
  }
}

/**
 * Gives a whole file its name in the folder: the first of `name.csv`, `name-2.csv`, … that nobody has.
 * @returns the new path. Nothing is overwritten, and no half-written file ever bears the name.
 */
export async function publish(
  disk: Disk,
  whole: string,
  folder: string,
  name: string,
  ending: string,
): Promise<string> {
  for (let number = 1; number <= MAXIMUM_NAMES; number += 1) {
    const path = join(folder, `${name}${number === 1 ? "" : `-${number}`}.${ending}`);
    if (await claimed(disk, whole, path)) return path;
  }
  throw new Error(`There are ${MAXIMUM_NAMES} files of the name ${name} already.`);
}

async function claimed(disk: Disk, whole: string, path: string): Promise<boolean> {
  try {
    await disk.link(whole, path);
    return true;
  } catch (error) {
    const code = codeOf(error);
    if (code === "EEXIST") return false;
    if (code === undefined || !NO_LINKS.has(code)) throw error;
    return claimedByRename(whole, path);
  }
}

/** An empty file claims the name, then the whole one takes its place. */
async function claimedByRename(whole: string, path: string): Promise<boolean> {
  try {
    await (await openNew(path)).close();
  } catch (error) {
    // A taken name is an answer here.
    if (codeOf(error) === "EEXIST") return false;
    throw error;
  }
  try {
    await rename(whole, path);
    return true;
  } catch (error) {
    await rm(path, { force: true });
    throw error;
  }
}
