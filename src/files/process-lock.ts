/** One process at a time, on one machine: a file that nobody else can make while it is there. */
import { rm, stat } from "node:fs/promises";
import { Problem } from "../domain/problem.ts";
import { openNew } from "./disk.ts";
import { codeOf } from "./folder.ts";
import { jsonIn, readOwnFile } from "./own-file.ts";

/** Who takes locks, and how it tells that another is dead. */
export interface Locker {
  readonly pid: number;
  /** Process ids mean nothing on another machine that shares the folder. */
  readonly machine: string;
  /** Whether a process of this machine is there. */
  isAlive(pid: number): boolean;
  /** Unix milliseconds. */
  now(): number;
  sleep(milliseconds: number, signal: AbortSignal): Promise<void>;
}

interface Holder {
  readonly pid: number;
  readonly machine: string;
  /** Unix milliseconds. */
  readonly since: number;
}

/** Longer than any work under a lock takes; a process id may since belong to another program. */
const LONGEST_HOLD_MILLISECONDS = 120_000;
const LONGEST_WAIT_MILLISECONDS = 180_000;
const LOOK_AGAIN_MILLISECONDS = 50;
const MOST_BYTES = 1024;

/** @throws Problem `access` if the lock could not be had; what the work throws. */
export async function underLock<T>(path: string, locker: Locker, work: () => Promise<T>): Promise<T> {
  const mine = await acquire(path, locker);
  try {
    return await work();
  } finally {
    // A lock that was taken over meanwhile is another's.
    if ((await readOwnFile(path, MOST_BYTES)) === mine) await rm(path, { force: true });
  }
}

async function acquire(path: string, locker: Locker): Promise<string> {
  const began = locker.now();
  const never = new AbortController().signal;
  for (;;) {
    const mine = `${JSON.stringify({ pid: locker.pid, machine: locker.machine, since: locker.now() })}\n`;
    if (await isMade(path, mine)) return mine;
    const found = await readOwnFile(path, MOST_BYTES);
    if (found === undefined) continue;
    if (await isLeft(path, found, locker)) {
      await takeAway(path, found, locker);
      continue;
    }
    if (locker.now() - began > LONGEST_WAIT_MILLISECONDS) throw heldTooLong(path);
    await locker.sleep(LOOK_AGAIN_MILLISECONDS, never);
  }
}

async function isMade(path: string, text: string): Promise<boolean> {
  try {
    const file = await openNew(path);
    try {
      await file.writeFile(text);
    } finally {
      await file.close();
    }
    return true;
  } catch (error) {
    // A taken name is an answer here.
    if (codeOf(error) === "EEXIST") return false;
    throw error;
  }
}

/** Whether whoever made it is gone. */
async function isLeft(path: string, text: string, locker: Locker): Promise<boolean> {
  const holder = holderIn(text);
  // Made a moment ago and not yet written, or broken.
  if (holder === undefined) return isOld(await changedAt(path), locker);
  if (isOld(holder.since, locker)) return true;
  return holder.machine === locker.machine && !locker.isAlive(holder.pid);
}

/**
 * Two that find the same left lock must not both remove one, because the second could be a new one: who removes
 * does so alone, and looks again first.
 */
async function takeAway(path: string, left: string, locker: Locker): Promise<void> {
  const guard = `${path}.left`;
  if (await isMade(guard, "")) {
    try {
      if ((await readOwnFile(path, MOST_BYTES)) === left) await rm(path, { force: true });
    } finally {
      await rm(guard, { force: true });
    }
  } else if (isOld(await changedAt(guard), locker)) {
    await rm(guard, { force: true });
  } else {
    await locker.sleep(LOOK_AGAIN_MILLISECONDS, new AbortController().signal);
  }
}

/** A clock that was set back must not make a lock last for ever. */
function isOld(since: number | undefined, locker: Locker): boolean {
  return since !== undefined && Math.abs(locker.now() - since) > LONGEST_HOLD_MILLISECONDS;
}

async function changedAt(path: string): Promise<number | undefined> {
  try {
    return (await stat(path)).mtimeMs;
  } catch (error) {
    // Gone is an answer here.
    if (codeOf(error) === "ENOENT") return undefined;
    throw error;
  }
}

function holderIn(text: string): Holder | undefined {
  const value = jsonIn(text);
  if (typeof value !== "object" || value === null) return undefined;
  if (!("pid" in value && "machine" in value && "since" in value)) return undefined;
  const { pid, machine, since } = value;
  if (typeof pid !== "number" || !Number.isSafeInteger(pid) || pid < 1) return undefined;
  if (typeof machine !== "string" || typeof since !== "number") return undefined;
  return { pid, machine, since };
}

function heldTooLong(path: string): Problem {
  return new Problem(
    "access",
    `Another copy of this program has held ${path} for minutes.`,
    "End that copy, or remove the file if there is none; then ask again.",
  );
}
