/** Time and chance, handed in so that tests can set them. */
import type { UnixSeconds } from "../domain/day.ts";

export interface Clock {
  /** Unix milliseconds. */
  now(): number;
  /** Resolves after so many milliseconds; rejects with the signal's reason when it is aborted. */
  sleep(milliseconds: number, signal: AbortSignal): Promise<void>;
  /** From 0 to 1, for jitter. */
  random(): number;
}

export function nowSeconds(clock: Clock): UnixSeconds {
  return Math.floor(clock.now() / 1000);
}

/** How often a question is sent at the most, the first time included. */
export const ATTEMPTS = 3;
const FIRST_WAIT_MILLISECONDS = 500;
const JITTER = 0.99;

/** Milliseconds to wait after so many failed attempts: each wait is longer than the one before, whatever the jitter. */
export function retryWait(clock: Clock, attempts: number): number {
  return FIRST_WAIT_MILLISECONDS * 2 ** (attempts - 1) * (1 + clock.random() * JITTER);
}

const LONGEST_TIMER_MILLISECONDS = 2 ** 31 - 1;

/** Tells when a deadline (unix milliseconds) has come; keeps no process alive. */
export function atDeadline(clock: Clock, deadline: number, tell: () => void): NodeJS.Timeout {
  const left = Math.min(Math.max(0, deadline - clock.now()), LONGEST_TIMER_MILLISECONDS);
  return setTimeout(tell, left).unref();
}
