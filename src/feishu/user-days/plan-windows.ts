/** Into which windows days are cut: the pages of one window are a chain, windows are read side by side. */
import { addDays, type Day, dayCount } from "../../domain/day.ts";
import { type Span, spansOf } from "../../domain/window.ts";
import { WINDOW_DAYS } from "../operations/admin-user-stats.ts";

/**
 * The widest windows that keep so many chains busy: their number is a multiple of it, as far as there are days.
 * @param days in order of time, gaps allowed
 */
export function planWindows(days: readonly Day[], chains: number): Span[] {
  const spans = spansOf(days).map(({ from, to }) => {
    const length = dayCount(from, to);
    return { from, days: length, parts: Math.ceil(length / WINDOW_DAYS) };
  });
  const fewest = spans.reduce((sum, { parts }) => sum + parts, 0);
  const windows = Math.min(days.length, chains * Math.ceil(fewest / chains));
  for (let more = windows - fewest; more > 0; more -= 1) {
    const widest = spans.reduce((one, other) =>
      other.days / other.parts > one.days / one.parts ? other : one,
    );
    widest.parts += 1;
  }
  return spans.flatMap((span) => cut(span.from, span.days, span.parts));
}

/** Nearly equal parts, the longer ones first. */
function cut(from: Day, days: number, parts: number): Span[] {
  const windows: Span[] = [];
  for (let part = 0, first = from; part < parts; part += 1) {
    const length = Math.floor(days / parts) + (part < days % parts ? 1 : 0);
    windows.push({ from: first, to: addDays(first, length - 1) });
    first = addDays(first, length);
  }
  return windows;
}
