import { z } from "zod";
import { addDays, addMonths, type Day, dayOf, isoInstant } from "../domain/day.ts";
import { hoursOf, minutesOf } from "../domain/duration.ts";
import type { Meeting } from "../domain/meeting.ts";
import { filterMeetings, orderMeetings, sumMeetings } from "../domain/meeting-list.ts";
import { Problem } from "../domain/problem.ts";
import type { MeetingsRequest } from "../domain/source.ts";
import { applySpan, type Span, spanText, type Window, windowOf } from "../domain/window.ts";
import {
  coveredSpans,
  envelopeSchema,
  frame,
  idTypeField,
  type Missing,
  showRows,
  spanSchema,
  usedPart,
  usedSchema,
  windowPart,
} from "./answer.ts";
import { idType, listPart, meetingNumber, nineDigits, oneOf, span } from "./args.ts";
import { meetingsSummary, nothingNotes, viewerNotes } from "./meetings-summary.ts";
import { roomIdArg, roomIdOf, userIdArg, userIdOf } from "./one-attendee.ts";
import { type Context, defineTool } from "./tool.ts";

const USUAL_LIMIT = 20;
/** Feishu's meeting list reaches one year back. */
const REACH_MONTHS = 12;

const totalsSchema = z.object({
  meetings: z.number(),
  meeting_minutes: z.number(),
  meeting_hours: z.number(),
  participants: z.number(),
  external_meetings: z.number(),
});
const meetingSchema = z.object({
  number: z.string(),
  topic: z.string(),
  organizer: z.string().optional(),
  department: z.string().optional(),
  started_at: z.string(),
  ended_at: z.string().optional(),
  minutes: z.number(),
  participants: z.number().describe("Rooms included, viewers of webinars not"),
  viewers: z.number().optional(),
  devices: z.number(),
  external: z.literal(true).optional(),
  recorded: z.literal(true).optional(),
  used: usedSchema.extend({ phone: z.literal(true).optional() }).optional(),
  kind: z.enum(["screen_share", "webinar"]).optional(),
  instance_id: z.string(),
});

const input = z.object({
  ...span,
  meeting_number: meetingNumber.optional(),
  user_id: userIdArg,
  room_id: roomIdArg,
  topic: z.string().optional().describe("A part of it; case, spaces, hyphens ignored"),
  organizer: z.string().optional().describe("Contained in the organizer's name"),
  kind: z.enum(["meetings", "all"]).default("meetings").describe("all: also local screen sharing"),
  external_only: z.boolean().default(false),
  recorded_only: z.boolean().default(false),
  min_participants: z.number().int().min(0).default(0),
  status: z.enum(["ended", "ongoing"]).default("ended"),
  order_by: z
    .enum(["start", "minutes", "participants"])
    .default("start")
    .describe("Newest, longest or largest first"),
  ...listPart(USUAL_LIMIT),
  ...idType,
});

type Input = z.output<typeof input>;

export const findMeetings = defineTool({
  name: "find_meetings",
  title: "Find meetings",
  description:
    "Which meetings took place, up to a year back: finds a meeting's number and times by topic, organizer, person or room, " +
    "and counts and lists meetings (limit 0: counts only). Meetings count on the day they started; status ongoing lists those " +
    "running now. Counts may differ a little from get_meeting_report, which is a statistic of its own. " +
    "Only meetings that this server's identity may see are found. For who was in one: list_meeting_participants.",
  effect: "read",
  input,
  output: envelopeSchema.extend({
    matched: z.number().optional(),
    shown: z.number().optional(),
    totals: totalsSchema.optional(),
    covered_totals: totalsSchema.optional(),
    covered: z.array(spanSchema).optional(),
    id_type: idTypeField,
    meetings: z.array(meetingSchema),
  }),
  async answer(input, context) {
    const window = spanOf(input, context);
    const earliest = addMonths(context.today, -REACH_MONTHS);
    if (window.to < earliest) throw outOfReach(window, earliest);
    const reached = { from: window.from < earliest ? earliest : window.from, to: window.to };
    const reading = await context.source.meetings(request(input, reached), context.caller);
    const base = frame(context, reading, [], beyondReach(window, earliest));
    const covered = coveredSpans(window, base.missing ?? []);
    const all = reading.value.filter(
      (meeting) => (input.kind === "all" || meeting.kind === "video") && isWithin(meeting, covered, context),
    );
    const matched = orderMeetings(filterMeetings(all, filterOf(input)), input.order_by);
    const sums = sumMeetings(matched);
    const totals = {
      meetings: sums.meetings,
      meeting_minutes: minutesOf(sums.seconds),
      meeting_hours: hoursOf(sums.seconds),
      participants: sums.participants,
      external_meetings: sums.external,
    };
    const figures = base.complete
      ? { totals }
      : { ...(covered.length > 0 && { covered_totals: totals }), covered };
    const head = {
      summary: meetingsSummary(input, {
        window,
        zone: context.zone,
        missing: base.missing ?? [],
        totals,
        all: all.length,
        matched,
      }),
      window: windowPart(window, context.zone),
      ...base,
      ...figures,
      id_type: input.user_id_type,
    };
    // An order by size ranks: it lists nobody until everything was read.
    const listable = base.complete || input.order_by === "start" ? matched : [];
    const rows = listable.map((meeting) => () => row(meeting, context));
    const { limit, skip } = input;
    const page = { limit, skip, usualLimit: USUAL_LIMIT, isComplete: base.complete };
    const shown = showRows(rows, page, head);
    const notes = [
      ...(base.notes ?? []),
      ...(base.complete && matched.length === 0 ? nothingNotes(input) : []),
      ...(window.to === context.today && input.status === "ended"
        ? ["Today is not over; meetings still running are only found with status ongoing."]
        : []),
      ...viewerNotes(input, all, matched),
      ...shown.notes,
    ];
    return {
      ...head,
      ...(base.complete && { matched: matched.length, shown: shown.rows.length }),
      meetings: shown.rows,
      ...(notes.length > 0 && { notes }),
    };
  },
});

