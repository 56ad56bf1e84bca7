/** Keeps to Feishu's limits: how many requests at once, how many a minute, and how long to wait when told. */
import type { Clock } from "./clock.ts";
import type { Operation } from "./operations/operation.ts";
import { busyFor } from "./refusal.ts";
import type { Run } from "./run.ts";

export interface Pace {
  /**
   * Does it when the limits allow.
   * @throws Problem `busy` at once if that is after the run's deadline; the run's abort reason.
   */
  turn<T>(operation: Operation<unknown>, run: Run, work: () => Promise<T>): Promise<T>;
  /** Lets nobody ask this operation before then (unix milliseconds). */
  hold(operation: Operation<unknown>, until: number): void;
}

interface Lane {
  heldUntil: number;
  /** When each request of the last minute ended; infinite while it is under way. */
  readonly ends: { at: number }[];
}

// A minute after the end, and a little: Feishu may count a request at any time between its start and its end.
const WINDOW_MILLISECONDS = 60_100;

export function createPace(clock: Clock, maxConcurrency: number): Pace {
  const lanes = new Map<string, Lane>();
  const queue: (() => void)[] = [];
  let free = maxConcurrency;

  function laneOf(operation: Operation<unknown>): Lane {
    const lane = lanes.get(operation.name) ?? { heldUntil: 0, ends: [] };
    lanes.set(operation.name, lane);
    return lane;
  }

  /** Milliseconds until the operation may be asked. */
  function waitOf(operation: Operation<unknown>): number {
    const lane = laneOf(operation);
    const now = clock.now();
    while ((lane.ends[0]?.at ?? Number.POSITIVE_INFINITY) + WINDOW_MILLISECONDS <= now) lane.ends.shift();
    const held = lane.heldUntil - now;
    const first = lane.ends[lane.ends.length - (operation.callsPerMinute ?? Number.POSITIVE_INFINITY)];
    if (first === undefined) return held;
    return Math.max(held, Math.min(first.at, now) + WINDOW_MILLISECONDS - now);
  }

  async function turn<T>(operation: Operation<unknown>, run: Run, work: () => Promise<T>): Promise<T> {
    for (;;) {
      const wait = waitOf(operation);
      if (run.signal.aborted || wait > 0) wakeNext();
      run.signal.throwIfAborted();
      if (wait > 0) {
        if (clock.now() + wait >= run.deadline()) throw busyFor(Math.ceil(wait / 1000), operation);
        await clock.sleep(wait, run.signal);
        continue;
      }
      if (free === 0) {
        await placeInQueue(run.signal);
        // The limits may have changed while it waited.
        continue;
      }
      free -= 1;
      const { ends } = laneOf(operation);
      const end = { at: Number.POSITIVE_INFINITY };
      if (operation.callsPerMinute !== undefined) ends.push(end);
      try {
        return await work();
      } finally {
        end.at = clock.now();
        ends.sort((one, other) => one.at - other.at);
        free += 1;
        wakeNext();
      }
    }
  }

  /** Whoever is woken and does not take the place wakes the next one. */
  function wakeNext(): void {
    if (free > 0) queue.shift()?.();
  }

  function placeInQueue(signal: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      const proceed = () => {
        signal.removeEventListener("abort", leave);
        resolve();
      };
      const leave = () => {
        const place = queue.indexOf(proceed);
        if (place >= 0) queue.splice(place, 1);
        reject(signal.reason);
      };
      signal.addEventListener("abort", leave, { once: true });
      queue.push(proceed);
    });
  }

  function hold(operation: Operation<unknown>, until: number): void {
    const lane = laneOf(operation);
    lane.heldUntil = Math.max(lane.heldUntil, until);
  }

  return { turn, hold };
}
