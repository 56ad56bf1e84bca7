/** The signed-in user's tokens on the disk: one file for each app and Feishu, for this system user alone. */
import { constants } from "node:fs";
import { chmod, open, rename, rm } from "node:fs/promises";
import { hostname } from "node:os";
import { join } from "node:path";
import { Problem } from "../domain/problem.ts";
import type { TokenStore, UserTokens } from "../domain/user-tokens.ts";
import { DISK, type Disk, writeNew } from "./disk.ts";
import {
  codeOf,
  dataFolderAt,
  FOLDER_MODE,
  type Folder,
  linkStatus,
  onDisk,
  useFolder,
  withScratch,
} from "./folder.ts";
import { readOwnFile } from "./own-file.ts";
import { type Locker, underLock } from "./process-lock.ts";
import { type Owner, tokensIn, tokensText } from "./token-text.ts";

export interface TokenStoreOptions extends Owner {
  /** Absolute. */
  readonly dataFolder: string;
  readonly locker: Omit<Locker, "machine">;
}

const FILE_MODE = 0o600;
const MOST_BYTES = 256 * 1024;

/** @param disk only tests give another. */
export function openTokenStore(options: TokenStoreOptions, disk: Disk = DISK): TokenStore {
  const { dataFolder, appId, baseUrl } = options;
  const data = dataFolderAt(dataFolder);
  const folder: Folder = { ...data, path: join(dataFolder, "sign-in") };
  const name = `user-${named(appId)}@${named(new URL(baseUrl).host)}`;
  const path = join(folder.path, `${name}.json`);
  const locker = { ...options.locker, machine: hostname() };

  /** @throws Problem `access` for a file that is not ours. */
  async function read(): Promise<UserTokens | undefined> {
    // Asking must not make folders.
    for (const above of [data, folder]) {
      if ((await onDisk(above, () => linkStatus(above.path))) === undefined) return undefined;
      await useFolder(above);
    }
    // A file that others may read is closed to them.
    const text = await onDisk(folder, () => readOwnFile(path, MOST_BYTES, FILE_MODE));
    if (text === undefined) return undefined;
    const read = tokensIn(text);
    if (read === undefined) throw broken(path);
    return read.owner.appId === appId && read.owner.baseUrl === baseUrl ? read.tokens : undefined;
  }

  async function write(tokens: UserTokens): Promise<void> {
    await withScratch(folder, folder.path, (scratch) =>
      onDisk(folder, async () => {
        const whole = join(scratch, "tokens");
        await writeNew(disk, whole, Buffer.from(tokensText({ appId, baseUrl }, tokens), "utf8"));
        await rename(whole, path);
        await keepName(folder.path);
      }),
    );
  }

  async function alone<T>(work: () => Promise<T>): Promise<T> {
    await useFolder(data);
    const own = await useFolder(folder);
    // It is ours alone, unlike the data folder, which an operator may have chosen among their own.
    await onDisk(folder, () => chmod(own, FOLDER_MODE));
    return onDisk(folder, () => underLock(join(own, `${name}.lock`), locker, work));
  }

  return {
    read,
    change: (renew) =>
      alone(async () => {
        const current = await read();
        const next = await renew(current);
        if (next !== undefined && next !== current) await write(next);
        return next;
      }),
    save: (tokens) => alone(() => write(tokens)),
    clear: () =>
      alone(async () => {
        if ((await linkStatus(path)) === undefined) return false;
        await rm(path);
        return true;
      }),
  };
}

/** Waits until the disk has the new name too, where a folder can be waited for. */
async function keepName(folder: string): Promise<void> {
  try {
    const opened = await open(folder, constants.O_RDONLY);
    try {
      await opened.sync();
    } finally {
      await opened.close();
    }
  } catch (error) {
    // Windows and some network folders cannot; the file itself is safe there.
    if (codeOf(error) === undefined) throw error;
  }
}

/** Different texts give different names, without a character that a file system might not take. */
function named(text: string): string {
  return text.replaceAll(/[^A-Za-z0-9_.-]/g, (one) => `%${(one.codePointAt(0) ?? 0).toString(16)}`);
}

function broken(path: string): Problem {
  return new Problem(
    "access",
    `The file of the sign-in, ${path}, is not one that this program wrote.`,
    "Sign in again, which writes it anew: feishu-meeting-mcp login.",
    { needsSignIn: true },
  );
}
