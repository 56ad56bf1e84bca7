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
import { dayOf, isoInstant, type UnixSeconds } from "../domain/day.ts";
import { counted, minutesOf, percentOf } from "../domain/duration.ts";
import type { Meeting } from "../domain/meeting.ts";
import { contains } from "../domain/meeting-list.ts";
import { frame, idTypeField, readingSchema, showRows, usedPart, usedSchema } from "./answer.ts";
import { idType, instant, listPart, meetingNumber, oneOf } from "./args.ts";
import { rulesOf, rulesSchema } from "./attendance-rules.ts";
import { findOccurrence, meetingPart, meetingPartSchema, occurrenceArgs } from "./occurrence.ts";
import { closedGroupNotes, PARTICIPANT_GROUPS, personalFields, personalPart } from "./personal.ts";
import { type Context, defineTool } from "./tool.ts";

const USUAL_LIMIT = 20;

const input = z.object({
  meeting_number: meetingNumber,
  ...occurrenceArgs,
  expected_start: instant("What was scheduled (Feishu does not tell)").optional(),
  expected_end: instant("What was scheduled").optional(),
  only: z.enum(["all", "late", "left_early", "external", "rejoined"]).default("all"),
  late_after_minutes: z.number().int().min(0).max(1440).default(5),
  early_before_minutes: z.number().int().min(0).max(1440).default(5),
  name: z.string().optional().describe("Contained in the name, any case"),
  user_id: z.string().optional(),
  room_id: z.string().optional(),
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
    const one = oneOf({ user_id: input.user_id, room_id: input.room_id });
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
        ...(one && { only: one.name === "user_id" ? { userId: one.value } : { roomId: one.value } }),
        idType: input.user_id_type,
        remembered: input.skip > 0,
      },
      context.caller,
    );
    const shownMeeting = { meeting: meetingPart(meeting, reading.readAt, context.zone) };
    if (reading.unread.length > 0) return { ...unread(reading, closed, input, context), ...shownMeeting };
    const everyone = attendees(reading.value, judged.rules, reading.readAt);
    const matched = orderAttendees(everyone, input.order_by).filter(
      (attendee) => isAskedFor(attendee, input.only) && contains(attendee.name, input.name),
    );
    const counted = countAttendance(everyone);
    const counts = shownCounts(counted, reading.value.length, judged.rules.end !== undefined);
    const head = {
      summary: summary(input, meeting, matched, counts, everyone, context),
      ...frame(context, reading, [...closed, ...judged.notes, ...notesOf(input, everyone, meeting)]),
      ...shownMeeting,
      counts,
      rules: judged.shown,
      id_type: input.user_id_type,
    };
    const common = commonLeaveReason(everyone);
    const length = (meeting.endedAt ?? reading.readAt) - meeting.startedAt;
    const rows = matched.map((attendee) => () => person(attendee, length, common, input, context));
    const shown = showRows(rows, { limit: input.limit, skip: input.skip, usualLimit: USUAL_LIMIT }, head);
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
          `${counted(unidentified, "participant")} without an id: each row stands for itself, so someone who came back counts again.`,
        ]
      : []),
    ...(meeting.endedAt === undefined ? ["The meeting is running: figures are those so far."] : []),
  ];
}

function summary(
  input: Input,
  meeting: Meeting,
  matched: readonly Attendee[],
  counts: Counts,
  everyone: readonly Attendee[],
  { zone }: Context,
): string {
  const time = (instant: UnixSeconds) => isoInstant(instant, zone).slice(11, 16);
  const until = meeting.endedAt === undefined ? "still running" : `to ${time(meeting.endedAt)}`;
  const title = `Meeting ${meeting.number} on ${dayOf(meeting.startedAt, zone)} (${time(meeting.startedAt)} ${until}, ${zone})`;
  const rooms = counts.rooms > 0 ? ` and ${counted(counts.rooms, "room")}` : "";
  const one =
    matched.length === 1 && (input.name !== undefined || input.user_id !== undefined)
      ? matched[0]
      : undefined;
  if (one !== undefined) {
    const who = one.external || one.kind === "unidentified" ? "the guest" : one.name;
    const left = one.leftAt === undefined ? "and is still there" : `to ${time(one.leftAt)}`;
    return `${title}: ${who} was in it for ${counted(minutesOf(one.seconds), "minute")}, from ${time(one.joinedAt)} ${left}.`;
  }
  const late =
    input.expected_start === undefined ? "after its actual start (the scheduled one is unknown)" : "late";
  const early =
    counts.left_early === undefined
      ? ""
      : `, ${counts.left_early} left more than ${input.early_before_minutes} minutes early`;
  const all = `${title}: ${counted(counts.people, "person", "people")}${rooms}; ${counts.late} came more than ${input.late_after_minutes} minutes ${late}${early}, ${counts.rejoined} came back, ${counts.external} from outside.`;
  return [
    all,
    filterText(input, matched.length, counts.people),
    input.only === "all" ? longestText(everyone) : "",
  ]
    .filter(Boolean)
    .join(" ");
}

function filterText(input: Input, matched: number, people: number): string {
  const filters = [
    ...(input.only === "all" ? [] : [input.only.replace("_", " ")]),
    ...(input.name === undefined ? [] : ["with the name asked for"]),
  ];
  return filters.length === 0
    ? ""
    : `${matched} of ${counted(people, "person", "people")} match: ${filters.join(", ")}.`;
}

/** The longest stay of a person; an outsider's name stays out of the summary. */
function longestText(everyone: readonly Attendee[]): string {
  const people = everyone.filter((attendee) => attendee.kind !== "room");
  const longest = Math.max(...people.map((attendee) => attendee.seconds));
  const stayed = people.filter((attendee) => attendee.seconds === longest);
  if (stayed.length === 0) return "";
  const isGuest = (attendee: Attendee) => attendee.external || attendee.kind === "unidentified";
  const guests = stayed.filter(isGuest).length;
  const names = stayed.filter((attendee) => !isGuest(attendee)).map((attendee) => attendee.name);
  if (guests > 0) names.push(guests === 1 ? "a guest" : `${guests} guests`);
  const who = stayed.length > 2 ? `${stayed.length} people share it` : names.join(" and ");
  return `Longest stay: ${counted(minutesOf(longest), "minute")} (${who}).`;
}
