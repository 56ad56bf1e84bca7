/** Progress notifications of one call: paced, always growing, never silent for long (surface.md, rule 9). */
import type { Progress } from "../domain/source.ts";

export interface ProgressNote {
  readonly progress: number;
  readonly total?: number;
  readonly message: string;
}

export interface ProgressReporter {
  readonly report: (current: () => Progress) => void;
  /** After it nothing is sent: the answer has gone out. */
  readonly close: () => void;
}

const PAUSE_MILLISECONDS = 500;
const SILENCE_MILLISECONDS = 10_000;
/** The protocol wants every number to be greater than the one before, also when no page came in. */
const TRIFLE = 0.01;

/** For a caller that gave no progress token. */
export const NO_PROGRESS: ProgressReporter = { report: () => undefined, close: () => undefined };

export function openProgress(send: (note: ProgressNote) => void, now: () => number): ProgressReporter {
  let last = (): Progress => ({ donePages: 0, message: "Working" });
  let sent: number | undefined;
  let sentAt = Number.NEGATIVE_INFINITY;
  let isNews = false;
  let isClosed = false;
  let timer = setTimeout(tell, SILENCE_MILLISECONDS);

  function tell(): void {
    const { donePages, aboutPages: total, message } = last();
    const progress = sent === undefined ? donePages : Math.max(donePages, sent + TRIFLE);
    send({ progress, ...(total !== undefined && total >= progress && { total }), message });
    sent = progress;
    sentAt = now();
    isNews = false;
    clearTimeout(timer);
    timer = setTimeout(tell, SILENCE_MILLISECONDS);
  }

  return {
    report(current) {
      if (isClosed) return;
      last = current;
      const wait = sentAt + PAUSE_MILLISECONDS - now();
      if (wait <= 0) tell();
      else if (!isNews) {
        isNews = true;
        clearTimeout(timer);
        timer = setTimeout(tell, wait);
      }
    },
    close: () => {
      isClosed = true;
      clearTimeout(timer);
    },
  };
}
