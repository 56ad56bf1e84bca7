/** vc/v1/participant_list: who was in one meeting, found by its number and its own times. */

import { dayAt } from "./calendar.ts";
import {
  type Call,
  idType,
  integer,
  knownPerson,
  meetingNumber,
  optional,
  pageOf,
  requiredSeconds,
} from "./call.ts";
import { isOf, participantRow } from "./participant-row.ts";
import { Refusal, type Reply, success } from "./reply.ts";
import type { Meeting, Tenant } from "./tenant.ts";

/** How far from now the end of a running meeting may be given. */
const NOW_SECONDS = 300;

export function listParticipants(call: Call): Reply {
  const start = requiredSeconds(call, "meeting_start_time");
  const end = requiredSeconds(call, "meeting_end_time");
  const number = meetingNumber(optional(call, "meeting_no"));
  const status = integer(call, "meeting_status", 1, 3) ?? 2;
  if (start < 0 || (start > call.now && status !== 3)) throw new Refusal(126005);
  if (end < start || end - start > 86_400) throw new Refusal(126006);
  const user = optional(call, "user_id");
  const room = optional(call, "room_id");
  if (user !== undefined && room !== undefined) throw new Refusal(126007);
  const size = integer(call, "page_size", 20, 100) ?? 20;
  const role = optional(call, "webinar_user_role") ?? "0";
  if (role !== "0" && role !== "3") throw new Refusal(121003);
  const type = idType(optional(call, "user_id_type"));
  if (user !== undefined) knownPerson(call.tenant, user, type);
  const only = user ?? room;
  const meeting = findMeeting(call.tenant, { number, start, end, status }, call.now);
  const rows =
    meeting === undefined
      ? []
      : call.tenant
          .participations(meeting, call.now)
          .filter(
            (row) =>
              (row.role === undefined || (row.role === "panelist") === (role === "0")) &&
              (only === undefined || isOf(call.tenant, row, only, type)),
          );
  const page = pageOf(call, {
    size,
    rows: rows.length,
    oneShortIn: 3,
    code: 121003,
  });
  return success({
    participants: rows.slice(page.start, page.end).map((row) => participantRow(call.tenant, row, type)),
    ...(page.next === undefined ? {} : { page_token: page.next }),
    has_more: page.next !== undefined,
  });
}

export interface MeetingKey {
  readonly number: string;
  readonly start: number;
  readonly end: number;
  readonly status: number;
}

/**
 * Both times must be the meeting's own, to the second; a running meeting's end is now.
 * @returns undefined for a scheduled meeting: it exists, but nobody has been there.
 * @throws Refusal 126009
 */
export function findMeeting(
  tenant: Tenant,
  { number, start, end, status }: MeetingKey,
  now: number,
): Meeting | undefined {
  const day = dayAt(start);
  if (status === 3) {
    const planned = tenant.plannedOn(day, now);
    if (planned.some((one) => one.number === number && one.start === start && one.end === end))
      return undefined;
    throw new Refusal(126009);
  }
  const meeting = tenant
    .meetingsOn(day, now)
    .find(
      (one) =>
        one.number === number &&
        one.start === start &&
        (status === 2 ? one.end === end : one.end === undefined && Math.abs(end - now) <= NOW_SECONDS),
    );
  if (meeting === undefined) throw new Refusal(126009);
  return meeting;
}
