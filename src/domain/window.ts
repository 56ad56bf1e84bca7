/** From the span that was asked for to the days that are meant (surface.md, rule 2). */
import {
  addDays,
  addMonths,
  type Day,
  dayCount,
  firstOfMonth,
  firstOfQuarter,
  isDay,
  lastOfMonth,
  mondayOf,
} from "./day.ts";
import { Problem } from "./problem.ts";

export const PERIODS = [
  "today",
  "yesterday",
  "this_week",
  "last_week",
  "this_month",
  "last_month",
  "this_quarter",
  "last_quarter",
  "last_7_days",
  "last_14_days",
  "last_28_days",
  "last_30_days",
  "last_90_days",
] as const;

export type Period = (typeof PERIODS)[number];

export interface AskedSpan {
  readonly period?: Period | undefined;
  readonly from?: Day | undefined;
  readonly to?: Day | undefined;
}

/** Calendar days, both included. */
export interface Span {
  readonly from: Day;
  readonly to: Day;
}

export interface Window extends Span {
  readonly days: number;
  readonly period?: Period;
}

/**
 * The days that are meant. Running periods end today.
 * @throws Problem `input` for a span that contradicts itself, does not exist or reaches into the future.
 */
export function applySpan(asked: AskedSpan, today: Day): Window {
  if (asked.from === undefined && asked.to === undefined) {
    const period = asked.period ?? "last_7_days";
    return windowOf(daysOfPeriod(period, today), period);
  }
  if (asked.period !== undefined) {
    throw spanProblem("period stands beside from or to, but a span is one or the other.", today);
  }
  if (asked.from === undefined || asked.to === undefined) {
    const missing = asked.from === undefined ? "from" : "to";
    throw spanProblem(`A span of days needs both from and to: ${missing} is not given.`, today, asked);
  }
  for (const [name, day] of [["from", asked.from] as const, ["to", asked.to] as const]) {
    if (!isDay(day)) throw spanProblem(`${name} is ${day}, a day that does not exist.`, today);
  }
  if (asked.from > asked.to) {
    const turned = { from: asked.to, to: asked.from };
    throw spanProblem(`from (${asked.from}) is later than to (${asked.to}).`, today, turned);
  }
  if (asked.from > today) {
    throw new Problem(
      "input",
      `The span ${asked.from} to ${asked.to} is in the future: today is ${today}, and there are figures only for what took place.`,
      "Ask for days up to today. Planned meetings are in the calendar, which this server does not read.",
    );
  }
  if (asked.to > today) {
    throw new Problem(
      "input",
      `to (${asked.to}) is after today (${today}).`,
      `For example ${JSON.stringify({ from: asked.from, to: today })}. Planned meetings are in the calendar, which this server does not read.`,
    );
  }
  return windowOf({ from: asked.from, to: asked.to });
}

export function windowOf(span: Span, period?: Period): Window {
  return { ...span, days: dayCount(span.from, span.to), ...(period && { period }) };
}

/** @param given what of the question can stand in the example */
function spanProblem(message: string, today: Day, given: Omit<AskedSpan, "period"> = {}): Problem {
  const [from, to] = [given.from, given.to].map((day) =>
    day && isDay(day) && day <= today ? day : undefined,
  );
  const last = to ?? (from === today ? today : addDays(today, -1));
  const example = JSON.stringify({ from: from ?? addDays(last, -6), to: last });
  return new Problem("input", message, `For example ${example} or {"period":"last_week"}.`);
}

/** @param today may be an earlier day, for statistics that end earlier. */
export function daysOfPeriod(period: Period, today: Day): Span {
  switch (period) {
    case "today":
      return { from: today, to: today };
    case "yesterday":
      return { from: addDays(today, -1), to: addDays(today, -1) };
    case "this_week":
      return { from: mondayOf(today), to: today };
    case "last_week":
      return { from: addDays(mondayOf(today), -7), to: addDays(mondayOf(today), -1) };
    case "this_month":
      return { from: firstOfMonth(today), to: today };
    case "last_month":
      return monthsBefore(firstOfMonth(today), 1);
    case "this_quarter":
      return { from: firstOfQuarter(today), to: today };
    case "last_quarter":
      return monthsBefore(firstOfQuarter(today), 3);
    case "last_7_days":
      return daysBefore(today, 7);
    case "last_14_days":
      return daysBefore(today, 14);
    case "last_28_days":
      return daysBefore(today, 28);
    case "last_30_days":
      return daysBefore(today, 30);
    case "last_90_days":
      return daysBefore(today, 90);
  }
}

/** What a window is compared with: a part of it and the same part of the unit before. */
export interface ComparedSpans {
  /** The whole days of the window: today is left out. */
  readonly current: Span;
  readonly previous: Span;
}

/**
 * The same part of the previous unit: a month or quarter against the one before, any other span against as
 * many days before it.
 * @returns undefined if no day of the window is over.
 */
export function comparedSpans(window: Window, today: Day): ComparedSpans | undefined {
  const current = { from: window.from, to: window.to < today ? window.to : addDays(today, -1) };
  const days = dayCount(current.from, current.to);
  if (days < 1) return undefined;
  const months = monthsCovered(window);
  if (months === 0) {
    const from = addDays(window.from, -unitDays(window));
    return { current, previous: { from, to: addDays(from, days - 1) } };
  }
  const before = monthsBefore(window.from, months);
  // A whole unit is compared with a whole one, however long; a running one with as many first days.
  if (current.to === window.to && !isRunningUnit(window)) return { current, previous: before };
  const to = addDays(before.from, days - 1);
  return { current, previous: { from: before.from, to: to < before.to ? to : before.to } };
}

function unitDays(window: Window): number {
  return window.period === "this_week" ? 7 : window.days;
}

/** How many months the window's unit has: 1, 3, or 0 for a number of days. */
function monthsCovered(window: Window): 0 | 1 | 3 {
  if (window.period === "this_month" || window.period === "last_month") return 1;
  if (window.period === "this_quarter" || window.period === "last_quarter") return 3;
  // On the first of July last_30_days is June, but 30 days were asked for.
  if (window.period !== undefined) return 0;
  if (window.from !== firstOfMonth(window.from)) return 0;
  if (window.to === lastOfMonth(window.from)) return 1;
  const quarterEnd = lastOfMonth(addMonths(window.from, 2));
  return window.from === firstOfQuarter(window.from) && window.to === quarterEnd ? 3 : 0;
}

function isRunningUnit(window: Window): boolean {
  return window.period === "this_month" || window.period === "this_quarter";
}

function daysBefore(today: Day, days: number): Span {
  return { from: addDays(today, -days), to: addDays(today, -1) };
}

/** The whole months that end before a first day of a month. */
function monthsBefore(first: Day, months: number): Span {
  return { from: addMonths(first, -months), to: addDays(first, -1) };
}

/** Days in ascending order as the fewest spans. */
export function spansOf(days: readonly Day[]): Span[] {
  const spans: Span[] = [];
  for (const day of days) {
    const last = spans.at(-1);
    if (last !== undefined && addDays(last.to, 1) === day)
      spans[spans.length - 1] = { from: last.from, to: day };
    else spans.push({ from: day, to: day });
  }
  return spans;
}

/** `2026-11-18`, or `2026-11-14 to 2026-11-20`. */
export function spanText(span: Span): string {
  return span.from === span.to ? span.from : `${span.from} to ${span.to}`;
}
