import { z } from "zod";
import { addDays, type Day } from "../domain/day.ts";
import { counted, figure, hoursOf, listed } from "../domain/duration.ts";
import type { TopUser } from "../domain/meeting.ts";
import { Problem } from "../domain/problem.ts";
import { ranked } from "../domain/ranking.ts";
import type { Reading, TopUsers } from "../domain/source.ts";
import { REPORT_REACH_DAYS } from "../domain/usage.ts";
import { applySpan, spanText, type Window } from "../domain/window.ts";
import { envelopeSchema, frame, idTypeField, incompleteText, showRows, windowPart } from "./answer.ts";
import { dataRegion, idType, limitOf, span } from "./args.ts";
import { type Context, defineTool } from "./tool.ts";

const USUAL_LIMIT = 10;
/** Feishu lists at most so many, of all kinds together. */
const LONGEST_LIST = 100;
/** Minutes per meeting outside of this make the unit doubtful: another page of Feishu's says seconds. */
const PLAUSIBLE_MINUTES = { least: 1, most: 600 };

const rowSchema = z.object({
  rank: z.number(),
  id: z.string().optional(),
  name: z.string(),
  kind: z.enum(["person", "room", "phone", "other"]),
  meetings: z.number(),
  minutes: z.number(),
  hours: z.number(),
});

const input = z.object({
  ...span,
  order_by: z.enum(["minutes", "meetings"]).default("minutes"),
  kind: z.enum(["people", "rooms", "phone", "all"]).default("people"),
  ...limitOf(1, USUAL_LIMIT),
  ...idType,
  ...dataRegion,
});

type Input = z.output<typeof input>;
type RankedUser = TopUser & { readonly rank: number };

export const getTopMeetingUsers = defineTool({
  name: "get_top_meeting_users",
  title: "Top meeting users",
  description:
    "Who spends the most time in meetings, or is in the most of them: people, or meeting rooms, or phone callers, with ties. " +
    "Reaches back 90 days, and ranks within Feishu's 100 busiest of all kinds. Rooms are devices, not people. " +
    "get_user_meeting_stats is another statistic of Feishu's, rounded apart, so small differences are normal; " +
    "use it for everyone, one person, departments, idle people and older days.",
  effect: "read",
  input,
  output: envelopeSchema.extend({
    order_by: z.string(),
    kind: z.string(),
    id_type: idTypeField,
    rows: z.array(rowSchema),
    matched: z.number().optional(),
    shown: z.number().optional(),
  }),
  async answer(input, context) {
    const window = applySpan(input, context.today);
    const earliest = addDays(context.today, -REPORT_REACH_DAYS);
    if (window.to < earliest) throw outOfReach(window, earliest);
    const isReached = window.from >= earliest;
    const reading = isReached ? await read(input, window, context) : unread(input, context);
    const { users, idType } = reading.value;
    const beyond = {
      from: window.from,
      to: addDays(earliest, -1),
      why: `Feishu's top list begins on ${earliest}, and lists of parts cannot be put together: ask with ${JSON.stringify({ from: earliest, to: window.to })}, or use get_user_meeting_stats, which reaches further back.`,
    };
    const base = frame(context, reading, [], isReached ? [] : [beyond]);
    // The list cannot be put together from parts: a span that is known in part ranks nobody.
    const chosen = base.complete ? users.filter((user) => isOfKind(user, input.kind)) : [];
    const figureOf = (user: TopUser) => (input.order_by === "minutes" ? user.minutes : user.meetings);
    const rows: RankedUser[] = ranked(chosen.toSorted(byNameAndId), figureOf);
    const head = {
      summary: summary(input, window, context.zone, rows, base.missing ?? []),
      window: windowPart(window, context.zone),
      ...base,
      order_by: input.order_by,
      kind: input.kind,
      id_type: idType,
    };
    const page = { limit: input.limit, skip: 0, usualLimit: USUAL_LIMIT };
    const shown = showRows(
      rows.map((user) => () => row(user)),
      page,
      head,
    ).rows;
    const notes = base.complete
      ? [
          ...cutTieNotes(rows, shown.length),
          ...notesOf(input, reading.value, users.map(figureOf), window, context),
        ]
      : [];
    return {
      ...head,
      ...(notes.length > 0 && { notes }),
      rows: shown,
      ...(base.complete && { matched: rows.length, shown: shown.length }),
    };
  },
});

function read(input: Input, { from, to }: Window, context: Context): Promise<Reading<TopUsers>> {
  const region = input.data_region === undefined ? {} : { dataRegion: input.data_region };
  const request = { from, to, orderBy: input.order_by, idType: input.user_id_type, ...region };
  return context.source.topUsers(request, context.caller);
}

/** The list of a part of the span could not be used. */
function unread(input: Input, { now }: Context): Reading<TopUsers> {
  return { value: { users: [], idType: input.user_id_type }, unread: [], readAt: now, donePages: 0 };
}

