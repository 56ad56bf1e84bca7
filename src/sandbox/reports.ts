/**
 * reports/get_daily and reports/get_top_user: how much the organisation met, and who the most.
 * Undocumented: a day that the window cuts counts whole, in both.
 */

import { dayAt, utcLabelOf } from "./calendar.ts";
import { type Call, idType, integer, optional, requiredSeconds } from "./call.ts";
import type { JsonObject } from "./json.ts";
import type { Attendee } from "./people.ts";
import { Refusal, type Reply, success } from "./reply.ts";
import type { Meeting } from "./tenant.ts";

const REACH_SECONDS = 90 * 86_400;

export function getDaily(call: Call): Reply {
  const [start, end] = reportWindow(call);
  const days: JsonObject[] = [];
  const totals = { meetings: 0, seconds: 0, participants: 0 };
  for (let day = dayAt(start); day <= Math.min(dayAt(end), dayAt(call.now)); day += 1) {
    const meetings = call.tenant.meetingsOn(day, call.now).filter(isReported);
    if (meetings.length === 0 && call.settings.emptyDays === "left_out") continue;
    const seconds = sum(meetings, (meeting) => meeting.seconds);
    const participants = sum(meetings, (meeting) => meeting.participants);
    totals.meetings += meetings.length;
    totals.seconds += seconds;
    totals.participants += participants;
    days.push({
      date: String(utcLabelOf(day)),
      meeting_count: String(meetings.length),
      meeting_duration: String(seconds),
      participant_count: String(participants),
    });
  }
  return success({
    meeting_report: {
      total_meeting_count: String(totals.meetings),
      total_meeting_duration: String(totals.seconds),
      total_participant_count: String(totals.participants),
      daily_report: days,
    },
  });
}

export function getTopUser(call: Call): Reply {
  const [start, end] = reportWindow(call);
  const limit = integer(call, "limit", 1, 100);
  const orderBy = integer(call, "order_by", 1, 2);
  if (limit === undefined || orderBy === undefined) throw new Refusal(121003);
  const type = idType(optional(call, "user_id_type"));
  const { tenant } = call;
  const seconds = new Map<number, number>();
  const meetings = new Map<number, number>();
  const add = (place: number, time: number, count: number) => {
    if (count === 0) return;
    seconds.set(place, (seconds.get(place) ?? 0) + time);
    meetings.set(place, (meetings.get(place) ?? 0) + count);
  };
  for (let day = dayAt(start); day <= Math.min(dayAt(end), dayAt(call.now)); day += 1) {
    const totals = tenant.totalsOn(day, call.now);
    for (const [place, count] of totals.meetings.entries()) add(place, totals.seconds[place] ?? 0, count);
  }
  const ranked = [...meetings].sort(([one, ofOne], [other, ofOther]) => {
    const minutes = minutesOf(seconds.get(other)) - minutesOf(seconds.get(one));
    const counts = ofOther - ofOne;
    return (orderBy === 1 ? counts || minutes : minutes || counts) || one - other;
  });
  const users = ranked.slice(0, limit).flatMap(([place, count]) => {
    const attendee = tenant.attendeeAt(place);
    if (attendee === undefined) return [];
    if (attendee.kind === "room" && type === "user_id") throw new Refusal(122359);
    return [
      {
        id:
          attendee.kind === "person"
            ? tenant.idOf(attendee, type)
            : attendee.kind === "room"
              ? attendee.roomId
              : "",
        name: tenant.nameOf(attendee),
        user_type: userType(attendee),
        meeting_count: String(count),
        meeting_duration: String(minutesOf(seconds.get(place))),
      },
    ];
  });
  return success({ top_user_report: users });
}

/** Rooms' local screen sharing is no meeting of the report's. */
export function isReported(meeting: Meeting): boolean {
  return meeting.type !== "screen_share";
}

function reportWindow(call: Call): [number, number] {
  const start = requiredSeconds(call, "start_time");
  const end = requiredSeconds(call, "end_time");
  if (start > end || start < call.now - REACH_SECONDS) throw new Refusal(121003);
  // This tenant's data lies in one place, so that only that one may be asked for.
  if ((integer(call, "unit", 0, 3) ?? 0) !== 0) throw new Refusal(121002);
  return [start, end];
}

function minutesOf(seconds = 0): number {
  return Math.floor(seconds / 60);
}

function userType(attendee: Attendee): number {
  if (attendee.kind === "room") return 2;
  if (attendee.kind === "phone") return attendee.line === "pstn" ? 6 : 7;
  return 1;
}

function sum<T>(list: readonly T[], value: (one: T) => number): number {
  return list.reduce((total, one) => total + value(one), 0);
}
