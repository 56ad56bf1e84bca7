/** Who was in one meeting (participant_list). */
import { z } from "zod";
import type { UnixSeconds } from "../../domain/day.ts";
import type { Participation, PersonalGroup, WebinarRole } from "../../domain/meeting.ts";
import type { ParticipationsRequest } from "../../domain/source.ts";
import { NAME_CHARACTERS, plainText } from "../../domain/text.ts";
import { badField } from "../refusal.ts";
import type { Ask, Operation } from "./operation.ts";
import { personalFields, personalGroups } from "./participant-personal.ts";
import {
  durationOrNone,
  flag,
  IDENTIFIER_CHARACTERS,
  moment,
  momentOrNone,
  nameOf,
  pageFields,
  text,
  textOrNone,
} from "./reply-fields.ts";

/** The most rows of a page; the least is 20. */
export const PAGE_SIZE = 100;

const ONGOING = 1;
const ENDED = 2;
const ROLES: Readonly<Record<WebinarRole, string>> = { panelist: "0", audience: "3" };
const RESPONSES: Readonly<Record<number, Participation["response"]>> = {
  1: "accepted",
  2: "declined",
  3: "tentative",
  4: "none",
};

const row = z.object({
  participant_name: text,
  department: text,
  user_id: text,
  meeting_room_id: text,
  // Counted, so that a missing one must not pass for a no.
  is_external: z.boolean(),
  join_time: moment,
  leave_time: momentOrNone,
  time_in_meeting: durationOrNone,
  leave_reason: text,
  accept_status: z.number().int().nullish(),
  webinar_user_role: z.union([z.string(), z.number().transform(String)]).nullish(),
  audio: flag,
  video: flag,
  sharing: flag,
  ...personalFields,
});

const reply = z.object({ participants: z.array(row), ...pageFields });

export type ParticipantListReply = z.output<typeof reply>;
type Row = z.output<typeof row>;

export const participantList: Operation<ParticipantListReply> = {
  name: "participant_list",
  gives: "the participant list",
  method: "GET",
  path: "/open-apis/vc/v1/participant_list",
  identity: "user_or_tenant",
  scope: "vc:rooms.room.detailinfo:read",
  callsPerMinute: 100,
  repeatable: true,
  replyIn: "data",
  reply,
};

/** @param now stands for the end of a meeting that is running. */
export function askParticipants(
  asked: Omit<ParticipationsRequest, "webinarRoles" | "remembered">,
  now: UnixSeconds,
  role: WebinarRole | undefined,
  pageToken: string | undefined,
): Ask<ParticipantListReply> {
  const { only } = asked;
  return {
    operation: participantList,
    query: {
      meeting_start_time: asked.startedAt,
      meeting_end_time: asked.endedAt ?? now,
      meeting_status: asked.endedAt === undefined ? ONGOING : ENDED,
      meeting_no: asked.number,
      user_id: only !== undefined && "userId" in only ? only.userId : undefined,
      room_id: only !== undefined && "roomId" in only ? only.roomId : undefined,
      webinar_user_role: role && ROLES[role],
      page_size: PAGE_SIZE,
      page_token: pageToken,
      user_id_type: asked.idType,
    },
  };
}

/**
 * Without the rows that state another webinar role than the one asked for.
 * @throws Problem `upstream` for a row that contradicts itself.
 */
export function toParticipations(
  data: ParticipantListReply,
  asked: {
    readonly role: WebinarRole | undefined;
    readonly now: UnixSeconds;
    readonly personal: ReadonlySet<PersonalGroup>;
  },
): Participation[] {
  const rows = data.participants.map((person, index) => ({
    role: person.webinar_user_role,
    participation: toParticipation(person, index, asked),
  }));
  const { role } = asked;
  return rows
    .filter((one) => role === undefined || !one.role || one.role === ROLES[role])
    .map((one) => one.participation);
}

function toParticipation(
  person: Row,
  index: number,
  asked: Parameters<typeof toParticipations>[1],
): Participation {
  const { join_time: joinedAt, leave_time: leftAt } = person;
  const refuse = (field: string) => badField(participantList, ["participants", index, field]);
  if (leftAt !== undefined && leftAt < joinedAt) throw refuse("leave_time");
  if (leftAt !== undefined && person.time_in_meeting === undefined) throw refuse("time_in_meeting");
  const userId = textOrNone(person.user_id, IDENTIFIER_CHARACTERS);
  const roomId = textOrNone(person.meeting_room_id, IDENTIFIER_CHARACTERS);
  const leaveReason = textOrNone(person.leave_reason);
  const response = RESPONSES[person.accept_status ?? 0];
  return {
    name: nameOf(person.participant_name, asked.personal),
    department: plainText(person.department, NAME_CHARACTERS),
    ...(userId !== undefined && { userId }),
    ...(roomId !== undefined && { roomId }),
    external: person.is_external,
    joinedAt,
    ...(leftAt !== undefined && { leftAt }),
    seconds: person.time_in_meeting ?? Math.max(0, asked.now - joinedAt),
    ...(leaveReason !== undefined && { leaveReason }),
    ...(response !== undefined && { response }),
    ...(asked.role !== undefined && { webinarRole: asked.role }),
    used: { audio: person.audio, video: person.video, sharing: person.sharing },
    ...personalGroups(person, asked.personal),
  };
}
