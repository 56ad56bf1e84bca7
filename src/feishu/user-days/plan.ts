/** What of a question is known already, and in which windows the rest is asked for. */
import { type Day, daysOf, type UnixSeconds } from "../../domain/day.ts";
import type { UserDaysRequest } from "../../domain/source.ts";
import type { Span } from "../../domain/window.ts";
import type { KnownDay, KnownDetails, Subject } from "./day-memory.ts";
import { planWindows } from "./plan-windows.ts";

export interface Plan {
  /** How many days were asked for. */
  readonly asked: number;
  /** Known days, in order of time. */
  readonly days: readonly KnownDay[];
  readonly rows: number;
  /** Of exactly the known days; empty where they were not asked for. */
  readonly details: readonly KnownDetails[];
  /** What the known days took; absent where there are none. */
  readonly known?: { readonly pages: number; readonly readAt: UnixSeconds };
  /** In order of time; they do not overlap. */
  readonly windows: readonly Span[];
}

/** @param maxConcurrency how many windows are read side by side */
export function planOf(request: UserDaysRequest, subject: Subject, maxConcurrency: number): Plan {
  const asked = daysOf(request.from, request.to);
  const details = request.details ? apart(request, subject.details.toReversed()) : [];
  const isKnown = (day: Day) =>
    request.details ? details.some((known) => contains(known, day)) : subject.days.has(day);
  const missing = asked.filter((day) => !isKnown(day));
  const days = asked.filter(isKnown).flatMap((day) => subject.days.get(day) ?? []);
  const begun = apart(request, [...cutsOf(request, subject).values()].reverse().filter(isUseful));
  const rest = missing.filter((day) => !begun.some((cut) => contains(cut, day)));
  const isOnePerson = request.only !== undefined && "userId" in request.only;
  const rows = days.reduce((sum, { columns }) => sum + columns.member.length, 0);

  /** What lies beside meetings holds for all days of a window, so that none of them may be known. */
  function isUseful(cut: Span): boolean {
    const cutDays = daysOf(cut.from, cut.to);
    return request.details ? !cutDays.some(isKnown) : !cutDays.every(isKnown);
  }

  return {
    asked: asked.length,
    days,
    rows,
    details,
    ...(days.length > 0 && {
      known: {
        pages: Math.round(days.reduce((sum, { pages }) => sum + pages, 0)),
        readAt: Math.min(...days.map((day) => day.readAt)),
      },
    }),
    windows: [...begun, ...planWindows(rest, isOnePerson ? 1 : maxConcurrency)].sort(inOrder),
  };
}

/** The windows of such a question that are not read to their end. */
export function cutsOf(request: UserDaysRequest, subject: Subject): Map<string, Span> {
  return request.details ? subject.cuts.detailed : subject.cuts.plain;
}

export function inOrder(one: Span, other: Span): number {
  return one.from < other.from ? -1 : 1;
}

/** The first of the spans, as far as they lie inside and do not overlap. */
function apart<Kind extends Span>({ from, to }: Span, spans: readonly Kind[]): Kind[] {
  const chosen: Kind[] = [];
  for (const span of spans) {
    const isFree = chosen.every((other) => span.to < other.from || span.from > other.to);
    if (isFree && span.from >= from && span.to <= to) chosen.push(span);
  }
  return chosen;
}

function contains({ from, to }: Span, day: Day): boolean {
  return from <= day && day <= to;
}
