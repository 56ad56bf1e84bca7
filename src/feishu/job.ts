/** Long reading that can be resumed and shared: kept by its key, run for all who wait, stopped with the last. */
import type { Day, UnixSeconds } from "../domain/day.ts";
import { Problem } from "../domain/problem.ts";
import type { Caller, Unread } from "../domain/source.ts";
import { atDeadline, type Clock } from "./clock.ts";
import type { Ending } from "./ending.ts";
import { IDLE_MILLISECONDS, sweptWhenIdle } from "./idle.ts";
import { type Run, type Shared, share } from "./run.ts";

/** One part of a reading. It changes only when a page was wholly read and checked. */
export interface Job<Value> {
  readonly from: Day;
  readonly to: Day;
  readonly finished: boolean;
  /** Whether it failed in the middle of a page, so that it has to begin anew. */
  readonly spoiled: boolean;
  readonly donePages: number;
  /** When its first page was read. */
  readonly readAt: UnixSeconds | undefined;
  /** About how much memory it takes. */
  readonly bytes: number;
  /** What was read so far. */
  value(): Value;
  /** What a finished one does not hold all the same. */
  lacking(): readonly Unread[];
  /** Goes on from its cursor until it is finished or the run's deadline has come. @throws Problem. */
  run(run: Run): Promise<void>;
}

export interface Wanted<Value> {
  /** Whoever asks with the same key gets the same job: identity included. */
  readonly key: string;
  open(): Job<Value>;
  /** Whether a finished one may be handed out again. */
  reusable(job: Job<Value>): boolean;
  /** A finished one is not kept: what it read is kept elsewhere. */
  readonly handsOver?: boolean;
}

/** Neither finished nor with a problem: the caller's time ended first. */
export interface Attended<Value> {
  readonly job: Job<Value>;
  readonly problem?: Problem;
}

export interface Jobs<Value> {
  /**
   * Runs the parts side by side until each is finished, has failed or the caller's time has ended.
   * @throws Problem of a kind that fails the call; the reason of the caller's signal.
   */
  attend(
    wanted: readonly Wanted<Value>[],
    caller: Caller,
    advanced: (jobs: readonly Job<Value>[]) => void,
  ): Promise<readonly Attended<Value>[]>;
}

interface Entry<Value> {
  job: Job<Value>;
  readonly shared: Shared<void>;
  readonly handsOver: boolean;
  usedAt: number;
  /** Which call gave it back last: they are counted. */
  usedBy: number;
  holders: number;
}

export interface JobsOptions {
  readonly clock: Clock;
  /** How many parts of one reading are under way at once. */
  readonly width: number;
  /** About how much memory is kept for later questions. */
  readonly bytes: number;
  readonly closing: Ending;
}

/** Whoever can act on it has to, before anything else is worth reading. */
const FATAL: ReadonlySet<string> = new Set(["access", "input", "missing"]);

