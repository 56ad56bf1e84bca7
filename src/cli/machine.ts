/** What the machine gives: time, chance, and where folders are. */

export interface Clock {
  /** Unix milliseconds. */
  readonly now: () => number;
  /** Rejects with the signal's reason when it is aborted. */
  readonly sleep: (milliseconds: number, signal: AbortSignal) => Promise<void>;
  /** From 0 to below 1. */
  readonly random: () => number;
}

/** Where the default folders are. */
export interface Place {
  /** As `process.platform` has it. */
  readonly platform: string;
  /** The home folder, absolute. */
  readonly home: string;
}
