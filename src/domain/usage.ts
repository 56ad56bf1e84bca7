/** Days of meeting usage: which are known, what they add up to, how that changed. */
import {
  addDays,
  type Day,
  dayCount,
  daysOf,
  firstOfMonth,
  instantAt,
  lastOfMonth,
  mondayOf,
  type UnixSeconds,
  weekdayOf,
  type Zone,
} from "./day.ts";
import type { DailyUsage } from "./meeting.ts";
import { extremes } from "./ranking.ts";
import { type Span, spansOf } from "./window.ts";

/**
 * Feishu's reports (get_daily, get_top_user) serve starts within the last 90 days: 89 days ago is certain, 90 days ago
 * is tried.
 */
export const REPORT_REACH_DAYS = 90;

export interface KnownDays {
  /** A row for every day that is known, zeros included, in order of time. */
  readonly days: readonly DailyUsage[];
  /** Days of the span that Feishu has not reported yet. */
  readonly unreported: readonly Span[];
}

/**
 * A day without a row is zero only if the same reply has a later one; else it is not reported yet
 * (surface.md, rule 15).
 * @param unread days that the reply does not speak of: neither known nor unreported.
 */
export function knownDays(
  reported: readonly DailyUsage[],
  span: Span,
  unread: readonly Span[] = [],
): KnownDays {
  const byDay = new Map(reported.map((row) => [row.day, row]));
  const last = reported.at(-1)?.day ?? "";
  const days: DailyUsage[] = [];
  const unreported: Day[] = [];
  for (const day of daysOf(span.from, span.to)) {
    if (unread.some((gap) => gap.from <= day && day <= gap.to)) continue;
    const row = byDay.get(day);
    if (row !== undefined) days.push(row);
    else if (day < last) days.push({ day, meetings: 0, seconds: 0, participants: 0 });
    else unreported.push(day);
  }
  return { days, unreported: spansOf(unreported) };
}

/** Whether Feishu's figures of a day can no longer change: from 09:30 of the next day in its zone. */
export function isFinal(day: Day, now: UnixSeconds, statisticsZone: Zone): boolean {
  return now >= instantAt(addDays(day, 1), "09:30", statisticsZone);
}

export function isWeekday(day: Day): boolean {
  return weekdayOf(day) <= 5;
}

export interface UsageSum {
  readonly meetings: number;
  readonly seconds: number;
  readonly participants: number;
}

export function sumUsage(days: readonly UsageSum[]): UsageSum {
  return {
    meetings: days.reduce((sum, day) => sum + day.meetings, 0),
    seconds: days.reduce((sum, day) => sum + day.seconds, 0),
    participants: days.reduce((sum, day) => sum + day.participants, 0),
  };
}

/** What a number of days add up to, and their averages; an average over nothing is absent. */
export interface UsageTotals extends UsageSum {
  readonly secondsPerMeeting?: number;
  readonly participantsPerMeeting?: number;
  readonly meetingsPerDay: number;
  /** Meetings held from Monday to Friday, per such day. */
  readonly meetingsPerWeekday?: number;
}

export function usageTotals(days: readonly DailyUsage[]): UsageTotals {
  const sum = sumUsage(days);
  const weekdays = days.filter((row) => isWeekday(row.day));
  return {
    ...sum,
    meetingsPerDay: sum.meetings / days.length,
    ...(sum.meetings > 0 && {
      secondsPerMeeting: sum.seconds / sum.meetings,
      participantsPerMeeting: sum.participants / sum.meetings,
    }),
    ...(weekdays.length > 0 && { meetingsPerWeekday: sumUsage(weekdays).meetings / weekdays.length }),
  };
}

export type Grouping = "day" | "week" | "month" | "weekday" | "day_type";

/** Days that are shown as one row. */
export interface DayGroup {
  /** The first day for weeks and months, `1`…`7` for weekdays, `weekday` or `weekend`. */
  readonly key: string;
  readonly days: readonly DailyUsage[];
  /** A week or month of which the span holds only a part: it cannot be ranked among whole ones. */
  readonly cut: boolean;
  readonly totals: UsageTotals;
  /** Holds today, which is not over: it may be the busiest, but not the quietest. */
  readonly running: boolean;
}

/** Groups in order of time, or of the week. */
export function groupDays(days: readonly DailyUsage[], by: Grouping, today: Day): DayGroup[] {
  const groups = new Map<string, DailyUsage[]>();
  for (const row of days) {
    const key = groupKey(row.day, by);
    groups.set(key, [...(groups.get(key) ?? []), row]);
  }
  return [...groups]
    .map(([key, members]) => ({
      key,
      days: members,
      totals: usageTotals(members),
      cut: members.length < unitLength(key, by),
      running: members.some((row) => row.day === today),
    }))
    .toSorted((a, b) => (a.key < b.key ? -1 : 1));
}

function groupKey(day: Day, by: Grouping): string {
  switch (by) {
    case "day":
      return day;
    case "week":
      return mondayOf(day);
    case "month":
      return firstOfMonth(day);
    case "weekday":
      return String(weekdayOf(day));
    case "day_type":
      return isWeekday(day) ? "weekday" : "weekend";
  }
}

function unitLength(key: string, by: Grouping): number {
  if (by === "week") return 7;
  return by === "month" ? dayCount(key, lastOfMonth(key)) : 1;
}

/**
 * The groups with the most and the fewest meetings per day, among those that had any. Weeks and months of
 * which only a part is known rank nowhere, a day that is not over is no quietest one.
 */
export function busiestAndQuietest(groups: readonly DayGroup[]): { busiest: Extremes; quietest: Extremes } {
  const held = groups.filter((group) => !group.cut && group.totals.meetings > 0);
  const over = held.filter((group) => !group.running);
  const perDay = (group: DayGroup) => group.totals.meetingsPerDay;
  return { busiest: extremes(held, perDay, "largest"), quietest: extremes(over, perDay, "smallest") };
}

type Extremes = { readonly rows: readonly DayGroup[]; readonly tied: number };
