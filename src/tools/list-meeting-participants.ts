import { z } from "zod";
import {
  type AttendanceCounts,
  type Attendee,
  attendees,
  commonLeaveReason,
  countAttendance,
  isAskedFor,
  orderAttendees,
} from "../domain/attendance.ts";
import { isoInstant } from "../domain/day.ts";
import { counted, listed, minutesOf, percentOf } from "../domain/duration.ts";
import type { Meeting, Participation } from "../domain/meeting.ts";
import { contains } from "../domain/meeting-list.ts";
import { roomsIn, roomsNamed } from "../domain/named-room.ts";
import { nearestNames } from "../domain/person-names.ts";
import { Problem } from "../domain/problem.ts";
import { frame, idTypeField, readingSchema, showRows, usedPart, usedSchema } from "./answer.ts";
import { idType, instant, listPart, meetingNumber, oneOf } from "./args.ts";
import { rulesOf, rulesSchema } from "./attendance-rules.ts";
import { attendanceSummary } from "./attendance-summary.ts";
import { findOccurrence, meetingPart, meetingPartSchema, occurrenceArgs } from "./occurrence.ts";
import { attendeeOf, isRoomId, userIdArg } from "./one-attendee.ts";
import { closedGroupNotes, PARTICIPANT_GROUPS, personalFields, personalPart } from "./personal.ts";
import { type Context, defineTool } from "./tool.ts";

const USUAL_LIMIT = 20;
const MOST_CANDIDATES = 20;

const input = z.object({
  meeting_number: meetingNumber,
  ...occurrenceArgs,
  expected_start: instant("What was scheduled (Feishu does not tell)").optional(),
  expected_end: instant("What was scheduled").optional(),
  only: z.enum(["all", "late", "left_early", "external", "rejoined"]).default("all"),
  late_after_minutes: z.number().int().min(0).max(1440).default(5),
  early_before_minutes: z.number().int().min(0).max(1440).default(5),
  name: z.string().optional().describe("Contained in the name, any case"),
  user_id: userIdArg,
  room_id: z.string().optional().describe("omm_… or the room's name"),
  include: z
    .array(z.enum(PARTICIPANT_GROUPS))
    .default([])
    .describe("Personal fields, if the operator allows"),
  webinar_role: z.enum(["panelist", "audience"]).optional().describe("Default both"),
  order_by: z.enum(["joined", "minutes", "name"]).default("joined"),
  ...listPart(USUAL_LIMIT),
  ...idType,
});

const personSchema = z.object({
  name: z.string(),
  department: z.string().optional(),
  id: z.string().optional(),
  kind: z.enum(["person", "room", "unidentified"]),
  external: z.literal(true).optional(),
  joined_at: z.string(),
  left_at: z.string().optional(),
  minutes: z.number(),
  share_percent: z.number().optional(),
  away_minutes: z.number().optional(),
  late_by_minutes: z.number().optional(),
  left_early_by_minutes: z.number().optional(),
  rows: z.number().optional(),
  devices: z.number().optional(),
  leave_reason: z.string().optional(),
  response: z.enum(["accepted", "declined", "tentative", "none"]).optional(),
  used: usedSchema.optional(),
  webinar_role: z.enum(["panelist", "audience"]).optional(),
  ...personalFields,
});

const countsSchema = z.object({
  people: z.number(),
  rooms: z.number(),
  external: z.number(),
  late: z.number(),
  left_early: z.number().optional(),
  rejoined: z.number(),
  rows: z.number(),
  responses: z.object({
    accepted: z.number(),
    declined: z.number(),
    tentative: z.number(),
    none: z.number(),
  }),
});

type Input = z.output<typeof input>;
type Counts = z.output<typeof countsSchema>;

