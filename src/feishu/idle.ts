/** What was read is remembered for an hour after it was last asked for. */
import type { Ending } from "./ending.ts";

export const IDLE_MILLISECONDS = 3_600_000;

/** @returns to be called after each use: it puts the sweep off until nothing was used for that long. */
export function sweptWhenIdle(closing: Ending, sweep: () => void): () => void {
  let timer: NodeJS.Timeout | undefined;
  closing.whenEnded(() => clearTimeout(timer));
  return () => {
    clearTimeout(timer);
    timer = setTimeout(sweep, IDLE_MILLISECONDS + 1000).unref();
  };
}