function outOfReach(window: Window, earliest: Day): Problem {
  return new Problem(
    "input",
    `Feishu's top list begins on ${earliest}; ${spanText(window)} is before that.`,
    `Use get_user_meeting_stats with ${JSON.stringify({ from: window.from, to: window.to })}: it reaches further back.`,
  );
}

function isOfKind(user: TopUser, kind: Input["kind"]): boolean {
  if (kind === "all") return true;
  if (kind === "people") return user.kind === "person";
  return user.kind === (kind === "rooms" ? "room" : "phone");
}

function byNameAndId(a: TopUser, b: TopUser): number {
  const key = (user: TopUser) => `${user.name} ${user.id ?? ""}`;
  return key(a) < key(b) ? -1 : 1;
}

function row(user: RankedUser): z.output<typeof rowSchema> {
  return {
    rank: user.rank,
    ...(user.id !== undefined && { id: user.id }),
    name: user.name,
    kind: user.kind,
    meetings: user.meetings,
    minutes: user.minutes,
    hours: hoursOf(user.minutes * 60),
  };
}

/** A list that ends among equals looks as if the others had less. */
function cutTieNotes(rows: readonly RankedUser[], shown: number): string[] {
  const last = rows[shown - 1];
  const left = rows.slice(shown).filter((user) => user.rank === last?.rank).length;
  if (last === undefined || left === 0) return [];
  return [
    `${left} more ${left === 1 ? "shares" : "share"} rank ${last.rank} with the last one shown: a larger limit shows ${left === 1 ? "it" : "them"}.`,
  ];
}

function notesOf(
  input: Input,
  { users, idType }: TopUsers,
  figures: readonly number[],
  window: Window,
  context: Context,
): string[] {
  const meetings = users.reduce((sum, user) => sum + user.meetings, 0);
  const minutes = users.reduce((sum, user) => sum + user.minutes, 0);
  const perMeeting = meetings === 0 ? PLAUSIBLE_MINUTES.least : minutes / meetings;
  const doubtful = perMeeting < PLAUSIBLE_MINUTES.least || perMeeting > PLAUSIBLE_MINUTES.most;
  const unit = input.order_by === "minutes" ? "minutes" : "meetings";
  return [
    ...(users.length >= LONGEST_LIST
      ? [
          `Feishu's list ends at its ${LONGEST_LIST}th entry, of all kinds, with ${figure(Math.min(...figures))} ${unit}: nobody above that is missing, whoever is below is not counted.`,
        ]
      : []),
    ...(doubtful
      ? [
          `On average ${counted(perMeeting, "minute")} per meeting: the unit of these minutes is doubtful, do not act on them.`,
        ]
      : []),
    ...(idType === input.user_id_type
      ? []
      : [
          `Feishu cannot give ${input.user_id_type} where meeting rooms are in the list (122359): the ids are ${idType}.`,
        ]),
    ...(window.to === context.today ? ["Today is not over: its figures are those so far."] : []),
  ];
}

function summary(
  input: Input,
  window: Window,
  zone: string,
  rows: readonly RankedUser[],
  missing: Parameters<typeof incompleteText>[0],
): string {
  const region = input.data_region === undefined ? "" : `, data region ${input.data_region}`;
  const when = `${window.days === 1 ? "on" : "from"} ${spanText(window)} (${zone}${region})`;
  if (missing.length > 0) return `Top list ${when}: ${incompleteText(missing)}`;
  const who = {
    people: "people",
    rooms: "meeting rooms",
    phone: "phone callers",
    all: "entries of all kinds",
  }[input.kind];
  const [first] = rows;
  if (first === undefined) return `Feishu's top list has no ${who} ${when}.`;
  const leaders = rows.filter((user) => user.rank === 1);
  const amount =
    input.order_by === "minutes"
      ? `${counted(first.minutes, "minute")} (${counted(hoursOf(first.minutes * 60), "hour")})`
      : counted(first.meetings, "meeting");
  const other =
    input.order_by === "minutes"
      ? ` in ${counted(first.meetings, "meeting")}`
      : ` and ${counted(first.minutes, "minute")}`;
  const names = leaders.map(named);
  const lead =
    leaders.length === 1
      ? `${names[0]} is first with ${amount}${other}`
      : `${leaders.length > 5 ? `${leaders.length} ${who}` : listed(names)} share first place with ${amount} each`;
  const next = rows.find((user) => user.rank > 1);
  const second =
    next === undefined
      ? ""
      : `, then ${named(next)} with ${input.order_by === "minutes" ? counted(next.minutes, "minute") : counted(next.meetings, "meeting")}`;
  return `Of ${who} ${when}, by ${input.order_by === "minutes" ? "time in meetings" : "number of meetings"}: ${lead}${second}.`;
}

/** An outsider's name, or a caller's number, stays out of the summary. */
function named(user: TopUser): string {
  if (user.kind === "person" || user.kind === "room") return user.name;
  return user.kind === "phone" ? "a phone caller" : "a guest";
}
