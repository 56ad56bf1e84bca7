/** What a reader of the user statistics needs to know of this answer, or of there being none. */
import { counted, listed } from "../domain/duration.ts";
import { countWithGaps, type PeopleSums } from "../domain/people-sums.ts";
import type { PersonDays } from "../domain/person-days.ts";
import { peopleNamedLike } from "../domain/person-names.ts";
import { Problem } from "../domain/problem.ts";
import { NAME_CHARACTERS, plainText } from "../domain/text.ts";
import { spansOf, spanText } from "../domain/window.ts";
import { groupOf, sumsShown } from "./activity-includes.ts";
import type { ActivityInput } from "./activity-input.ts";
import { closedGroupNotes } from "./personal.ts";
import type { Context } from "./tool.ts";

export function nobody(input: ActivityInput, data: PersonDays, context: Context): Problem {
  if (input.name !== undefined) {
    const candidates = peopleNamedLike(input.name, data);
    return new Problem(
      "missing",
      "Nobody of this name has rows in this span that this app may see.",
      candidates.length > 0
        ? "Take a name or id from candidates."
        : "Check the spelling, or leave name out and filter by department.",
      { candidates },
    );
  }
  return new Problem(
    "missing",
    `Feishu has no rows of ${input.user_id === undefined ? "anybody" : "this person"} in this span that this app may see (${context.source.statisticsZone}).`,
    "The app's data range (departments) may leave them out, or the days may be older than what Feishu keeps: that is no proof of no activity.",
  );
}

export function filterText(input: ActivityInput, path: string | undefined): string {
  const filters = [
    ...(path === undefined ? [] : [`in ${path}`]),
    ...(input.department_id === undefined ? [] : ["in the department of this id"]),
    ...(input.name === undefined ? [] : [`whose name contains "${plainText(input.name, NAME_CHARACTERS)}"`]),
    ...(input.data_region === undefined ? [] : [`in data region ${input.data_region}`]),
  ];
  return filters.length === 0 ? "" : ` ${filters.join(" ")}`;
}

export function activityNotes(
  input: ActivityInput,
  everyone: PeopleSums,
  withoutMeetings: number,
  context: Context,
): string[] {
  const { data, persons } = everyone;
  const partly = countWithGaps(everyone);
  const empty = data.days.filter((day) => day.member.length === 0).map((day) => day.day);
  const isPersonal =
    input.group_by === "user" ||
    sumsShown(input.include, persons.length, context.personal).length < input.include.length;
  const groups = isPersonal ? input.include.map(groupOf) : [];
  return [
    ...namesakeNotes(input, everyone),
    ...(input.user_id === undefined
      ? [
          `The app saw ${counted(data.departments.length, "department")}; its data range may be a part of the organisation.`,
        ]
      : []),
    ...(withoutMeetings > 0
      ? ["Time in meeting rooms is not counted: people who sat in a room may look idle."]
      : []),
    ...(partly > 0 && empty.length < data.days.length
      ? [
          `${counted(partly, "person has", "people have")} no row on some of the days (joined, left or moved).`,
        ]
      : []),
    ...(empty.length > 0
      ? [`Feishu gave no rows at all for ${listed(spansOf(empty).map(spanText))}: it may not keep them.`]
      : []),
    ...(input.only !== "all" && input.group_by !== "user" && input.group_by !== "none"
      ? [`only narrows rows of persons: these rows, of each ${input.group_by}, count everyone.`]
      : []),
    ...closedGroupNotes(input.include, groups, context.personal),
  ];
}

/** One name may be several people, whose figures belong to nobody in particular. */
function namesakeNotes({ name, group_by }: ActivityInput, { persons }: PeopleSums): string[] {
  if (name === undefined || persons.length < 2) return [];
  const where =
    group_by === "user" ? "user_id (in the rows)" : "user_id (with group_by user the rows have it)";
  return [
    `${counted(persons.length, "different person has", "different people have")} this in the name, and every sum is over all of them: for one of them ask with ${where}.`,
  ];
}
