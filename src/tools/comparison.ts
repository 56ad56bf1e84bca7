/** A span of the report held against the one before it. */
import { z } from "zod";
import { dayCount, lastOfMonth } from "../domain/day.ts";
import { counted, figure, minutesOf, oneDecimal, percentOf } from "../domain/duration.ts";
import type { DailyReport, Reading } from "../domain/source.ts";
import { knownDays, sumUsage, usageTotals } from "../domain/usage.ts";
import { type ComparedSpans, spanText, type Window } from "../domain/window.ts";
import { spanSchema } from "./answer.ts";
import { shownSums, shownTotals, sumFields, usageTotalsSchema } from "./usage-figures.ts";

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

export function comparisonNotes(
  compared: ComparedSpans | undefined,
  comparison: Comparison | undefined,
  window: Window,
  earliest: string,
  complete: boolean,
): string[] {
  if (!complete) return ["Nothing is compared while the answer is incomplete."];
  if (compared === undefined) return ["No day of the span is over, so there is nothing to compare yet."];
  const { current, previous } = compared;
  if (comparison?.change === undefined) {
    const why =
      previous.from < earliest ? `before ${earliest}, where the report ends` : "not reported completely";
    return [`There is no change: the span before (${spanText(previous)}) is ${why}.`];
  }
  const days = [dayCount(current.from, current.to), dayCount(previous.from, previous.to)] as const;
  const partial =
    current.to === window.to
      ? []
      : [
          `The change compares the whole days ${spanText(current)} with ${spanText(previous)}; today is left out.`,
        ];
  if (days[0] !== days[1]) return [...partial, `The spans have ${days[0]} and ${days[1]} days.`];
  const whole = previous.to === lastOfMonth(previous.to) && current.to === lastOfMonth(current.to);
  const uneven = !whole && window.days % 7 !== 0 && !partial.length;
  return [
    ...partial,
    ...(uneven ? [`${counted(days[0], "day")} against the ${days[0]} before: not the same weekdays.`] : []),
  ];
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
