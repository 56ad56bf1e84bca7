/** What an answer about meetings says in words. */
import { dayOf, type Zone } from "../domain/day.ts";
import { counted, figure, listed, minutesOf } from "../domain/duration.ts";
import type { Meeting } from "../domain/meeting.ts";
import type { MeetingOrder } from "../domain/meeting-list.ts";
import { spanText, type Window } from "../domain/window.ts";
import { incompleteText, type Missing } from "./answer.ts";

interface Asked {
  readonly meeting_number?: string | undefined;
  readonly user_id?: string | undefined;
  readonly room_id?: string | undefined;
  readonly topic?: string | undefined;
  readonly organizer?: string | undefined;
  readonly kind: "meetings" | "all";
  readonly external_only: boolean;
  readonly recorded_only: boolean;
  readonly min_participants: number;
  readonly status: "ended" | "ongoing";
  readonly order_by: MeetingOrder;
}

interface Found {
  readonly window: Window;
  readonly zone: Zone;
  readonly missing: readonly Missing[];
  /** Of those that match. */
  readonly totals: {
    readonly meeting_minutes: number;
    readonly meeting_hours: number;
    readonly participants: number;
    readonly external_meetings: number;
  };
  /** How many there were before the filters. */
  readonly all: number;
  readonly matched: readonly Meeting[];
}

export function meetingsSummary(asked: Asked, found: Found): string {
  const { window, zone, missing, totals, all, matched } = found;
  const when = window.days === 1 ? `on ${window.from}` : `from ${spanText(window)}`;
  const isAre = all === 1 ? "is" : "are";
  const status = asked.status === "ongoing" ? ` and ${isAre} still running` : "";
  const started = `that started ${when}${status} (${zone})`;
  if (missing.length > 0) return `Meetings ${started}: ${incompleteText(missing)}`;
  if (all === 0) return `No meetings${upstreamText(asked)} ${started} were found.`;
  const base = `${counted(all, "meeting")}${upstreamText(asked)} ${started}`;
  const filters = listed(filterTexts(asked, matched.length < 2));
  if (matched.length === 0) return `None of ${base} ${filters}.`;
  const chosen = filters === "" ? `${base}:` : `${figure(matched.length)} of ${base} ${filters}:`;
  const external = asked.external_only ? "" : `; ${figure(totals.external_meetings)} with external guests`;
  return `${chosen} ${counted(totals.meeting_hours, "hour")} (${counted(totals.meeting_minutes, "minute")}) and ${counted(totals.participants, "participant")} in all${external}.${firstText(asked, matched, zone)}`;
}

/** The longest or largest, which is what an order by size asks for; a topic stays out of the summary. */
function firstText({ order_by }: Asked, matched: readonly Meeting[], zone: Zone): string {
  const [first] = matched;
  if (first === undefined || matched.length < 2 || order_by === "start") return "";
  const size = (meeting: Meeting) => (order_by === "minutes" ? meeting.seconds : meeting.participants);
  const tied = matched.filter((meeting) => size(meeting) === size(first)).length;
  const amount =
    order_by === "minutes"
      ? counted(minutesOf(first.seconds), "minute")
      : counted(first.participants, "participant");
  const which = order_by === "minutes" ? "longest" : "largest";
  if (tied > 1) return ` The ${which}: ${tied} meetings tie with ${amount} each.`;
  return ` The ${which}: ${amount}, number ${first.number} on ${dayOf(first.startedAt, zone)}.`;
}

/** The filters that Feishu applied: the count before them is not known. */
function upstreamText(asked: Asked): string {
  const kind = asked.kind === "all" ? ", local screen sharing included," : "";
  if (asked.meeting_number !== undefined) return `${kind} with this number`;
  if (asked.user_id !== undefined) return `${kind} with this person`;
  return asked.room_id === undefined ? kind : `${kind} in this room`;
}

/** @param isOne said of one meeting at most: "1 of 60 meetings … has", "None of 60 meetings … has". */
function filterTexts(asked: Asked, isOne: boolean): string[] {
  const [have, their] = isOne ? ["has", "its"] : ["have", "their"];
  const were = isOne ? "was" : "were";
  return [
    ...(asked.topic === undefined ? [] : [`${have} the text asked for in ${their} topic`]),
    ...(asked.organizer === undefined ? [] : [`${have} an organizer of the name asked for`]),
    ...(asked.external_only ? ["had external guests"] : []),
    ...(asked.recorded_only ? [`${were} recorded`] : []),
    ...(asked.min_participants > 0 ? [`had at least ${counted(asked.min_participants, "participant")}`] : []),
  ];
}

export function nothingNotes(asked: Asked): string[] {
  return [
    "Nothing matched. Meetings that this identity may not see do not show.",
    ...(asked.room_id === undefined
      ? []
      : ["Feishu does not tell a room without meetings from a room_id that it does not know."]),
  ];
}

/**
 * Feishu's participants leave out those who only watched a webinar.
 * @param all also those that the filters left out: a least size may have cost a webinar its place.
 */
export function viewerNotes(asked: Asked, all: readonly Meeting[], matched: readonly Meeting[]): string[] {
  const isBySize = asked.min_participants > 0;
  const webinars = (isBySize ? all : matched).filter((meeting) => meeting.webinarViewers > 0).length;
  if (webinars === 0) return [];
  const viewers = `the viewers of ${counted(webinars, "webinar")}`;
  return isBySize
    ? [`Sizes are participants: ${viewers} in this span are not counted.`]
    : [`Participants are without ${viewers} among these meetings.`];
}