export function createJobs<Value>(options: JobsOptions): Jobs<Value> {
  const { clock, closing } = options;
  const kept = new Map<string, Entry<Value>>();
  let calls = 0;
  const putSweepOff = sweptWhenIdle(closing, sweep);
  closing.whenEnded(() => kept.clear());

  function hold(wanted: Wanted<Value>): Entry<Value> {
    const known = kept.get(wanted.key);
    const fits =
      known !== undefined &&
      !known.job.spoiled &&
      (!known.job.finished || (!known.handsOver && wanted.reusable(known.job)));
    const entry = fits ? known : openEntry(wanted);
    entry.holders += 1;
    // The last in the map is the one used last.
    kept.delete(wanted.key);
    kept.set(wanted.key, entry);
    return entry;
  }

  function openEntry(wanted: Wanted<Value>): Entry<Value> {
    const entry: Entry<Value> = {
      job: wanted.open(),
      shared: share((run) => runEntry(entry, wanted, run)),
      handsOver: wanted.handsOver ?? false,
      usedAt: clock.now(),
      usedBy: calls,
      holders: 0,
    };
    return entry;
  }

  function release(entries: readonly Entry<Value>[]): void {
    calls += 1;
    for (const entry of entries) {
      entry.holders -= 1;
      entry.usedAt = clock.now();
      entry.usedBy = calls;
    }
    sweep();
    putSweepOff();
  }

  function sweep(): void {
    const idleSince = clock.now() - IDLE_MILLISECONDS;
    let bytes = 0;
    for (const [key, { job, holders, usedAt, handsOver }] of kept) {
      const useless = job.spoiled || (job.finished ? handsOver : job.donePages === 0);
      if (holders === 0 && (useless || usedAt < idleSince)) kept.delete(key);
      else bytes += job.bytes;
    }
    for (const [key, { job, holders, usedBy }] of kept) {
      // What the last call used stays whatever its size, or a long list would begin anew for ever.
      if (bytes <= options.bytes || holders > 0 || usedBy === calls) continue;
      kept.delete(key);
      bytes -= job.bytes;
    }
  }

  async function attend(
    wanted: readonly Wanted<Value>[],
    caller: Caller,
    advanced: (jobs: readonly Job<Value>[]) => void,
  ): Promise<readonly Attended<Value>[]> {
    caller.signal.throwIfAborted();
    closing.signal.throwIfAborted();
    sweep();
    const entries = wanted.map(hold);
    const problems = new Map<Entry<Value>, Problem>();
    const leaving = new AbortController();
    const goAway = () => leaving.abort(caller.signal.reason);
    caller.signal.addEventListener("abort", goAway, { once: true });
    const stay = closing.whenEnded(() => leaving.abort(closing.signal.reason));
    const timer = atDeadline(clock, caller.deadline, () => leaving.abort());
    const run: Run = {
      signal: leaving.signal,
      deadline: () => caller.deadline,
      advanced: () => advanced(entries.map((entry) => entry.job)),
    };
    const queue = [...entries];
    let busy: Problem | undefined;

    async function work(): Promise<void> {
      for (let entry = queue.shift(); entry !== undefined; entry = queue.shift()) {
        // A run may have ended at the deadline of those who waited before.
        while (!entry.job.finished && !problems.has(entry) && busy === undefined && inTime()) {
          const problem = await joined(entry, run);
          if (problem === undefined) continue;
          if (FATAL.has(problem.kind)) throw problem;
          problems.set(entry, problem);
          // What is limited is limited for all parts.
          if (problem.kind === "busy") busy = problem;
        }
      }
    }

    function inTime(): boolean {
      return !leaving.signal.aborted && clock.now() < caller.deadline;
    }

    try {
      await Promise.all(Array.from({ length: Math.min(options.width, entries.length) }, work));
      caller.signal.throwIfAborted();
      closing.signal.throwIfAborted();
      return entries.map((entry) => {
        const problem = problems.get(entry) ?? (entry.job.finished ? undefined : busy);
        return { job: entry.job, ...(problem !== undefined && { problem }) };
      });
    } finally {
      leaving.abort();
      clearTimeout(timer);
      caller.signal.removeEventListener("abort", goAway);
      stay();
      release(entries);
    }
  }

  return { attend };
}

/** What was right on the first page cannot be wrong on a later one but for its token: then the job begins anew, once. */
async function runEntry<Value>(entry: Entry<Value>, wanted: Wanted<Value>, run: Run): Promise<void> {
  try {
    await entry.job.run(run);
  } catch (reason) {
    if (entry.job.donePages === 0 || !(reason instanceof Problem) || reason.kind !== "input") throw reason;
    entry.job = wanted.open();
    await entry.job.run(run);
  }
}

/** @returns the problem that ended it, if one did. */
async function joined<Value>(entry: Entry<Value>, run: Run): Promise<Problem | undefined> {
  try {
    await entry.shared.join(run);
    return undefined;
  } catch (reason) {
    // Who has left learns why from the signal that made it leave.
    if (run.signal.aborted) return undefined;
    if (reason instanceof Problem) return reason;
    throw reason;
  }
}
