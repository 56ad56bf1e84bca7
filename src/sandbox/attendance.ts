/** How a planned meeting went: who came when, on which device, and left why. */
import { type Chance, chanceOf, hash } from "./chance.ts";
import type { PlannedMeeting } from "./habits.ts";
import type { Attendee } from "./people.ts";

/** One row of the truth. Instants are unix seconds. */
export interface Participation {
  readonly attendee: Attendee;
  /** The first join and the last leave of this row; absent leave: still in the meeting. */
  readonly join: number;
  readonly leave?: number;
  /** Time spent between them. */
  readonly seconds: number;
  readonly device: "computer" | "mobile" | "room" | "phone";
  readonly reason: "ended" | "left" | "lost";
  readonly response: 1 | 2 | 3 | 4;
  readonly role?: "panelist" | "audience";
  readonly audio: boolean;
  readonly video: boolean;
  readonly sharing: boolean;
}

type Visit = Pick<Participation, "join" | "seconds" | "device" | "reason"> & { readonly leave: number };

/** The rows of a meeting, in order of joining. */
export function attend(seed: number, planned: PlannedMeeting): Participation[] {
  const chance = chanceOf(seed, "attendance", planned.instanceId);
  const end = Math.max(planned.start + 300, planned.end + chance.between(-200, 400));
  const rows: Participation[] = [];
  const enter = (attendee: Attendee, role?: Participation["role"]) => {
    const hosts = attendee === planned.organizer;
    const response = responseOf(chance, attendee, hosts);
    for (const visit of visits(chance, planned, attendee, end, hosts)) {
      rows.push({
        attendee,
        ...visit,
        response,
        ...(role === undefined ? {} : { role }),
        audio: role !== "audience" && (hosts || chance.happens(0.8)),
        video: role !== "audience" && attendee.kind !== "phone" && chance.happens(0.5),
        sharing: role !== "audience" && (hosts ? chance.happens(0.7) : chance.happens(0.05)),
      });
    }
  };
  for (const attendee of planned.attendees)
    enter(attendee, planned.type === "webinar" ? "panelist" : undefined);
  for (const attendee of planned.audience) enter(attendee, "audience");
  return rows.sort((one, other) => one.join - other.join);
}

function visits(
  chance: Chance,
  planned: PlannedMeeting,
  attendee: Attendee,
  end: number,
  hosts: boolean,
): Visit[] {
  const length = end - planned.start;
  const device = deviceOf(attendee, chance);
  const join = planned.start + arrival(chance, length, hosts || attendee.kind === "room");
  const early = !hosts && attendee.kind !== "room" && chance.happens(0.09);
  if (early && chance.happens(0.1)) {
    const seconds = chance.between(12, 50);
    return [{ join, leave: join + seconds, seconds, device, reason: "left" }];
  }
  const leave = early ? Math.max(join + 90, end - Math.floor(length * (0.1 + chance.next() * 0.35))) : end;
  const whole: Visit = { join, leave, seconds: leave - join, device, reason: early ? "left" : "ended" };
  const luck = chance.next();
  if (hosts || attendee.kind !== "person" || whole.seconds < 1_200 || luck > 0.13) return [whole];
  const away = chance.between(90, 420);
  if (luck < 0.05) return [{ ...whole, seconds: whole.seconds - away }];
  const middle = join + Math.floor(whole.seconds / 2);
  if (luck < 0.09) {
    return [
      { join, leave: middle, seconds: middle - join, device, reason: "lost" },
      { join: middle + away, leave, seconds: leave - middle - away, device, reason: whole.reason },
    ];
  }
  const second = device === "mobile" ? "computer" : "mobile";
  return [
    whole,
    { join: join + away, leave: middle + away, seconds: middle - join, device: second, reason: "left" },
  ];
}

/** Seconds after the scheduled start; most come a little early. */
function arrival(chance: Chance, length: number, punctual: boolean): number {
  const luck = chance.next();
  if (punctual || luck < 0.55) return -chance.between(0, 240);
  if (luck < 0.88) return chance.between(1, 170);
  return Math.min(chance.between(330, 1_200), Math.floor(length * 0.5));
}

function deviceOf(attendee: Attendee, chance: Chance): Participation["device"] {
  if (attendee.kind === "room") return "room";
  if (attendee.kind === "phone") return "phone";
  return chance.happens(0.75) ? "computer" : "mobile";
}

function responseOf(chance: Chance, attendee: Attendee, hosts: boolean): Participation["response"] {
  const luck = chance.next();
  if (hosts) return 1;
  if (attendee.kind === "phone" || (attendee.kind === "guest" && !attendee.identified)) return 4;
  return luck < 0.68 ? 1 : luck < 0.74 ? 2 : luck < 0.85 ? 3 : 4;
}

/** What is known of a row at an instant; undefined if it had not begun by then. */
export function seenAt(row: Participation, now: number): Participation | undefined {
  if (row.join > now) return undefined;
  if (row.leave === undefined || row.leave <= now) return row;
  const { leave: _, ...open } = row;
  return { ...open, seconds: Math.min(row.seconds, now - row.join) };
}

/** How long someone was there: never more than the union of the rows, however many devices they had. */
export function timeOf(rows: readonly Participation[]): number {
  const [only] = rows;
  if (only !== undefined && rows.length === 1) return only.seconds;
  let accumulated = 0;
  let union = 0;
  let reached = 0;
  for (const row of [...rows].sort((one, other) => one.join - other.join)) {
    const leave = row.leave ?? row.join + row.seconds;
    accumulated += row.seconds;
    union += Math.max(0, leave - Math.max(row.join, reached));
    reached = Math.max(reached, leave);
  }
  return Math.min(accumulated, union);
}

const KINDS = { person: 0, room: 1, guest: 2, phone: 3 } as const;

/** Tells one attendee from another. */
export function attendeeKey({ kind, index }: Attendee): number {
  return index * 4 + KINDS[kind];
}

/** Follows from who and where, for the fields that only a row's reader wants. */
export function detailOf(seed: number, row: Participation, what: string): number {
  return hash(seed, what, row.attendee.kind, row.attendee.index, row.device);
}

export function rowsByAttendee(
  rows: readonly Participation[],
): ReadonlyMap<number, readonly Participation[]> {
  const groups = new Map<number, Participation[]>();
  for (const row of rows) {
    const key = attendeeKey(row.attendee);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [row]);
    else group.push(row);
  }
  return groups;
}
