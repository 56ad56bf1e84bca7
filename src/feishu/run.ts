/** Work that several callers may wait for together. */
export interface Run {
  /** Aborted when nobody waits any more. */
  readonly signal: AbortSignal;
  /** Unix milliseconds: when the last of those who wait now stops waiting. */
  deadline(): number;
  /** To be called when a page was wholly read. */
  advanced(): void;
}

export interface Shared<T> {
  /** Joins the work under way or starts it. @throws the signal's reason when it is aborted. */
  join(waiting: Run): Promise<T>;
}

interface Underway<T> {
  readonly controller: AbortController;
  readonly waiting: Set<Run>;
  readonly result: Promise<T>;
}

/** One piece of work for all who ask for it at the same time; it is aborted when the last of them has gone. */
export function share<T>(work: (run: Run) => Promise<T>): Shared<T> {
  let current: Underway<T> | undefined;

  function begin(): Underway<T> {
    const controller = new AbortController();
    const waiting = new Set<Run>();
    const run: Run = {
      signal: controller.signal,
      deadline: () => Math.max(...[...waiting].map((one) => one.deadline())),
      advanced: () => {
        for (const one of waiting) one.advanced();
      },
    };
    const settle = () => {
      if (current === underway) current = undefined;
    };
    // Started in a later microtask, when the first who waits is already counted.
    const result = Promise.resolve()
      .then(() => work(run))
      .finally(settle);
    const underway: Underway<T> = { controller, waiting, result };
    return underway;
  }

  function join(waiting: Run): Promise<T> {
    if (waiting.signal.aborted) return Promise.reject(waiting.signal.reason);
    const underway = current ?? begin();
    current = underway;
    underway.waiting.add(waiting);
    return new Promise<T>((resolve, reject) => {
      const leave = () => {
        waiting.signal.removeEventListener("abort", abandon);
        underway.waiting.delete(waiting);
        if (underway.waiting.size > 0 || current !== underway) return;
        current = undefined;
        underway.controller.abort(waiting.signal.reason);
      };
      const abandon = () => {
        leave();
        reject(waiting.signal.reason);
      };
      waiting.signal.addEventListener("abort", abandon, { once: true });
      underway.result.then(
        (value) => {
          leave();
          resolve(value);
        },
        (reason: unknown) => {
          leave();
          reject(reason);
        },
      );
    });
  }

  return { join };
}
