import { z } from "zod";
import { type ActivitySum, type Selection, sumPeriods } from "../domain/activity.ts";
import { addDays, type Day } from "../domain/day.ts";
import { departmentNamed, isWithinDepartment } from "../domain/department.ts";
import { hoursOf, oneDecimal } from "../domain/duration.ts";
import { contains } from "../domain/meeting-list.ts";
import { type PeopleSums, personSum, populationOf, sumPeople, totalOf } from "../domain/people-sums.ts";
import type { PersonDays } from "../domain/person-days.ts";
import { detailsOfPeople, sumDetails } from "../domain/person-details.ts";
import { LATE_DAYS, type PublishedWindow, publishedWindow } from "../domain/published.ts";
import type { Reading, UserDaysRequest } from "../domain/source.ts";
import { type Span, spansOf } from "../domain/window.ts";
import { countFields, countsPart, sumsShown } from "./activity-includes.ts";
import { type ActivityInput, activityInput, USUAL_LIMIT } from "./activity-input.ts";
import { activityNotes, filterText, nobody } from "./activity-notes.ts";
import { rowsOf } from "./activity-ordered.ts";
import { activityRowSchema, periodRow } from "./activity-rows.ts";
import {
  coveredSummary,
  personSummary,
  populationSummary,
  unpublishedSummary,
  unreadSummary,
} from "./activity-summary.ts";
import {
  envelopeSchema,
  frame,
  idTypeField,
  type Missing,
  showRows,
  spanSchema,
  windowPart,
} from "./answer.ts";
import { oneOf } from "./args.ts";
import { type Context, defineTool } from "./tool.ts";

const totalsSchema = z.object({
  meetings_attended: z.number().describe("One meeting counts once for each person in it"),
  meeting_minutes: z.number(),
  meeting_hours: z.number(),
  ...countFields,
});

export const getUserMeetingStats = defineTool({
  name: "get_user_meeting_stats",
  title: "Meeting activity per person",
  description:
    "Meeting activity of each person, department, day or week, over any span: who meets most, how a department or one person does, " +
    "how many people met at all, who did not (only without_meetings). Figures count attendances, not distinct meetings. " +
    "Time in meeting rooms is not counted, so people who sat in a room may look idle. Days are Feishu's own and published the " +
    "next day at 09:30, so today is never there. For meetings held use get_meeting_report.",
  effect: "read",
  input: activityInput,
  output: envelopeSchema.extend({
    population: z
      .object({
        people: z.number(),
        with_meetings: z.number(),
        without_meetings: z.number(),
        not_activated: z.number(),
      })
      .optional(),
    totals: totalsSchema.optional(),
    covered_totals: totalsSchema.optional(),
    covered: z.array(spanSchema).optional(),
    averages: z
      .object({
        minutes_per_person: z.number().optional(),
        minutes_per_active_person: z.number().optional(),
      })
      .optional(),
    group_by: z.string(),
    id_type: idTypeField,
    rows: z.array(activityRowSchema),
    matched: z.number().optional(),
    shown: z.number().optional(),
    data_through: z.string().describe("Last published day"),
  }),
  async answer(input, context) {
    const published = publishedWindow(input, context.now, context.source.statisticsZone);
    const only = requestOnly(input);
    const { window, through } = published;
    const to = window.to <= through ? window.to : through;
    if (window.from > to) return unreadAnswer(input, published, nothingRead(context.now), context);
    const reading = await context.source.userDays(
      {
        from: window.from,
        to,
        ...(only && { only }),
        idType: input.user_id_type,
        ...(input.data_region !== undefined && { dataRegion: input.data_region }),
        details: input.include.length > 0,
      },
      context.caller,
    );
    const silent = silentDays(reading.value, only === undefined);
    const isRead = reading.unread.length === 0 && window.to <= through;
    const isSilent = silent.length === reading.value.days.length;
    // Where nobody has a row at all, the failure says so.
    if (isRead && (silent.length === 0 || isSilent)) return wholeAnswer(input, published, reading, context);
    return unreadAnswer(input, published, reading, context, silent);
  },
});

/** What goes upstream; everything else is chosen here. */
function requestOnly(input: ActivityInput): UserDaysRequest["only"] {
  oneOf({ department: input.department, department_id: input.department_id });
  const one = oneOf({ user_id: input.user_id, department_id: input.department_id });
  if (one === undefined) return undefined;
  if (one.name === "user_id") return { userId: one.value };
  return { departmentId: one.value, departmentIdType: input.department_id_type };
}

function nothingRead(now: number): Reading<PersonDays> {
  const value = { people: [], departments: [], members: [], days: [] };
  return { value, unread: [], readAt: now, donePages: 0 };
}

/**
 * Every account has a row on every day: a day on which nobody has one was not given, and is not zero. A person or a
 * department may not have been there yet, so that of them only a day without a later row counts (surface.md, rule 15).
 */
function silentDays({ days }: PersonDays, isEveryone: boolean): Day[] {
  const last = days.findLastIndex((day) => day.member.length > 0);
  return days
    .filter((day, position) => day.member.length === 0 && (isEveryone || position > last))
    .map((day) => day.day);
}

function whySilent(span: Span, through: Day, isEveryone: boolean): string {
  if (span.from > addDays(through, -LATE_DAYS)) return "Feishu has not reported it yet.";
  return isEveryone
    ? "Feishu gave no rows of anybody: it may not keep these days."
    : "Feishu has no rows there any more: the account or department may be gone.";
}

