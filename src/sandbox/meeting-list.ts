/** vc/v1/meeting_list: which meetings took place, take place or are planned. */

import { dayAt, durationText, instantOn, zonedText } from "./calendar.ts";
import {
  type Call,
  flag,
  idType,
  integer,
  knownPerson,
  meetingNumber,
  optional,
  pageOf,
  requiredSeconds,
} from "./call.ts";
import type { PlannedMeeting } from "./habits.ts";
import type { JsonObject } from "./json.ts";
import { accountOf } from "./participant-row.ts";
import { Refusal, type Reply, success } from "./reply.ts";
import type { Meeting } from "./tenant.ts";

const YEAR_SECONDS = 366 * 86_400;
const MONTH_SECONDS = 31 * 86_400;

export function listMeetings(call: Call): Reply {
  const start = requiredSeconds(call, "start_time");
  const end = requiredSeconds(call, "end_time");
  if (end < start || end - start > YEAR_SECONDS || end > call.now + MONTH_SECONDS) throw new Refusal(126006);
  const status = integer(call, "meeting_status", 1, 3) ?? 2;
  const size = integer(call, "page_size", 20, 100) ?? 20;
  const type = idType(optional(call, "user_id_type"));
  const matches = filterOf(call);
  const rows =
    status === 3
      ? plannedRows(call, start, end, matches)
      : heldMeetings(call, start, end, status)
          .filter(matches.held)
          .map((meeting) => row(call, meeting, type));
  const page = pageOf(call, {
    size,
    rows: rows.length,
    oneShortIn: 4,
    code: 121003,
  });
  return success({
    meeting_list: rows.slice(page.start, page.end),
    ...(page.next === undefined ? {} : { page_token: page.next }),
    has_more: page.next !== undefined,
  });
}

interface Filter {
  readonly held: (meeting: Meeting) => boolean;
  readonly planned: (meeting: PlannedMeeting) => boolean;
}

function filterOf(call: Call): Filter {
  const number = optional(call, "meeting_no");
  const user = optional(call, "user_id");
  const room = optional(call, "room_id");
  if ([number, user, room].filter((one) => one !== undefined).length > 1) throw new Refusal(126008);
  if (number !== undefined) meetingNumber(number);
  const kind = integer(call, "meeting_type", 1, 3) ?? 1;
  const external = flag(call, "include_external_meetings");
  const webinars = flag(call, "include_webinar");
  const type = idType(optional(call, "user_id_type"));
  const person = user === undefined ? undefined : knownPerson(call.tenant, user, type);
  const place = person === undefined ? undefined : call.tenant.placeOf(person);
  const known = call.tenant.rooms.find((one) => one.roomId === room);
  const roomPlace = known === undefined ? undefined : call.tenant.placeOf(known);
  const ofKind = (one: PlannedMeeting["type"]) =>
    (kind === 1 || (kind === 3) === (one === "screen_share")) && (webinars || one !== "webinar");
  return {
    held: (meeting) =>
      ofKind(meeting.type) &&
      (external || !meeting.external) &&
      (number === undefined || meeting.number === number) &&
      (user === undefined || (place !== undefined && meeting.places.includes(place))) &&
      (room === undefined || (roomPlace !== undefined && meeting.places.includes(roomPlace))),
    planned: (meeting) =>
      ofKind(meeting.type) &&
      (number === undefined || meeting.number === number) &&
      (person === undefined || meeting.attendees.includes(person)) &&
      (room === undefined || (known !== undefined && meeting.attendees.includes(known))),
  };
}

function heldMeetings(call: Call, start: number, end: number, status: number): Meeting[] {
  const { tenant, now, settings } = call;
  const held: Meeting[] = [];
  for (let day = dayAt(start) - 1; day <= Math.min(dayAt(end), dayAt(now)); day += 1) {
    for (const meeting of tenant.meetingsOn(day, now)) {
      if ((status === 1) !== (meeting.end === undefined)) continue;
      const until = meeting.end ?? now;
      const inside =
        settings.meetingMatch === "start"
          ? meeting.start >= start && meeting.start <= end
          : settings.meetingMatch === "end"
            ? until >= start && until <= end
            : meeting.start <= end && until >= start;
      if (inside) held.push(meeting);
    }
  }
  return held;
}

function plannedRows(call: Call, start: number, end: number, matches: Filter): JsonObject[] {
  const rows: JsonObject[] = [];
  for (let day = Math.max(dayAt(start), dayAt(call.now)); instantOn(day) <= end; day += 1) {
    for (const meeting of call.tenant.plannedOn(day, call.now).filter(matches.planned)) {
      if (meeting.start < start || meeting.start > end) continue;
      rows.push({
        meeting_id: meeting.number,
        meeting_topic: meeting.topic,
        meeting_type: meeting.type === "screen_share" ? 3 : 2,
        organizer: call.tenant.nameOf(meeting.organizer),
        department: meeting.organizer.department.name,
        meeting_start_time: zonedText(meeting.start),
        meeting_end_time: zonedText(meeting.end),
        meeting_duration: durationText(meeting.end - meeting.start),
        number_of_participants: "0",
        number_of_devices: "0",
        meeting_instance_id: meeting.instanceId,
        reserved_rooms: rooms(meeting.reservedRooms),
      });
    }
  }
  return rows;
}

function row(call: Call, meeting: Meeting, type: ReturnType<typeof idType>): JsonObject {
  const { organizer } = meeting;
  const account = accountOf(call.tenant.seed, organizer.index);
  return {
    meeting_id: meeting.number,
    meeting_topic: meeting.topic,
    meeting_type: meeting.type === "screen_share" ? 3 : 2,
    organizer: call.tenant.nameOf(organizer),
    department: organizer.department.name,
    user_id: call.tenant.idOf(organizer, type),
    employee_id: account.employeeId,
    email: account.email,
    mobile: account.phone,
    meeting_start_time: zonedText(meeting.start),
    // Undocumented for a running meeting: nothing can stand there yet.
    meeting_end_time: meeting.end === undefined ? "" : zonedText(meeting.end),
    meeting_duration: durationText(meeting.seconds),
    number_of_participants: String(meeting.participants),
    number_of_devices: String(meeting.devices),
    audio: meeting.audio,
    video: meeting.video,
    sharing: meeting.sharing,
    recording: meeting.recorded,
    telephone: meeting.telephone,
    has_related_document: meeting.recorded,
    ai_note: meeting.recorded && meeting.day % 2 === 0,
    is_external: meeting.external,
    meeting_subtype: meeting.type === "webinar" ? 2 : 1,
    meeting_instance_id: meeting.instanceId,
    number_of_webinar_viewers: String(meeting.viewers),
    reserved_rooms: rooms(meeting.reservedRooms),
  };
}

function rooms(reserved: Meeting["reservedRooms"]): JsonObject[] {
  return reserved.map((room) => ({ room_id: room.roomId, room_name: room.name }));
}
