/** A span of the report held against the one before it. */
import { z } from "zod";
import { type Day, dayCount, lastOfMonth } from "../domain/day.ts";
import { counted, figure, listed, minutesOf, oneDecimal, percentOf } from "../domain/duration.ts";
import type { DailyReport, Reading } from "../domain/source.ts";
import { isWeekday, knownDays, sumUsage, usageTotals } from "../domain/usage.ts";
import { type ComparedSpans, type Span, spansOf, spanText, type Window } from "../domain/window.ts";
import { spanSchema } from "./answer.ts";
import { shownSums, shownTotals, sumFields, usageTotalsSchema } from "./usage-figures.ts";

const MOST_SPANS = 5;
/** Of the meetings of a usual weekday; below it is a holiday or an outage. */
const QUIET_SHARE = 0.2;

export const comparisonSchema = z.object({
  window: spanSchema,
  totals: usageTotalsSchema.optional(),
  current: spanSchema.extend(sumFields).optional().describe("The part compared, if not the whole window"),
  change: z
    .object({
      meetings: z.number(),
      meetings_percent: z.number().optional(),
      meeting_minutes: z.number(),
      meeting_minutes_percent: z.number().optional(),
      participants: z.number(),
      participants_percent: z.number().optional(),
    })
    .optional(),
});

export type Comparison = z.output<typeof comparisonSchema>;

export function compare(
  reading: Reading<DailyReport>,
  compared: ComparedSpans,
  window: Window,
  within: boolean,
): Comparison {
  const { previous, current } = compared;
  if (!within) return { window: previous };
  const before = knownDays(reading.value.days, previous, reading.unread).days;
  if (before.length < dayCount(previous.from, previous.to)) return { window: previous };
  const now = sumUsage(knownDays(reading.value.days, current).days);
  const then = usageTotals(before);
  const minutes = oneDecimal(minutesOf(now.seconds) - minutesOf(then.seconds));
  return {
    window: previous,
    totals: shownTotals(then),
    ...(current.to !== window.to && { current: { ...current, ...shownSums(now) } }),
    change: {
      meetings: now.meetings - then.meetings,
      ...(then.meetings > 0 && { meetings_percent: percentOf(now.meetings - then.meetings, then.meetings) }),
      meeting_minutes: minutes,
      ...(then.seconds > 0 && {
        meeting_minutes_percent: percentOf(now.seconds - then.seconds, then.seconds),
      }),
      participants: now.participants - then.participants,
      ...(then.participants > 0 && {
        participants_percent: percentOf(now.participants - then.participants, then.participants),
      }),
    },
  };
}

/** @param told `begins`: the first day of the report */
export function comparisonNotes(
  compared: ComparedSpans | undefined,
  comparison: Comparison | undefined,
  reading: Reading<DailyReport>,
  told: { readonly window: Window; readonly begins: Day; readonly complete: boolean },
): string[] {
  const { window, begins, complete } = told;
  if (!complete) return ["Nothing is compared while the answer is incomplete."];
  if (compared === undefined) return ["No day of the span is over, so there is nothing to compare yet."];
  const { current, previous } = compared;
  if (comparison?.change === undefined) {
    const why =
      previous.from < begins
        ? `begins before ${begins}, the first day of the report`
        : "is not reported completely";
    return [`There is no change: the span before (${spanText(previous)}) ${why}.`];
  }
  const days = [dayCount(current.from, current.to), dayCount(previous.from, previous.to)] as const;
  const partial =
    current.to === window.to
      ? []
      : [
          `The change compares the whole days ${spanText(current)} with ${spanText(previous)}; today is left out.`,
        ];
  const quiet = quietWeekdaysNotes(reading.value, compared);
  if (days[0] !== days[1]) return [...partial, ...quiet, `The spans have ${days[0]} and ${days[1]} days.`];
  const whole = previous.to === lastOfMonth(previous.to) && current.to === lastOfMonth(current.to);
  const uneven = !whole && window.days % 7 !== 0 && !partial.length;
  const unlike =
    days[0] === 1
      ? `${current.from} is compared with the day before, another weekday.`
      : `${counted(days[0], "day")} against the ${days[0]} before: not the same weekdays.`;
  return [...partial, ...quiet, ...(uneven ? [unlike] : [])];
}

/** Holidays in one of the spans look like growth or decline. */
function quietWeekdaysNotes({ days }: DailyReport, { current, previous }: ComparedSpans): string[] {
  const weekdaysOf = (span: Span) => knownDays(days, span).days.filter((row) => isWeekday(row.day));
  const [now, before] = [weekdaysOf(current), weekdaysOf(previous)];
  const usual = Math.max(...[now, before].map((rows) => sumUsage(rows).meetings / Math.max(1, rows.length)));
  return [["compared here", now] as const, ["of the span before", before] as const].flatMap(
    ([which, rows]) => {
      const quiet = spansOf(rows.filter((row) => row.meetings < usual * QUIET_SHARE).map((row) => row.day));
      if (quiet.length === 0) return [];
      const shown = listed(quiet.slice(0, MOST_SPANS).map(spanText));
      const more = quiet.length > MOST_SPANS ? " and on further days" : "";
      return [
        `Weekdays ${which} with hardly any meetings, on ${shown}${more}: the change comes from them, too.`,
      ];
    },
  );
}

/** Empty where there is no change to tell. */
export function changeText({ change, current, window }: Comparison): string {
  if (change === undefined) return "";
  const part = (name: string, amount: number, percent: number | undefined) => {
    if (amount === 0) return `no change in ${name}s`;
    const share = percent === undefined ? "" : ` (${amount > 0 ? "+" : "-"}${figure(Math.abs(percent))}%)`;
    return `${counted(Math.abs(amount), `${amount > 0 ? "more" : "fewer"} ${name}`)}${share}`;
  };
  // What is compared may be a part of what was told before.
  const whole =
    current === undefined
      ? ""
      : `The whole days ${spanText(current)} had ${counted(current.meetings, "meeting")}; against`;
  const parts = [
    part("meeting", change.meetings, change.meetings_percent),
    part("meeting minute", change.meeting_minutes, change.meeting_minutes_percent),
    part("participant", change.participants, change.participants_percent),
  ];
  return `${whole === "" ? "Against" : whole} ${spanText(window)}: ${parts.join(", ")}.`;
}