export const listMeetingParticipants = defineTool({
  name: "list_meeting_participants",
  title: "Meeting participants",
  description:
    "Who was in one meeting, from when to when and for how long, who came late, left early, came back or came from outside. " +
    "A recurring meeting keeps its number: say on or started_at. Counts are over everyone, whatever is listed; " +
    "how many people sat in a meeting room is not known. Personal fields come only where the operator opened them. " +
    "find_meetings finds the number; export_meeting_participants makes a file.",
  effect: "read",
  input,
  output: readingSchema.extend({
    meeting: meetingPartSchema.optional(),
    counts: countsSchema.optional(),
    rules: rulesSchema.optional(),
    id_type: idTypeField,
    people: z.array(personSchema).optional(),
    matched: z.number().optional(),
    shown: z.number().optional(),
  }),
  async answer(input, context) {
    const { roomName, only } = chosenOf(input);
    const found = await findOccurrence({ ...input, remembered: input.skip > 0 }, context);
    const { meeting } = found;
    const closed = closedGroupNotes(input.include, input.include, context.personal);
    if (meeting === undefined) return unread({ ...found, value: undefined }, closed, input, context);
    const judged = rulesOf(input, meeting, context.zone);
    const reading = await context.source.participations(
      {
        number: meeting.number,
        startedAt: meeting.startedAt,
        ...(meeting.endedAt !== undefined && { endedAt: meeting.endedAt }),
        ...(input.webinar_role !== undefined && { webinarRoles: [input.webinar_role] }),
        ...(input.webinar_role === undefined &&
          meeting.webinarViewers > 0 && { webinarRoles: ["panelist", "audience"] as const }),
        ...(only && { only }),
        idType: input.user_id_type,
        remembered: input.skip > 0,
      },
      context.caller,
    );
    const shownMeeting = { meeting: meetingPart(meeting, reading.readAt, context.zone) };
    if (reading.unread.length > 0) return { ...unread(reading, closed, input, context), ...shownMeeting };
    const rows = roomName === undefined ? reading.value : rowsOfRoom(reading.value, roomName, meeting.number);
    const everyone = attendees(rows, judged.rules, reading.readAt);
    const matched = orderAttendees(everyone, input.order_by).filter(
      (attendee) => isAskedFor(attendee, input.only) && contains(attendee.name, input.name),
    );
    const counts = shownCounts(countAttendance(everyone), rows.length, judged.rules.end !== undefined);
    const head = {
      summary: attendanceSummary(input, { meeting, everyone, matched, counts, zone: context.zone }),
      ...frame(context, reading, [
        ...found.notes,
        ...closed,
        ...judged.notes,
        ...notesOf(input, everyone, meeting),
      ]),
      ...shownMeeting,
      counts,
      rules: judged.shown,
      id_type: input.user_id_type,
    };
    const common = commonLeaveReason(everyone);
    const length = (meeting.endedAt ?? reading.readAt) - meeting.startedAt;
    const makers = matched.map((attendee) => () => person(attendee, length, common, input, context));
    const shown = showRows(makers, { limit: input.limit, skip: input.skip, usualLimit: USUAL_LIMIT }, head);
    const notes = [...(head.notes ?? []), ...shown.notes];
    return {
      ...head,
      ...(notes.length > 0 && { notes }),
      matched: matched.length,
      shown: shown.rows.length,
      people: shown.rows,
    };
  },
});

/** A name is not filtered by upstream: everyone is read, and the room is found among them. */
function chosenOf(input: Input) {
  oneOf({ user_id: input.user_id, room_id: input.room_id });
  return input.room_id === undefined || isRoomId(input.room_id)
    ? { only: attendeeOf(input) }
    : { roomName: input.room_id };
}

/** @throws Problem with the rooms as candidates: `missing` if none has the name, `input` if several have. */
function rowsOfRoom(rows: readonly Participation[], name: string, number: string): readonly Participation[] {
  const rooms = roomsIn(rows);
  const [room, second] = roomsNamed(rooms, name);
  if (room !== undefined && second === undefined) return rows.filter((row) => row.roomId === room.id);
  const candidates = room === undefined ? rooms : roomsNamed(rooms, name);
  throw new Problem(
    room === undefined ? "missing" : "input",
    `${room === undefined ? "No meeting room" : "More than one meeting room"} with this name was in meeting ${number} then.`,
    candidates.length === 0
      ? "No meeting room took part at all; leave room_id out to see who did."
      : "Give room_id as the id of one of the candidates, which are the rooms that took part.",
    { ...(candidates.length > 0 && { candidates: candidates.slice(0, MOST_CANDIDATES) }) },
  );
}

