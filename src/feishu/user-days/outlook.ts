import { counted, figure } from "../../domain/duration.ts";
import type { Attended } from "../job.ts";
import { PAGE_SIZE } from "../operations/admin-user-stats.ts";
import { goesOn, type Outlook } from "../reading.ts";
import type { Plan } from "./plan.ts";
import type { WindowState } from "./stats-window.ts";

/** As many rows a day as in those days that were read wholly; without any, as many pages again as were read. */
export function outlookOf(plan: Plan, parts: readonly Attended<WindowState>[], donePages: number): Outlook {
  const windows = parts.map((part) => ({ part, state: part.job.value() }));
  let wholeDays = plan.days.length;
  let rows = plan.rows;
  for (const { state } of windows) {
    wholeDays += state.wholeDays;
    rows += state.wholeRows;
  }
  let pagesLeft = 0;
  for (const { part, state } of windows) {
    if (!goesOn(part)) continue;
    const done = part.job.donePages;
    const about = wholeDays === 0 ? done * 2 : Math.ceil(((rows / wholeDays) * state.days) / PAGE_SIZE);
    pagesLeft += Math.max(1, about - done);
  }
  const day = Math.min(plan.asked, wholeDays + 1);
  const message =
    wholeDays === 0
      ? `${counted(donePages, "page")} read`
      : `day ${day} of ${plan.asked}, ${figure(donePages)} of about ${figure(donePages + pagesLeft)} pages`;
  return { pagesLeft, message, isFounded: wholeDays > 0 };
}
