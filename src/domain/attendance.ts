/** Who was in a meeting: Feishu's rows folded into one entry for each person or room. */

import type { UnixSeconds } from "./day.ts";
import type { Contact, Device, MediaUsed, Network, Participation, WebinarRole } from "./meeting.ts";
import { compareText } from "./ranking.ts";

/** A row whose time falls short of leave - join by more than this was left and joined again. */
const REJOINED_SECONDS = 60;

/** What late and early are judged by. */
export interface AttendanceRules {
  readonly start: UnixSeconds;
  /** Absent while the meeting is running and no end was expected: nobody can have left early. */
  readonly end?: UnixSeconds;
  readonly lateAfterSeconds: number;
  readonly earlyBeforeSeconds: number;
}

export type ResponseStatus = NonNullable<Participation["response"]>;

export interface Attendee {
  readonly name: string;
  readonly department: string;
  readonly id?: string;
  readonly kind: "person" | "room" | "unidentified";
  readonly external: boolean;
  readonly joinedAt: UnixSeconds;
  /** Absent: still there. */
  readonly leftAt?: UnixSeconds;
  /** Time in the meeting: the sum of the rows' times, never more than the union of their intervals. */
  readonly seconds: number;
  readonly rejoined: boolean;
  readonly awaySeconds: number;
  readonly lateBySeconds?: number;
  readonly leftEarlyBySeconds?: number;
  readonly rows: number;
  /** The most rows that ran at the same moment. */
  readonly devices: number;
  readonly leaveReason?: string;
  readonly response?: ResponseStatus;
  readonly used: MediaUsed;
  readonly webinarRole?: WebinarRole;
  readonly contact?: Contact;
  readonly network?: Network;
  readonly device?: Device;
}

/** @param until where an open row ends: when it was read. */
export function attendees(
  rows: readonly Participation[],
  rules: AttendanceRules,
  until: UnixSeconds,
): Attendee[] {
  const entries = new Map<string, Participation[]>();
  for (const [position, row] of rows.entries()) {
    const key = identityOf(row) ?? `row ${position}`;
    const before = entries.get(key);
    if (before === undefined) entries.set(key, [row]);
    else before.push(row);
  }
  return [...entries.values()].map((members) => attendee(members, rules, until));
}

function identityOf(row: Participation): string | undefined {
  if (row.userId !== undefined) return `user ${row.userId}`;
  return row.roomId === undefined ? undefined : `room ${row.roomId}`;
}

function attendee(rows: readonly Participation[], rules: AttendanceRules, until: UnixSeconds): Attendee {
  const ordered = rows.toSorted((a, b) => a.joinedAt - b.joinedAt);
  const first = ordered[0];
  if (first === undefined) throw new Error("An attendee has at least one row.");
  const stays = ordered.map((row) => ({ from: row.joinedAt, to: row.leftAt ?? until, seconds: row.seconds }));
  const { union, gaps, devices } = overlay(stays);
  const left = ordered.every((row) => row.leftAt !== undefined);
  const lastLeave = Math.max(...stays.map((stay) => stay.to));
  const last = ordered.toSorted((a, b) => (a.leftAt ?? until) - (b.leftAt ?? until)).at(-1) ?? first;
  const seconds = Math.min(
    union,
    stays.reduce((sum, stay) => sum + stay.seconds, 0),
  );
  const interrupted = stays.some((stay) => stay.to - stay.from - stay.seconds > REJOINED_SECONDS);
  const rejoined = gaps || interrupted;
  const { id, kind } = whoIs(first);
  const response = ordered.find((row) => row.response !== undefined)?.response;
  const webinarRole = ordered.find((row) => row.webinarRole !== undefined)?.webinarRole;
  const late = first.joinedAt - rules.start;
  const early = rules.end === undefined || !left ? 0 : rules.end - lastLeave;
  return {
    name: first.name,
    department: first.department,
    ...(id !== undefined && { id }),
    kind,
    external: ordered.some((row) => row.external),
    joinedAt: first.joinedAt,
    ...(left && { leftAt: lastLeave }),
    seconds,
    rejoined,
    awaySeconds: rejoined ? Math.max(0, lastLeave - first.joinedAt - seconds) : 0,
    ...(kind !== "room" && late > rules.lateAfterSeconds && { lateBySeconds: late }),
    ...(kind !== "room" && early > rules.earlyBeforeSeconds && { leftEarlyBySeconds: early }),
    rows: rows.length,
    devices,
    ...(last.leaveReason !== undefined && { leaveReason: last.leaveReason }),
    ...(response !== undefined && { response }),
    ...(webinarRole !== undefined && { webinarRole }),
    used: {
      audio: ordered.some((row) => row.used.audio),
      video: ordered.some((row) => row.used.video),
      sharing: ordered.some((row) => row.used.sharing),
    },
    ...personalGroups(ordered),
  };
}

function whoIs(row: Participation): Pick<Attendee, "id" | "kind"> {
  if (row.userId !== undefined) return { id: row.userId, kind: "person" };
  if (row.roomId !== undefined) return { id: row.roomId, kind: "room" };
  return { kind: "unidentified" };
}

