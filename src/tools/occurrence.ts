/** From a meeting number and a day or instant to the one occurrence that is meant. */
import { z } from "zod";
import {
  addDays,
  addMonths,
  type Day,
  dayOf,
  isDay,
  isoInstant,
  parseInstant,
  startOfDay,
  type UnixSeconds,
} from "../domain/day.ts";
import { listed, minutesOf } from "../domain/duration.ts";
import type { IdType, Meeting } from "../domain/meeting.ts";
import { Problem } from "../domain/problem.ts";
import type { Reading } from "../domain/source.ts";
import {
  meetingsAt,
  meetingsOnDay,
  nearestStarts,
  newestMeeting,
  type Occurrences,
} from "../domain/which-meeting.ts";
import type { Span } from "../domain/window.ts";
import { day, instant, nineDigits } from "./args.ts";
import type { Context } from "./tool.ts";

/** Without a day the newest occurrence within so many days is meant; so far away nearest starts are sought. */
const NEAR_DAYS = 7;
const MOST_STARTS = 5;
const REACH_MONTHS = 12;

export const occurrenceArgs = {
  on: day("Day on which it started").optional(),
  started_at: instant("Its start. Neither: the newest within 7 days").optional(),
};

export interface AskedOccurrence {
  readonly meeting_number: string;
  readonly on?: string | undefined;
  readonly started_at?: string | undefined;
  readonly user_id_type: IdType;
  /** Reading a list on: the occurrence of a short while ago is meant. */
  readonly remembered: boolean;
}

/** The occurrence; absent while the meeting list was not read completely. */
export type FoundOccurrence = Omit<Reading<unknown>, "value"> & {
  readonly meeting?: Meeting;
  /** What else the question may have meant. */
  readonly notes: readonly string[];
};

/**
 * @throws Problem `input` if several occurrences fit (with their starts), `missing` if none does (with the
 * nearest starts).
 */
export async function findOccurrence(asked: AskedOccurrence, context: Context): Promise<FoundOccurrence> {
  const number = nineDigits(asked.meeting_number);
  const target = targetOf(asked, context);
  const reading = await meetingsOf(number, target.search, asked, context);
  if (reading.unread.length > 0) return { ...reading, notes: [] };
  const fitting = target.choose(reading.value);
  const [meeting, second] = fitting;
  if (meeting === undefined) throw await notFound(number, target, asked, context);
  if (second !== undefined) throw several(number, fitting, context);
  const isChosen = asked.on !== undefined || asked.started_at !== undefined;
  return { ...reading, meeting, notes: isChosen ? [] : othersOfDay(meeting, reading.value, context) };
}

/** Whoever gives a number alone may not know that it was used more than once on that day. */
function othersOfDay(newest: Meeting, all: Occurrences, { zone }: Context): string[] {
  const day = dayOf(newest.startedAt, zone);
  const others = meetingsOnDay(all, day, zone)
    .filter((meeting) => meeting.instanceId !== newest.instanceId)
    .map((meeting) => isoInstant(meeting.startedAt, zone).slice(0, 16))
    .toSorted();
  const [example] = others;
  if (example === undefined) return [];
  const shown = others.slice(-MOST_STARTS).map((start) => start.slice(11));
  const earlier = others.length > shown.length ? " and before" : "";
  return [
    `This is the newest of ${others.length + 1} on ${day}; the number was also used at ${listed(shown)}${earlier}: give started_at for those, such as ${example}.`,
  ];
}

interface Target {
  /** The days to look through. */
  readonly search: Span;
  readonly instant: UnixSeconds;
  /** In words, for a failure. */
  readonly when: string;
  choose(meetings: Occurrences): Occurrences;
}

function targetOf(asked: AskedOccurrence, { today, now, zone }: Context): Target {
  if (asked.on !== undefined && asked.started_at !== undefined) {
    throw new Problem(
      "input",
      "on and started_at exclude each other.",
      `Give the more exact one: {"started_at":"${asked.started_at}"}.`,
    );
  }
  if (asked.on === undefined && asked.started_at === undefined) {
    const search = { from: addDays(today, -NEAR_DAYS), to: today };
    return { search, instant: now, when: `within ${NEAR_DAYS} days`, choose: newestMeeting };
  }
  if (asked.on !== undefined) {
    const { on } = asked;
    if (!isDay(on))
      throw new Problem("input", `on is ${on}, a day that does not exist.`, `For example {"on":"${today}"}.`);
    const search = around(on, today);
    return {
      search,
      instant: startOfDay(on, zone),
      when: `on ${on}`,
      choose: (all) => meetingsOnDay(all, on, zone),
    };
  }
  const text = asked.started_at ?? "";
  const at = parseInstant(text, zone);
  if (at === undefined) {
    throw new Problem(
      "input",
      `started_at is no instant that exists.`,
      `For example {"started_at":"${today}T15:00"} (tenant zone ${zone}).`,
    );
  }
  const search = around(dayOf(at, zone), today);
  return { search, instant: at, when: `at ${isoInstant(at, zone)}`, choose: (all) => meetingsAt(all, at) };
}

