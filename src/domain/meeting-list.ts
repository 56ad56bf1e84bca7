/** Choosing, ordering and adding up meetings that took place. */
import type { Meeting } from "./meeting.ts";

export interface MeetingFilter {
  /** A part of the text; case, spaces and hyphens do not matter. */
  readonly topic?: string | undefined;
  /** A part of the name, in any case. */
  readonly organizer?: string | undefined;
  readonly externalOnly: boolean;
  readonly recordedOnly: boolean;
  readonly minParticipants: number;
}

export function filterMeetings(meetings: readonly Meeting[], filter: MeetingFilter): Meeting[] {
  return meetings.filter(
    (meeting) =>
      containsLoosely(meeting.topic, filter.topic) &&
      contains(meeting.organizer, filter.organizer) &&
      (!filter.externalOnly || meeting.external) &&
      (!filter.recordedOnly || meeting.recorded) &&
      meeting.participants >= filter.minParticipants,
  );
}

/** Whether the part occurs, in any case; no part occurs everywhere. */
export function contains(text: string, part: string | undefined): boolean {
  return part === undefined || text.toLocaleLowerCase().includes(part.trim().toLocaleLowerCase());
}

/** Whether the part occurs as people write it from memory: `all hands` in `All-hands`. */
export function containsLoosely(text: string, part: string | undefined): boolean {
  const wanted = part === undefined ? "" : folded(part);
  return wanted === "" ? contains(text, part) : folded(text).includes(wanted);
}

/** Without what people write one way or another: case, width of letters, spaces and hyphens. */
export function folded(text: string): string {
  return text
    .normalize("NFKC")
    .toLocaleLowerCase()
    .replaceAll(/[\s\p{Pd}]/gu, "");
}

export type MeetingOrder = "start" | "minutes" | "participants";

/** Newest, longest or largest first; ties newest first, then by id, so that the order is stable. */
export function orderMeetings(meetings: readonly Meeting[], by: MeetingOrder): Meeting[] {
  const figure = (meeting: Meeting) => {
    if (by === "start") return meeting.startedAt;
    return by === "minutes" ? meeting.seconds : meeting.participants;
  };
  return meetings.toSorted(
    (a, b) => figure(b) - figure(a) || b.startedAt - a.startedAt || (a.instanceId < b.instanceId ? -1 : 1),
  );
}

export interface MeetingSums {
  readonly meetings: number;
  readonly seconds: number;
  readonly participants: number;
  readonly external: number;
}

export function sumMeetings(meetings: readonly Meeting[]): MeetingSums {
  return {
    meetings: meetings.length,
    seconds: meetings.reduce((sum, meeting) => sum + meeting.seconds, 0),
    participants: meetings.reduce((sum, meeting) => sum + meeting.participants, 0),
    external: meetings.filter((meeting) => meeting.external).length,
  };
}