/** Meetings that run now may have started a while ago: without a span they are looked for within 7 days. */
function spanOf(input: Input, context: Context): Window {
  const none = input.period === undefined && input.from === undefined && input.to === undefined;
  if (input.status === "ended" || !none) return applySpan(input, context.today);
  return windowOf({ from: addDays(context.today, -6), to: context.today });
}

function request(input: Input, span: Span): MeetingsRequest {
  const chosen = oneOf({
    meeting_number: input.meeting_number,
    user_id: input.user_id,
    room_id: input.room_id,
  });
  const only = chosen && onlyOf(chosen, input);
  return {
    ...span,
    status: input.status,
    idType: input.user_id_type,
    remembered: input.skip > 0,
    ...(only && { only }),
  };
}

function onlyOf(chosen: { name: string; value: string }, input: Input): MeetingsRequest["only"] {
  if (chosen.name === "meeting_number") return { number: nineDigits(chosen.value) };
  return chosen.name === "user_id"
    ? { userId: userIdOf(chosen.value, input.user_id_type) }
    : { roomId: roomIdOf(chosen.value) };
}

function isWithin(meeting: Meeting, spans: readonly Span[], context: Context): boolean {
  const day = dayOf(meeting.startedAt, context.zone);
  return spans.some((span) => span.from <= day && day <= span.to);
}

function filterOf(input: Input) {
  return {
    topic: input.topic,
    organizer: input.organizer,
    externalOnly: input.external_only,
    recordedOnly: input.recorded_only,
    minParticipants: input.min_participants,
  };
}

function outOfReach(span: Span, earliest: Day): Problem {
  return new Problem(
    "input",
    `Meetings are listed for one year back, to ${earliest}; ${spanText(span)} is before that.`,
    `Ask for days from ${earliest} on, for example ${JSON.stringify({ from: earliest, to: addDays(earliest, 30) })}.`,
  );
}

function beyondReach(window: Window, earliest: Day): Missing[] {
  if (window.from >= earliest) return [];
  return [
    { from: window.from, to: addDays(earliest, -1), why: `Feishu lists meetings back to ${earliest}.` },
  ];
}

function row(meeting: Meeting, context: Context): z.output<typeof meetingSchema> {
  const used = { ...usedPart(meeting.used), ...(meeting.used.phone && { phone: true as const }) };
  const special = meeting.kind === "screen_share" ? "screen_share" : meeting.webinarViewers > 0 && "webinar";
  return {
    number: meeting.number,
    topic: meeting.topic,
    ...(meeting.organizer !== "" && { organizer: meeting.organizer }),
    ...(meeting.department !== "" && { department: meeting.department }),
    started_at: isoInstant(meeting.startedAt, context.zone),
    ...(meeting.endedAt !== undefined && { ended_at: isoInstant(meeting.endedAt, context.zone) }),
    minutes: minutesOf(meeting.seconds),
    participants: meeting.participants,
    ...(meeting.webinarViewers > 0 && { viewers: meeting.webinarViewers }),
    devices: meeting.devices,
    ...(meeting.external && { external: true as const }),
    ...(meeting.recorded && { recorded: true as const }),
    ...(Object.keys(used).length > 0 && { used }),
    ...(special && { kind: special }),
    instance_id: meeting.instanceId,
  };
}
