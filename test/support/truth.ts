/** What is true of the invented tenant, worked out without a line of the code under test. */
import { timeOf } from "../../src/sandbox/attendance.ts";
import { dateText, dayAt } from "../../src/sandbox/calendar.ts";
import type { Meeting } from "../../src/sandbox/tenant.ts";
import type { House } from "./asked.ts";

export interface Usage {
  readonly meetings: number;
  readonly seconds: number;
  readonly participants: number;
}

/** Every day from one to the other, both included, counted in milliseconds of UTC. */
export function daysBetween(from: string, to: string): string[] {
  const days: string[] = [];
  for (let at = Date.parse(from); at <= Date.parse(to); at += 86_400_000) {
    days.push(new Date(at).toISOString().slice(0, 10));
  }
  return days;
}

/** Local screen sharing is no meeting of the report's. */
export function usageOf({ sandbox, now }: House, from: string, to: string): Usage {
  const held = sandbox.tenant.meetings(from, to, now()).filter((meeting) => meeting.type !== "screen_share");
  return {
    meetings: held.length,
    seconds: held.reduce((sum, meeting) => sum + meeting.seconds, 0),
    participants: held.reduce((sum, meeting) => sum + meeting.participants, 0),
  };
}

/** Ended video meetings that started on the days, webinars and those with guests included. */
export function endedMeetings({ sandbox, now }: House, from: string, to: string): Meeting[] {
  return sandbox.tenant
    .meetings(from, to, now())
    .filter((meeting) => meeting.type !== "screen_share" && meeting.end !== undefined);
}

export function oneDecimal(value: number): number {
  return Math.round(value * 10) / 10;
}

/** The newest meeting of that number that started on the day. */
export function meetingOn({ sandbox, now }: House, number: string, day: string): Meeting {
  const found = sandbox.tenant.meetings(day, day, now()).filter((meeting) => meeting.number === number);
  const meeting = found.at(-1);
  if (meeting === undefined) throw new Error(`No meeting ${number} on ${day}.`);
  return meeting;
}

export interface Visitor {
  readonly name: string;
  readonly kind: "person" | "room" | "unidentified";
  readonly join: number;
  readonly leave: number | undefined;
  readonly seconds: number;
  readonly rows: number;
}

/** One entry for each who has an id, one for each row of those without. */
export function visitorsOf({ sandbox, now }: House, meeting: Meeting): Visitor[] {
  const { tenant } = sandbox;
  const groups = new Map<string, ReturnType<typeof tenant.participations>[number][]>();
  for (const [place, row] of tenant.participations(meeting, now()).entries()) {
    const { attendee } = row;
    const known =
      attendee.kind === "person" ||
      attendee.kind === "room" ||
      (attendee.kind === "guest" && attendee.identified);
    const key = known ? `${attendee.kind} ${attendee.index}` : `row ${place}`;
    groups.set(key, [...(groups.get(key) ?? []), row]);
  }
  return [...groups].flatMap(([key, rows]) => {
    const [first] = rows;
    if (first === undefined) return [];
    const open = rows.some((row) => row.leave === undefined);
    return [
      {
        name: tenant.nameOf(first.attendee),
        kind: key.startsWith("room") ? "room" : key.startsWith("row") ? "unidentified" : "person",
        join: Math.min(...rows.map((row) => row.join)),
        leave: open ? undefined : Math.max(...rows.map((row) => row.leave ?? 0)),
        seconds: timeOf(rows),
        rows: rows.length,
      } as const,
    ];
  });
}

/** `2026-11-18T15:30:00+08:00` */
export function shanghai(instant: number): string {
  return new Date((instant + 28_800) * 1000).toISOString().replace(".000Z", "+08:00");
}

export function dayInShanghai(instant: number): string {
  return dateText(dayAt(instant));
}
