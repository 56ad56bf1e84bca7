/** Feishu's user statistics: a day is published at 09:30 of the next day, in Feishu's own zone (seed 002). */
import { addDays, type Day, dayOf, type UnixSeconds, type Zone } from "./day.ts";
import { isFinal } from "./usage.ts";
import { type AskedSpan, applySpan, daysOfPeriod, type Window, windowOf } from "./window.ts";

/** A day without any row may be one that is published later than announced, for so many days. */
export const LATE_DAYS = 3;

export interface PublishedWindow {
  readonly window: Window;
  /** The last published day. */
  readonly through: Day;
  /** Says where a named period does not end as its name promises. */
  readonly notes: readonly string[];
}

export function lastPublishedDay(now: UnixSeconds, zone: Zone): Day {
  const yesterday = addDays(dayOf(now, zone), -1);
  return isFinal(yesterday, now, zone) ? yesterday : addDays(yesterday, -1);
}

/**
 * Named periods end on the last published day; days that were asked for by date stay as asked, published or
 * not.
 * @throws Problem `input` as applySpan does.
 */
export function publishedWindow(asked: AskedSpan, now: UnixSeconds, zone: Zone): PublishedWindow {
  const through = lastPublishedDay(now, zone);
  const today = dayOf(now, zone);
  const meant = applySpan(asked, today);
  const { period } = meant;
  if (period === undefined || meant.to <= through) return { window: meant, through, notes: [] };
  if (/^last_\d+_days$|^yesterday$/.test(period)) {
    const window = windowOf(daysOfPeriod(period, addDays(through, 1)), period);
    const notes = [`Yesterday is not published before 09:30 (${zone}): ${period} here ends on ${through}.`];
    return { window, through, notes };
  }
  // Nothing of it is published yet: it stays as meant, and all of it is missing.
  if (meant.from > through) return { window: meant, through, notes: [] };
  const notes = period.startsWith("last_")
    ? [`${period} is published through ${through} only.`]
    : [`${period} ends here on ${through}, the last published day.`];
  return { window: windowOf({ from: meant.from, to: through }, period), through, notes };
}