/** The day with its neighbours: a meeting may run over midnight. */
function around(day: Day, today: Day): Span {
  if (day > today) {
    throw new Problem(
      "input",
      `${day} is after today (${today}): a scheduled meeting has no participants yet.`,
      "Ask once it has begun. Who is invited stands in the calendar, which this server does not read.",
    );
  }
  const earliest = addMonths(today, -REACH_MONTHS);
  if (day < earliest) {
    throw new Problem(
      "input",
      `Meetings are found for one year back, to ${earliest}; ${day} is before that.`,
      `For example {"on":"${addDays(today, -1)}"}.`,
    );
  }
  const next = addDays(day, 1);
  const before = addDays(day, -1);
  return { from: before < earliest ? earliest : before, to: next < today ? next : today };
}

/** Ended meetings of the number, and running ones where the days reach to now. */
async function meetingsOf(
  number: string,
  span: Span,
  asked: AskedOccurrence,
  context: Context,
): Promise<Reading<readonly Meeting[]>> {
  const { user_id_type: idType, remembered } = asked;
  const request = { ...span, only: { number }, idType, remembered };
  if (span.to < context.today)
    return context.source.meetings({ ...request, status: "ended" }, context.caller);
  // Running ones first: a meeting that ends in between is then in both lists, not in none.
  const ongoing = await context.source.meetings({ ...request, status: "ongoing" }, context.caller);
  if (ongoing.unread.length > 0) return ongoing;
  const ended = await context.source.meetings({ ...request, status: "ended" }, context.caller);
  const over = new Set(ended.value.map((meeting) => meeting.instanceId));
  return {
    ...ended,
    value: [...ended.value, ...ongoing.value.filter((meeting) => !over.has(meeting.instanceId))],
    donePages: ended.donePages + ongoing.donePages,
    readAt: Math.min(ended.readAt, ongoing.readAt),
  };
}

function several(number: string, meetings: Occurrences, { zone }: Context): Problem {
  const starts = meetings.map((meeting) => isoInstant(meeting.startedAt, zone)).toSorted();
  return new Problem(
    "input",
    `Meeting ${number} took place ${meetings.length} times then, starting at ${starts.slice(0, 10).join(", ")}.`,
    `Choose one with ${JSON.stringify({ meeting_number: number, started_at: starts[0] })}.`,
  );
}

async function notFound(
  number: string,
  target: Target,
  asked: AskedOccurrence,
  context: Context,
): Promise<Problem> {
  const { today, zone } = context;
  const earliest = addMonths(today, -REACH_MONTHS);
  const from = addDays(target.search.from, -NEAR_DAYS);
  const to = addDays(target.search.to, NEAR_DAYS);
  const wider = { from: from < earliest ? earliest : from, to: to < today ? to : today };
  const nearby = await meetingsOf(number, wider, asked, context);
  const starts = nearestStarts(nearby.value, target.instant, MOST_STARTS).map((start) =>
    isoInstant(start, zone),
  );
  const message = `No meeting ${number} that this identity may see was found ${target.when} (${zone}).`;
  if (starts.length > 0) {
    const nearest = starts.length < nearby.value.length ? "; these are the nearest times" : "";
    return new Problem(
      "missing",
      `${message} It took place on ${listed(starts.toSorted())}${nearest}.`,
      `For example ${JSON.stringify({ meeting_number: number, started_at: starts[0] })}.`,
    );
  }
  return new Problem(
    "missing",
    message,
    "A scheduled meeting has no participants yet. find_meetings finds the number and the times of a meeting by topic, organizer or day, up to a year back.",
  );
}

export const meetingPartSchema = z.object({
  number: z.string(),
  topic: z.string(),
  organizer: z.string().optional(),
  started_at: z.string(),
  ended_at: z.string().optional(),
  minutes: z.number(),
  ongoing: z.literal(true).optional(),
});

export function meetingPart(
  meeting: Meeting,
  now: UnixSeconds,
  zone: string,
): z.output<typeof meetingPartSchema> {
  const ended = meeting.endedAt;
  return {
    number: meeting.number,
    topic: meeting.topic,
    ...(meeting.organizer !== "" && { organizer: meeting.organizer }),
    started_at: isoInstant(meeting.startedAt, zone),
    ...(ended !== undefined && { ended_at: isoInstant(ended, zone) }),
    minutes: minutesOf((ended ?? now) - meeting.startedAt),
    ...(ended === undefined && { ongoing: true as const }),
  };
}
