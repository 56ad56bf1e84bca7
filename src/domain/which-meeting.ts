/** A recurring meeting keeps its number: which of its occurrences is meant? */
import { type Day, dayOf, startOfDay, type UnixSeconds, type Zone } from "./day.ts";
import type { Meeting } from "./meeting.ts";

/** A start this near to the instant given is taken for the same meeting. */
const NEAR_SECONDS = 15 * 60;

/** None: not there. Several: the reader has to choose. */
export type Occurrences = readonly Meeting[];

/** Those that started on the day; if none did, those that ran into it. */
export function meetingsOnDay(meetings: Occurrences, day: Day, zone: Zone): Occurrences {
  const started = meetings.filter((meeting) => dayOf(meeting.startedAt, zone) === day);
  if (started.length > 0) return started;
  const midnight = startOfDay(day, zone);
  return meetings.filter((meeting) => meeting.startedAt < midnight && endOf(meeting) > midnight);
}

/** Those that started in that minute; else those that were running then; else those that started near it. */
export function meetingsAt(meetings: Occurrences, instant: UnixSeconds): Occurrences {
  const minute = (seconds: UnixSeconds) => Math.floor(seconds / 60);
  const exact = meetings.filter((meeting) => minute(meeting.startedAt) === minute(instant));
  if (exact.length > 0) return exact;
  const running = meetings.filter((meeting) => meeting.startedAt <= instant && instant < endOf(meeting));
  if (running.length > 0) return running;
  return meetings.filter((meeting) => Math.abs(meeting.startedAt - instant) <= NEAR_SECONDS);
}

export function newestMeeting(meetings: Occurrences): Occurrences {
  return meetings.toSorted((a, b) => b.startedAt - a.startedAt).slice(0, 1);
}

/** At most so many, those that started nearest to the instant first. */
export function nearestStarts(meetings: Occurrences, instant: UnixSeconds, most: number): UnixSeconds[] {
  return meetings
    .map((meeting) => meeting.startedAt)
    .toSorted((a, b) => Math.abs(a - instant) - Math.abs(b - instant))
    .slice(0, most);
}

function endOf(meeting: Meeting): UnixSeconds {
  return meeting.endedAt ?? Number.POSITIVE_INFINITY;
}
