/** When nothing more is to be read, told to all who are at it. */
export interface Ending {
  /** Aborted then. To be looked at; to be listened to by a few who stay. */
  readonly signal: AbortSignal;
  /** @returns what takes the listener away again */
  whenEnded(listener: () => void): () => void;
}

/** One listener for all of them: a signal with a listener for each call looks like a leak to Node. */
export function endingOf(signal: AbortSignal): Ending {
  const listeners = new Set<() => void>();
  const end = () => {
    for (const listener of listeners) listener();
    listeners.clear();
  };
  signal.addEventListener("abort", end, { once: true });
  return {
    signal,
    whenEnded: (listener) => {
      listeners.add(listener);
      return () => {
        listeners.delete(listener);
      };
    },
  };
}
