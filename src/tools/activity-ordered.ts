/** The rows that were asked for, all of them in order, and who is first among them. */
import { type PersonSum, type Selection, sumDepartments, sumPeriods } from "../domain/activity.ts";
import type { PersonDays } from "../domain/person-days.ts";
import { detailsOfPeople } from "../domain/person-details.ts";
import { groupOf, personDetailPart } from "./activity-includes.ts";
import type { ActivityInput } from "./activity-input.ts";
import {
  type ActivityRow,
  departmentRow,
  orderDepartments,
  orderPeople,
  periodRow,
  personRow,
} from "./activity-rows.ts";
import { departmentLeaders, leaderText, personLeaders } from "./activity-summary.ts";
import type { Context } from "./tool.ts";

export interface OrderedRows {
  /** Made when they are shown: of 100,000 people a few dozen are. */
  readonly rows: readonly (() => ActivityRow)[];
  /** Who is first, in words. */
  readonly leaders: string;
}

export function rowsOf(
  input: ActivityInput,
  data: PersonDays,
  selection: Selection,
  everyone: readonly PersonSum[],
  context: Context,
): OrderedRows {
  const { group_by, order_by, order } = input;
  if (group_by === "none") return { rows: [], leaders: "" };
  if (group_by === "day" || group_by === "week") {
    return {
      rows: sumPeriods(data, selection, group_by).map((sum) => () => periodRow(sum, group_by)),
      leaders: "",
    };
  }
  if (group_by === "department") {
    const departments = orderDepartments(sumDepartments(everyone, input.department_level), {
      by: order_by,
      order,
    });
    const unit =
      order_by === "meetings"
        ? "attendances"
        : order_by === "minutes_per_person"
          ? "minutes per person"
          : "minutes";
    const leaders =
      order_by === "name" ? "" : leaderText(departmentLeaders(departments, order_by), unit, order);
    return { rows: departments.map((sum) => () => departmentRow(sum)), leaders };
  }
  const chosen = everyone.filter((person) => person.activated && isChosen(person, input.only));
  const people = orderPeople(chosen, { by: order_by, order });
  const unit =
    order_by === "meetings" ? "meetings" : order_by === "active_days" ? "days in meetings" : "minutes";
  const ranks = order_by !== "name" && input.only !== "without_meetings";
  const open = input.include.filter((name) => context.personal.has(groupOf(name)));
  const details = open.length === 0 ? undefined : detailsOfPeople(data, selection);
  const rows = people.map((person) => () => {
    const found = details?.get(person.person);
    return { ...personRow(person), ...(found && personDetailPart(found, open)) };
  });
  return { rows, leaders: ranks ? leaderText(personLeaders(people, order_by), unit, order) : "" };
}

function isChosen(person: PersonSum, only: ActivityInput["only"]): boolean {
  if (only === "all") return true;
  return only === "with_meetings" ? person.activeDays > 0 : person.activeDays === 0;
}
