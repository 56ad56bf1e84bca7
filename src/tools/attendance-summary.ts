/** What an answer about one meeting's participants says first. */
import type { AttendanceFilter, Attendee } from "../domain/attendance.ts";
import { dayOf, isoInstant, type UnixSeconds, type Zone } from "../domain/day.ts";
import { counted, figure, listed, minutesOf } from "../domain/duration.ts";
import type { Meeting, WebinarRole } from "../domain/meeting.ts";
import { contains } from "../domain/meeting-list.ts";

interface Asked {
  readonly only: AttendanceFilter;
  readonly late_after_minutes: number;
  readonly early_before_minutes: number;
  readonly expected_start?: string | undefined;
  readonly name?: string | undefined;
  readonly user_id?: string | undefined;
  readonly room_id?: string | undefined;
  readonly webinar_role?: WebinarRole | undefined;
}

interface Met {
  readonly meeting: Meeting;
  readonly everyone: readonly Attendee[];
  /** Those of everyone whom the question filters out. */
  readonly matched: readonly Attendee[];
  readonly counts: {
    readonly people: number;
    readonly rooms: number;
    readonly external: number;
    readonly late: number;
    readonly left_early?: number | undefined;
    readonly rejoined: number;
  };
  readonly zone: Zone;
}

/** With a filter in force it speaks of those who match alone: a sentence on others would be read as theirs. */
export function attendanceSummary(asked: Asked, met: Met): string {
  const { meeting, everyone, matched, zone } = met;
  const until = meeting.endedAt === undefined ? "still running" : `to ${timeOf(meeting.endedAt, zone)}`;
  const role = asked.webinar_role === undefined ? "" : `, its ${asked.webinar_role} only`;
  const title = `Meeting ${meeting.number} on ${dayOf(meeting.startedAt, zone)} (${timeOf(meeting.startedAt, zone)} ${until}, ${zone})${role}`;
  if (asked.user_id !== undefined || asked.room_id !== undefined) {
    return `${title}: ${aloneText(asked, everyone, matched, zone)}.`;
  }
  const [one] = matched;
  if (asked.name !== undefined && one !== undefined && matched.length === 1) {
    return `${title}: ${stayText(one, zone)}.`;
  }
  if (asked.only === "all" && asked.name === undefined) {
    return `${title}: ${wholeText(asked, met.counts)}.${longestText("Longest stay", everyone)}`;
  }
  const longest = asked.only === "all" ? longestText("Longest stay among them", matched) : "";
  return `${title}: ${matchText(asked, met)}.${longest}`;
}

function timeOf(instant: UnixSeconds, zone: Zone): string {
  return isoInstant(instant, zone).slice(11, 16);
}

function wholeText(asked: Asked, counts: Met["counts"]): string {
  const rooms = counts.rooms > 0 ? ` and ${counted(counts.rooms, "room")}` : "";
  const early =
    counts.left_early === undefined ? "" : `, ${figure(counts.left_early)} ${deedOf("left_early", asked)}`;
  return `${counted(counts.people, "person", "people")}${rooms}; ${figure(counts.late)} ${deedOf("late", asked)}${early}, ${figure(counts.rejoined)} came back, ${figure(counts.external)} from outside`;
}

/** One person or room that was asked for by its id. */
function aloneText(
  asked: Asked,
  everyone: readonly Attendee[],
  matched: readonly Attendee[],
  zone: Zone,
): string {
  const [one] = everyone;
  if (one === undefined) {
    return asked.room_id === undefined ? "nobody with this user_id was in it" : "this room was not in it";
  }
  const others = matched.length > 0 ? "" : ", which does not match the other filters";
  return stayText(one, zone) + others;
}

function stayText(one: Attendee, zone: Zone): string {
  const left = one.leftAt === undefined ? "and is still there" : `to ${timeOf(one.leftAt, zone)}`;
  const away = one.awaySeconds > 0 ? [`away for ${counted(minutesOf(one.awaySeconds), "minute")}`] : [];
  const late =
    one.lateBySeconds === undefined ? [] : [`${counted(minutesOf(one.lateBySeconds), "minute")} late`];
  const early =
    one.leftEarlyBySeconds === undefined
      ? []
      : [`gone ${counted(minutesOf(one.leftEarlyBySeconds), "minute")} early`];
  const facts = [...late, ...away, ...early];
  const more = facts.length > 0 ? ` (${listed(facts)})` : "";
  return `${nameOf(one)} was in it for ${counted(minutesOf(one.seconds), "minute")}, from ${timeOf(one.joinedAt, zone)} ${left}${more}`;
}

/** An outsider's name stays out of the summary. */
function nameOf(one: Attendee): string {
  if (one.external) return "the guest";
  return one.kind === "unidentified" ? "someone without an id" : one.name;
}

function matchText(asked: Asked, { everyone, matched, counts }: Met): string {
  const people = matched.filter((attendee) => attendee.kind !== "room").length;
  const rooms = matched.length - people;
  const whole = counted(counts.people, "person", "people");
  const verb = matched.length === 0 ? "has" : "have";
  const deeds = [
    ...(asked.only === "all" ? [] : [deedOf(asked.only, asked)]),
    ...(asked.name === undefined ? [] : [`${verb} the name asked for`]),
  ].join(" and ");
  if (matched.length > 0) {
    const more = rooms > 0 ? ` and ${figure(rooms)} of ${counted(counts.rooms, "room")}` : "";
    return `${figure(people)} of ${whole}${more} ${deeds}`;
  }
  const ofName =
    asked.name === undefined ? 0 : everyone.filter((one) => contains(one.name, asked.name)).length;
  return `nobody of the ${whole} ${deeds}${ofName === 0 ? "" : `; ${figure(ofName)} of this name took part`}`;
}

/** What those did whom a filter asks for, after their number. */
function deedOf(only: Exclude<AttendanceFilter, "all">, asked: Asked): string {
  switch (only) {
    case "late":
      return `came more than ${asked.late_after_minutes} minutes ${asked.expected_start === undefined ? "after its actual start (the scheduled one is unknown)" : "late"}`;
    case "left_early":
      return `left more than ${asked.early_before_minutes} minutes early`;
    case "external":
      return "came from outside";
    case "rejoined":
      return "left and came back";
  }
}

/** The longest stay of a person. */
function longestText(what: string, attendees: readonly Attendee[]): string {
  const people = attendees.filter((attendee) => attendee.kind !== "room");
  const longest = Math.max(...people.map((attendee) => attendee.seconds));
  const stayed = people.filter((attendee) => attendee.seconds === longest);
  if (stayed.length === 0) return "";
  const guests = stayed.filter((attendee) => attendee.external).length;
  const unknown = stayed.filter((one) => !one.external && one.kind === "unidentified").length;
  const names = [
    ...stayed.filter((one) => !one.external && one.kind !== "unidentified").map((one) => one.name),
    ...(guests === 0 ? [] : [guests === 1 ? "a guest" : `${guests} guests`]),
    ...(unknown === 0 ? [] : [unknown === 1 ? "someone without an id" : `${unknown} without an id`]),
  ];
  const who = stayed.length > 2 ? `${stayed.length} people share it` : names.join(" and ");
  return ` ${what}: ${counted(minutesOf(longest), "minute")} (${who}).`;
}
