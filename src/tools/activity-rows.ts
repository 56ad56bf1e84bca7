/** Rows of the user statistics: persons, departments, days or weeks. */

import { z } from "zod";
import type { PeriodSum } from "../domain/activity.ts";
import { lastPart } from "../domain/department.ts";
import { hoursOf, oneDecimal, percentOf } from "../domain/duration.ts";
import type { DepartmentSum, PeopleSums, PersonSum } from "../domain/people-sums.ts";
import { compareText } from "../domain/ranking.ts";
import { personDetailFields } from "./activity-includes.ts";

const text = z.string().optional();
const number = z.number().optional();

export const activityRowSchema = z.object({
  id: text,
  name: text,
  department: text,
  path: text,
  date: text,
  from: text,
  to: text,
  people: number,
  with_meetings: number,
  with_meetings_percent: number,
  people_with_meetings: number,
  meetings: z.number(),
  minutes: z.number(),
  hours: number,
  minutes_per_person: number,
  active_days: number,
  days: number.describe("Days with data"),
  ...personDetailFields,
});

export type ActivityRow = z.output<typeof activityRowSchema>;

export interface ActivityOrder {
  readonly by: "minutes" | "meetings" | "active_days" | "minutes_per_person" | "name";
  readonly order: "desc" | "asc";
}

/** What people are ranked by, by their position; undefined where they are ordered by name. */
export function figuresOf(sums: PeopleSums, by: ActivityOrder["by"]) {
  if (by === "name") return undefined;
  if (by === "meetings") return sums.meetings;
  return by === "active_days" ? sums.activeDays : sums.minutes;
}

/** Compares two people by their positions. */
export function peopleOrder(sums: PeopleSums, { by, order }: ActivityOrder) {
  const { people } = sums.data;
  const figures = figuresOf(sums, by);
  const byName = (a: number, b: number) =>
    compareText(people[a]?.name ?? "", people[b]?.name ?? "") ||
    compareText(people[a]?.id ?? "", people[b]?.id ?? "");
  return inOrder(figures && ((person: number) => figures[person] ?? 0), byName, order);
}

export function orderDepartments(
  departments: readonly DepartmentSum[],
  { by, order }: ActivityOrder,
): DepartmentSum[] {
  const figure = (sum: DepartmentSum) => {
    if (by === "meetings") return sum.meetings;
    return by === "minutes_per_person" ? sum.minutesPerPerson : sum.minutes;
  };
  const paths = (a: DepartmentSum, b: DepartmentSum) => compareText(a.path, b.path);
  return departments.toSorted(inOrder(by === "name" ? undefined : figure, paths, order));
}

/** By the figure in the order asked for, else by the text; ties always by the text, so that the order is stable. */
function inOrder<T>(
  figure: ((row: T) => number) | undefined,
  byText: (a: T, b: T) => number,
  order: "desc" | "asc",
): (a: T, b: T) => number {
  const sign = order === "asc" ? 1 : -1;
  if (figure === undefined) return (a, b) => sign * byText(a, b);
  return (a, b) => sign * (figure(a) - figure(b)) || byText(a, b);
}

export function personRow(sum: PersonSum): ActivityRow {
  return {
    id: sum.id,
    name: sum.name,
    ...(sum.department !== "" && { department: sum.department }),
    meetings: sum.meetings,
    minutes: sum.minutes,
    hours: hoursOf(sum.minutes * 60),
    active_days: sum.activeDays,
    days: sum.days,
  };
}

export function departmentRow(sum: DepartmentSum): ActivityRow {
  return {
    department: lastPart(sum.path),
    path: sum.path,
    people: sum.people,
    with_meetings: sum.withMeetings,
    with_meetings_percent: percentOf(sum.withMeetings, sum.people),
    meetings: sum.meetings,
    minutes: sum.minutes,
    minutes_per_person: oneDecimal(sum.minutesPerPerson),
  };
}

export function periodRow(sum: PeriodSum, by: "day" | "week"): ActivityRow {
  return {
    ...(by === "day" ? { date: sum.from } : { from: sum.from, to: sum.to }),
    people_with_meetings: sum.peopleWithMeetings,
    meetings: sum.meetings,
    minutes: sum.minutes,
  };
}
