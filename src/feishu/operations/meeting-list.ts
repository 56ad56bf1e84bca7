/** Meetings that took place or are taking place (meeting_list). */
import { z } from "zod";
import type { UnixSeconds } from "../../domain/day.ts";
import type { IdType, Meeting } from "../../domain/meeting.ts";
import type { MeetingsRequest } from "../../domain/source.ts";
import { NAME_CHARACTERS, plainText, TOPIC_CHARACTERS } from "../../domain/text.ts";
import { badField } from "../refusal.ts";
import type { Ask, Operation } from "./operation.ts";
import { durationOrNone, flag, moment, momentOrNone, pageFields, text, wholeNumber } from "./reply-fields.ts";

/** The most rows of a page; the least is 20. */
export const PAGE_SIZE = 100;
/** At most so far apart may the ends of a question be; that it reaches back so far is certain. */
export const REACH_SECONDS = 365 * 86_400;

const STATUSES = { ongoing: 1, ended: 2 } as const;
const ALL_TYPES = 1;
const SCREEN_SHARE = 3;

const row = z.object({
  // Feishu calls the nine-digit number an id.
  meeting_id: z.string().regex(/^\d{9}$/),
  meeting_instance_id: z.string().min(1).max(NAME_CHARACTERS),
  meeting_topic: text,
  meeting_type: wholeNumber,
  organizer: text,
  department: text,
  meeting_start_time: moment,
  meeting_end_time: momentOrNone,
  meeting_duration: durationOrNone,
  number_of_participants: wholeNumber,
  number_of_devices: wholeNumber,
  number_of_webinar_viewers: z
    .union([wholeNumber, z.literal("").transform(() => 0), z.null().transform(() => 0)])
    .default(0),
  audio: flag,
  video: flag,
  sharing: flag,
  telephone: flag,
  // These two are counted and filtered by, so that a missing one must not pass for a no.
  recording: z.boolean(),
  is_external: z.boolean(),
});

const reply = z.object({ meeting_list: z.array(row), ...pageFields });

export type MeetingListReply = z.output<typeof reply>;

export const meetingList: Operation<MeetingListReply> = {
  name: "meeting_list",
  gives: "the list of meetings",
  method: "GET",
  path: "/open-apis/vc/v1/meeting_list",
  identity: "user_or_tenant",
  scope: "vc:rooms.room.detailinfo:read",
  callsPerMinute: 100,
  repeatable: true,
  replyIn: "data",
  reply,
};

export function askMeetings(asked: {
  readonly start: UnixSeconds;
  readonly end: UnixSeconds;
  readonly status: MeetingsRequest["status"];
  readonly only?: MeetingsRequest["only"];
  readonly idType: IdType;
  readonly pageToken: string | undefined;
}): Ask<MeetingListReply> {
  return {
    operation: meetingList,
    query: {
      start_time: asked.start,
      end_time: asked.end,
      meeting_status: STATUSES[asked.status],
      ...filterOf(asked.only),
      meeting_type: ALL_TYPES,
      // Both are left out by default, and the counts would lack them.
      include_external_meetings: true,
      include_webinar: true,
      page_size: PAGE_SIZE,
      page_token: asked.pageToken,
      user_id_type: asked.idType,
    },
  };
}

/** @throws Problem `upstream` for a meeting that contradicts itself. */
export function toMeetings(
  data: MeetingListReply,
  status: MeetingsRequest["status"],
  now: UnixSeconds,
): Meeting[] {
  return data.meeting_list.map((meeting, index) => {
    const startedAt = meeting.meeting_start_time;
    const endedAt = status === "ended" ? meeting.meeting_end_time : undefined;
    const refuse = (field: string) => badField(meetingList, ["meeting_list", index, field]);
    if (status === "ended" && (endedAt === undefined || endedAt < startedAt))
      throw refuse("meeting_end_time");
    if (status === "ended" && meeting.meeting_duration === undefined) throw refuse("meeting_duration");
    return {
      number: meeting.meeting_id,
      instanceId: meeting.meeting_instance_id,
      topic: plainText(meeting.meeting_topic, TOPIC_CHARACTERS),
      organizer: plainText(meeting.organizer, NAME_CHARACTERS),
      department: plainText(meeting.department, NAME_CHARACTERS),
      startedAt,
      ...(endedAt !== undefined && { endedAt }),
      seconds: meeting.meeting_duration ?? Math.max(0, now - startedAt),
      participants: meeting.number_of_participants,
      devices: meeting.number_of_devices,
      kind: meeting.meeting_type === SCREEN_SHARE ? "screen_share" : "video",
      external: meeting.is_external,
      recorded: meeting.recording,
      used: {
        audio: meeting.audio,
        video: meeting.video,
        sharing: meeting.sharing,
        phone: meeting.telephone,
      },
      webinarViewers: meeting.number_of_webinar_viewers,
    };
  });
}

function filterOf(only: MeetingsRequest["only"]): Record<string, string> {
  if (only === undefined) return {};
  if ("number" in only) return { meeting_no: only.number };
  return "userId" in only ? { user_id: only.userId } : { room_id: only.roomId };
}
