/** Work for one caller alone, that can be neither shared nor gone on with: it ends with the caller's time. */
import type { Problem } from "../domain/problem.ts";
import type { Caller } from "../domain/source.ts";
import { atDeadline } from "./clock.ts";
import type { Connection } from "./connection.ts";
import type { Run } from "./run.ts";

export interface Errand {
  readonly run: Run;
  /** Whether it was given up because the caller's time had ended. */
  isLate(): boolean;
  /** To be called when it is over, however it ended. */
  end(): void;
}

/** @param late what the run's signal is aborted with when the caller's time ends */
export function beginErrand(
  { clock, closing }: Pick<Connection, "clock" | "closing">,
  caller: Caller,
  late: Problem,
): Errand {
  const controller = new AbortController();
  const goAway = () => controller.abort(caller.signal.reason);
  const shutDown = () => controller.abort(closing.signal.reason);
  const giveUp = () => controller.abort(late);
  if (caller.signal.aborted) goAway();
  if (closing.signal.aborted) shutDown();
  if (clock.now() >= caller.deadline) giveUp();
  caller.signal.addEventListener("abort", goAway, { once: true });
  const stay = closing.whenEnded(shutDown);
  const timer = atDeadline(clock, caller.deadline, giveUp);
  return {
    run: { signal: controller.signal, deadline: () => caller.deadline, advanced: () => {} },
    isLate: () => controller.signal.reason === late,
    end: () => {
      clearTimeout(timer);
      caller.signal.removeEventListener("abort", goAway);
      stay();
    },
  };
}
