/** How much was asked of Feishu so far, and what its clock says. */
import { type Clock, nowSeconds } from "./clock.ts";

export interface Traffic {
  readonly requests: number;
  /** Feishu's clock minus ours, as of the last reply; undefined before one came. */
  readonly clockDifferenceSeconds: number | undefined;
  asked(): void;
  /** @param date the reply's header of that name */
  answered(date: string | undefined): void;
}

export function countTraffic(clock: Clock): Traffic {
  let requests = 0;
  let difference: number | undefined;
  return {
    get requests() {
      return requests;
    },
    get clockDifferenceSeconds() {
      return difference;
    },
    asked: () => {
      requests += 1;
    },
    answered: (date) => {
      const feishu = Date.parse(date ?? "");
      if (Number.isNaN(feishu)) return;
      // The header has no fractions of a second.
      difference = feishu / 1000 - nowSeconds(clock);
    },
  };
}
