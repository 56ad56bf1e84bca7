/** The rows that were asked for, in order, and who is first among them. */
import { type Selection, sumPeriods } from "../domain/activity.ts";
import { activatedPeople, type PeopleSums, personSum, sumDepartments } from "../domain/people-sums.ts";
import { detailsOfPeople } from "../domain/person-details.ts";
import { firstOf } from "../domain/ranking.ts";
import { groupOf, personDetailPart } from "./activity-includes.ts";
import type { ActivityInput } from "./activity-input.ts";
import {
  type ActivityRow,
  departmentRow,
  orderDepartments,
  peopleOrder,
  periodRow,
  personRow,
} from "./activity-rows.ts";
import { departmentLeaders, leaderText, personLeaders } from "./activity-summary.ts";
import type { Rows } from "./answer.ts";
import type { Context } from "./tool.ts";

export interface OrderedRows {
  readonly rows: Rows<ActivityRow>;
  /** Who is first, in words. */
  readonly leaders: string;
}

export function rowsOf(
  input: ActivityInput,
  selection: Selection,
  everyone: PeopleSums,
  context: Context,
): OrderedRows {
  const { group_by, order_by: by, order } = input;
  if (group_by === "none") return { rows: [], leaders: "" };
  if (group_by === "day" || group_by === "week") {
    const periods = sumPeriods(everyone.data, selection, group_by);
    return { rows: periods.map((sum) => () => periodRow(sum, group_by)), leaders: "" };
  }
  if (group_by === "department") {
    const departments = orderDepartments(sumDepartments(everyone, input.department_level), { by, order });
    const unit =
      by === "meetings" ? "attendances" : by === "minutes_per_person" ? "minutes per person" : "minutes";
    // Who is first in meetings is no answer to a question about those who were in none.
    const leaders =
      input.only === "without_meetings" ? "" : leaderText(departmentLeaders(departments, by), unit, order);
    return { rows: departments.map((sum) => () => departmentRow(sum)), leaders };
  }
  const people = activatedPeople(everyone, input.only);
  const unit = by === "meetings" ? "meetings" : by === "active_days" ? "days in meetings" : "minutes";
  const leaders =
    input.only === "without_meetings" ? undefined : personLeaders(everyone, people, { by, order });
  return {
    rows: peopleRows(input, selection, everyone, people, context),
    leaders: leaderText(leaders, unit, order),
  };
}

/** Ordered as far as they are shown: of 100,000 people that is a few dozen. */
function peopleRows(
  input: ActivityInput,
  selection: Selection,
  everyone: PeopleSums,
  people: Int32Array,
  context: Context,
): Rows<ActivityRow> {
  const open = input.include.filter((name) => context.personal.has(groupOf(name)));
  const details = open.length === 0 ? undefined : detailsOfPeople(everyone.data, selection);
  const compare = peopleOrder(everyone, { by: input.order_by, order: input.order });
  const rowOf = (person: number) => {
    const found = details?.get(person);
    return { ...personRow(personSum(everyone, person)), ...(found && personDetailPart(found, open)) };
  };
  return {
    length: people.length,
    slice: (from, to) =>
      firstOf(people, to, compare)
        .slice(from)
        .map((person) => () => rowOf(person)),
  };
}