function unread(
  reading: Parameters<typeof frame>[1],
  notes: readonly string[],
  input: Input,
  context: Context,
) {
  const base = frame(context, reading, notes);
  const summary = `The participants of meeting ${input.meeting_number.slice(0, 20)} were not read completely, so nobody is counted or listed. ${base.missing?.[0]?.why ?? ""}`;
  return { summary: summary.trim(), ...base, id_type: input.user_id_type };
}

function shownCounts(counts: AttendanceCounts, rows: number, hasEnd: boolean): Counts {
  const { leftEarly, ...same } = counts;
  return { ...same, ...(hasEnd && { left_early: leftEarly }), rows, responses: { ...counts.responses } };
}

function person(
  attendee: Attendee,
  length: number,
  commonReason: string | undefined,
  input: Input,
  { zone }: Context,
): z.output<typeof personSchema> {
  const { leftAt, lateBySeconds, leftEarlyBySeconds, leaveReason } = attendee;
  const used = usedPart(attendee.used);
  return {
    name: attendee.name,
    ...(attendee.department !== "" && { department: attendee.department }),
    ...(attendee.id !== undefined && { id: attendee.id }),
    kind: attendee.kind,
    ...(attendee.external && { external: true as const }),
    joined_at: isoInstant(attendee.joinedAt, zone),
    ...(leftAt !== undefined && { left_at: isoInstant(leftAt, zone) }),
    minutes: minutesOf(attendee.seconds),
    ...(length > 0 && { share_percent: percentOf(attendee.seconds, length) }),
    ...(attendee.awaySeconds > 0 && { away_minutes: minutesOf(attendee.awaySeconds) }),
    ...(lateBySeconds !== undefined && { late_by_minutes: minutesOf(lateBySeconds) }),
    ...(leftEarlyBySeconds !== undefined && { left_early_by_minutes: minutesOf(leftEarlyBySeconds) }),
    rows: attendee.rows,
    ...(attendee.devices > 1 && { devices: attendee.devices }),
    ...(leaveReason !== undefined && leaveReason !== commonReason && { leave_reason: leaveReason }),
    ...(attendee.response !== undefined && { response: attendee.response }),
    ...(Object.keys(used).length > 0 && { used }),
    ...(attendee.webinarRole !== undefined && { webinar_role: attendee.webinarRole }),
    ...personalPart(attendee, input.include),
  };
}

function notesOf(input: Input, everyone: readonly Attendee[], meeting: Meeting): string[] {
  const unidentified = everyone.filter((attendee) => attendee.kind === "unidentified").length;
  const filter = input.user_id !== undefined ? "user_id" : input.room_id !== undefined && "room_id";
  return [
    ...(filter ? [`Counts are of this ${filter} only, not of the whole meeting.`] : []),
    ...(input.webinar_role === undefined
      ? []
      : [`Counts are of the ${input.webinar_role} of the webinar only.`]),
    ...(unidentified > 0
      ? [
          `${counted(unidentified, "participant")} without an id (guests by link, telephone or SIP callers: Feishu does not tell which): each row stands for itself, so someone who came back counts again.`,
        ]
      : []),
    ...similarNotes(input, everyone),
    ...(meeting.endedAt === undefined ? ["The meeting is running: figures are those so far."] : []),
  ];
}

/** An outsider's name stands in a row or nowhere. */
function similarNotes(input: Input, everyone: readonly Attendee[]): string[] {
  const { name } = input;
  if (name === undefined || everyone.some((attendee) => contains(attendee.name, name))) return [];
  const own = everyone.filter((attendee) => attendee.kind === "person" && !attendee.external);
  const names = [...new Set(own.map((attendee) => attendee.name))];
  const similar = nearestNames(
    name,
    names.map((one) => ({ name: one })),
  ).map((one) => one.name);
  return similar.length === 0 ? [] : [`Names in this meeting that come near: ${listed(similar)}.`];
}