interface Stay {
  readonly from: UnixSeconds;
  readonly to: UnixSeconds;
  readonly seconds: number;
}

/** Lays stays, ordered by their start, over each other. */
function overlay(stays: readonly Stay[]): { union: number; gaps: boolean; devices: number } {
  let union = 0;
  let gaps = false;
  let reached = Number.NEGATIVE_INFINITY;
  let devices = 1;
  for (const stay of stays) {
    if (reached !== Number.NEGATIVE_INFINITY && stay.from >= reached) gaps = true;
    union += Math.max(0, stay.to - Math.max(stay.from, reached));
    reached = Math.max(reached, stay.to);
    devices = Math.max(
      devices,
      stays.filter((other) => other.from <= stay.from && stay.from < other.to).length,
    );
  }
  return { union, gaps, devices };
}

/** The rows' personal groups as one: where rows differ, every value is kept. */
function personalGroups(rows: readonly Participation[]): Pick<Attendee, "contact" | "network" | "device"> {
  const contact = rows.flatMap((row) => row.contact ?? []);
  const network = rows.flatMap((row) => row.network ?? []);
  const device = rows.flatMap((row) => row.device ?? []);
  return {
    ...(contact.length > 0 && {
      contact: {
        employeeNumber: distinct(contact.map((row) => row.employeeNumber)),
        phone: distinct(contact.map((row) => row.phone)),
        email: distinct(contact.map((row) => row.email)),
      },
    }),
    ...(network.length > 0 && {
      network: {
        publicIp: distinct(network.map((row) => row.publicIp)),
        internalIp: distinct(network.map((row) => row.internalIp)),
        location: distinct(network.map((row) => row.location)),
        networkType: distinct(network.map((row) => row.networkType)),
        protocol: distinct(network.map((row) => row.protocol)),
        rtcProxy: network.some((row) => row.rtcProxy),
      },
    }),
    ...(device.length > 0 && {
      device: {
        device: distinct(device.map((row) => row.device)),
        appVersion: distinct(device.map((row) => row.appVersion)),
        microphone: distinct(device.map((row) => row.microphone)),
        speaker: distinct(device.map((row) => row.speaker)),
        camera: distinct(device.map((row) => row.camera)),
      },
    }),
  };
}

function distinct(values: readonly (string | undefined)[]): string | undefined {
  const given = new Set(values.filter((value) => value !== undefined));
  return given.size === 0 ? undefined : [...given].join(" / ");
}

export interface AttendanceCounts {
  readonly people: number;
  readonly rooms: number;
  readonly external: number;
  readonly late: number;
  readonly leftEarly: number;
  readonly rejoined: number;
  readonly responses: Readonly<Record<ResponseStatus, number>>;
}

/** Counts of persons and unidentified; rooms stand apart. */
export function countAttendance(everyone: readonly Attendee[]): AttendanceCounts {
  const people = everyone.filter((attendee) => attendee.kind !== "room");
  const answered = (status: ResponseStatus) => people.filter((person) => person.response === status).length;
  return {
    people: people.length,
    rooms: everyone.length - people.length,
    external: people.filter((person) => person.external).length,
    late: people.filter((person) => person.lateBySeconds !== undefined).length,
    leftEarly: people.filter((person) => person.leftEarlyBySeconds !== undefined).length,
    rejoined: people.filter((person) => person.rejoined).length,
    responses: {
      accepted: answered("accepted"),
      declined: answered("declined"),
      tentative: answered("tentative"),
      none: answered("none"),
    },
  };
}

export type AttendanceFilter = "all" | "late" | "left_early" | "external" | "rejoined";

/** Whether the attendee is one of those asked for; only people are late, early or back. */
export function isAskedFor(attendee: Attendee, only: AttendanceFilter): boolean {
  if (only === "all") return true;
  if (attendee.kind === "room") return false;
  if (only === "late") return attendee.lateBySeconds !== undefined;
  if (only === "left_early") return attendee.leftEarlyBySeconds !== undefined;
  return only === "external" ? attendee.external : attendee.rejoined;
}

export type AttendanceOrder = "joined" | "minutes" | "name";

/** First arrival, longest stay or name first; ties by arrival, name and id, so that the order is stable. */
export function orderAttendees(everyone: readonly Attendee[], by: AttendanceOrder): Attendee[] {
  const byName = (a: Attendee, b: Attendee) =>
    compareText(a.name, b.name) || compareText(a.id ?? "", b.id ?? "");
  return everyone.toSorted((a, b) => {
    if (by === "minutes" && a.seconds !== b.seconds) return b.seconds - a.seconds;
    return by === "name" ? byName(a, b) : a.joinedAt - b.joinedAt || byName(a, b);
  });
}

/** The reason that most attendees left for: it says nothing about one of them. */
export function commonLeaveReason(everyone: readonly Attendee[]): string | undefined {
  const counts = new Map<string, number>();
  for (const { leaveReason } of everyone) {
    if (leaveReason !== undefined) counts.set(leaveReason, (counts.get(leaveReason) ?? 0) + 1);
  }
  return [...counts].toSorted((a, b) => b[1] - a[1])[0]?.[0];
}