function common(input: ActivityInput, { window, through }: PublishedWindow, context: Context) {
  return {
    before: { window: windowPart(window, context.source.statisticsZone) },
    after: { group_by: input.group_by, id_type: input.user_id_type, data_through: through },
  };
}

function unreadAnswer(
  input: ActivityInput,
  published: PublishedWindow,
  reading: Reading<PersonDays>,
  context: Context,
  silent: readonly Day[] = [],
) {
  const { window, through } = published;
  const zone = context.source.statisticsZone;
  const isEveryone = requestOnly(input) === undefined;
  const notGiven: Missing[] = spansOf(silent).map((span) => ({
    ...span,
    why: whySilent(span, through, isEveryone),
  }));
  const unpublished: Missing[] =
    window.to <= through
      ? []
      : [
          {
            from: window.from > through ? window.from : addDays(through, 1),
            to: window.to,
            why: `Feishu publishes a day at 09:30 of the next (${zone}); the last one published is ${through}.`,
          },
        ];
  const base = frame(context, reading, published.notes, [...notGiven, ...unpublished]);
  const { before, after } = common(input, published, context);
  const summary =
    window.from > through
      ? unpublishedSummary(published, zone)
      : unreadSummary(window, zone, base.missing ?? []);
  const given = reading.value.days.filter((day) => !silent.includes(day.day));
  const data = { ...reading.value, days: given };
  const covered = spansOf(data.days.map((day) => day.day));
  // While parts are unread it is not sure which department a name means.
  const isUnsure = input.department !== undefined && reading.unread.length > 0;
  if (covered.length === 0 || isUnsure) return { summary, ...before, ...base, ...after, rows: [] };
  const path = pathOf(input, data);
  const selection = selectionOf(input, path);
  const everyone = sumPeople(data, selection);
  const sums = totalOf(everyone);
  const days = input.group_by === "day" ? sumPeriods(data, selection, "day") : [];
  return {
    summary: summary + coveredSummary(covered, filterText(input, path), sums),
    ...before,
    ...base,
    covered_totals: totalsOf(input, selection, everyone, sums, context),
    covered,
    ...after,
    rows: days.slice(input.skip, input.skip + input.limit).map((day) => periodRow(day, "day")),
  };
}

/** The department that is meant. @throws Problem as departmentNamed does. */
function pathOf({ department }: ActivityInput, data: PersonDays): string | undefined {
  if (department === undefined) return undefined;
  return departmentNamed(
    department,
    data.departments.map(({ path }) => path),
  );
}

function wholeAnswer(
  input: ActivityInput,
  published: PublishedWindow,
  reading: Reading<PersonDays>,
  context: Context,
) {
  const { window } = published;
  const data = reading.value;
  const zone = context.source.statisticsZone;
  const path = pathOf(input, data);
  const selection = selectionOf(input, path);
  const everyone = sumPeople(data, selection);
  if (everyone.persons.length === 0) throw nobody(input, data, context);
  const population = populationOf(everyone);
  const sums = totalOf(everyone);
  const rows = rowsOf(input, selection, everyone, context);
  const { before, after } = common(input, published, context);
  const facts = { window, zone, filters: filterText(input, path), population, sums };
  const isOne = everyone.persons.length === 1 && (input.user_id !== undefined || input.name !== undefined);
  const summary = isOne
    ? personSummary(personSum(everyone, everyone.persons[0] ?? 0), facts)
    : [populationSummary(facts, input.only === "without_meetings"), rows.leaders].filter(Boolean).join(" ");
  const head = {
    summary,
    ...before,
    ...frame(context, reading),
    population: {
      people: population.people,
      with_meetings: population.withMeetings,
      without_meetings: population.withoutMeetings,
      not_activated: population.notActivated,
    },
    totals: totalsOf(input, selection, everyone, sums, context),
    averages: {
      ...(population.people > 0 && { minutes_per_person: oneDecimal(sums.minutes / population.people) }),
      ...(population.withMeetings > 0 && {
        minutes_per_active_person: oneDecimal(sums.minutes / population.withMeetings),
      }),
    },
    ...after,
  };
  const notes = [...published.notes, ...activityNotes(input, everyone, population.withoutMeetings, context)];
  const page = { limit: input.limit, skip: input.skip, usualLimit: USUAL_LIMIT };
  const shown = showRows(rows.rows, page, { head, notes });
  return {
    ...head,
    ...(notes.length + shown.notes.length > 0 && { notes: [...notes, ...shown.notes] }),
    rows: shown.rows,
    ...(input.group_by !== "none" && { matched: rows.rows.length, shown: shown.rows.length }),
  };
}

function selectionOf(input: ActivityInput, path: string | undefined): Selection {
  return {
    department: path === undefined ? undefined : (row) => isWithinDepartment(row, path),
    person: input.name === undefined ? undefined : (name) => contains(name, input.name),
  };
}

function totalsOf(
  input: ActivityInput,
  selection: Selection,
  everyone: PeopleSums,
  sums: ActivitySum,
  context: Context,
) {
  const shown = sumsShown(input.include, everyone.persons.length, context.personal);
  return {
    meetings_attended: sums.meetings,
    meeting_minutes: sums.minutes,
    meeting_hours: hoursOf(sums.minutes * 60),
    ...(shown.length > 0 &&
      countsPart(sumDetails(detailsOfPeople(everyone.data, selection).values()), shown)),
  };
}
