/** The one truth: what every operation of the sandbox is a view of. Worked out day by day, when somebody asks. */
import { attend, attendeeKey, type Participation, rowsByAttendee, seenAt, timeOf } from "./attendance.ts";
import { dayAt } from "./calendar.ts";
import { type Department, isWithin } from "./departments.ts";
import { type PlannedMeeting, planDay } from "./habits.ts";
import { type Attendee, type IdType, idOf, type Person, personName } from "./people.ts";
import { dayNumberOf, inventWorld, type World } from "./world.ts";

/** A meeting as far as it has happened. Instants are unix seconds. */
export interface Meeting {
  readonly instanceId: string;
  readonly number: string;
  readonly topic: string;
  readonly organizer: Person;
  readonly type: PlannedMeeting["type"];
  readonly start: number;
  /** Absent while it is running. */
  readonly end?: number;
  /** From the start to the end, or until now. */
  readonly seconds: number;
  /** Distinct people, rooms and callers; the audience of a webinar is not among them. */
  readonly participants: number;
  readonly devices: number;
  readonly viewers: number;
  readonly external: boolean;
  readonly recorded: boolean;
  readonly telephone: boolean;
  readonly audio: boolean;
  readonly video: boolean;
  readonly sharing: boolean;
  readonly reservedRooms: PlannedMeeting["reservedRooms"];
  readonly day: number;
  /** Places of those who were there, see `placeOf`. */
  readonly places: readonly number[];
}

/** What each place did on one day: in seconds and meetings. */
export interface DayTotals {
  readonly seconds: Uint32Array;
  readonly meetings: Uint16Array;
}

export interface Tenant extends World {
  /** Meetings that had started by `now` (unix seconds) and did so on the days, both included; in order of start. */
  meetings(from: string, to: string, now: number): readonly Meeting[];
  meetingsOn(day: number, now: number): readonly Meeting[];
  /** What is still to come on a day. */
  plannedOn(day: number, now: number): readonly PlannedMeeting[];
  participations(meeting: Meeting, now: number): readonly Participation[];
  totalsOn(day: number, now: number): DayTotals;
  /** Of those who can be counted in a list of top users; undefined for a guest. */
  placeOf(attendee: Attendee): number | undefined;
  attendeeAt(place: number): Attendee | undefined;
  /** With those of the departments below; of none: everyone. In order of their accounts' creation. */
  membersOf(department: Department | undefined): readonly Person[];
  nameOf(attendee: Attendee): string;
  idOf(person: Person, type: IdType): string;
  personOf(id: string, type: IdType): Person | undefined;
}

interface Told {
  readonly planned: PlannedMeeting;
  readonly rows: readonly Participation[];
}
interface Counted extends DayTotals {
  readonly list: readonly Meeting[];
}

const DAYS_KEPT_IN_FULL = 6;

/** @param now unix seconds: the day on which the organisation's story ends. */
export function openTenant(seed: number, people: number, now: number): Tenant {
  const world = inventWorld(seed, people, dayAt(now));
  const listed: readonly Attendee[] = [...world.goers, ...world.rooms, ...world.phones];
  const places = new Map(listed.map((attendee, place) => [attendeeKey(attendee), place]));
  const full = new Map<number, readonly Told[]>();
  const counted = new Map<number, Counted>();
  const members = new Map<Department, readonly Person[]>();
  const byId = new Map<IdType, Map<string, Person>>();
  const placeOf = (attendee: Attendee) => places.get(attendeeKey(attendee));

  const tell = (day: number): readonly Told[] => {
    const known = full.get(day);
    if (known !== undefined) return known;
    const told = planDay(world, day).map((planned) => ({ planned, rows: attend(seed, planned) }));
    full.set(day, told);
    const oldest = full.keys().next();
    if (full.size > DAYS_KEPT_IN_FULL && !oldest.done) full.delete(oldest.value);
    return told;
  };

  const count = (day: number, at: number): Counted => {
    const known = counted.get(day);
    if (known !== undefined) return known;
    const seconds = new Uint32Array(listed.length);
    const meetings = new Uint16Array(listed.length);
    let settled = true;
    const list = tell(day).flatMap(({ planned, rows }) => {
      const meeting = meetingOf(planned, rows, day, at, placeOf, (place, time) => {
        if (planned.type === "screen_share") return;
        seconds[place] = (seconds[place] ?? 0) + time;
        meetings[place] = (meetings[place] ?? 0) + 1;
      });
      settled &&= meeting?.end !== undefined;
      return meeting === undefined ? [] : [meeting];
    });
    list.sort((one, other) => one.start - other.start);
    const totals = { list, seconds, meetings };
    if (settled && day < dayAt(at)) counted.set(day, totals);
    return totals;
  };

  return {
    ...world,
    meetings(from, to, at) {
      const list: Meeting[] = [];
      for (let day = dayNumberOf(from); day <= dayNumberOf(to); day += 1) list.push(...count(day, at).list);
      return list;
    },
    meetingsOn: (day, at) => count(day, at).list,
    plannedOn: (day, at) =>
      tell(day).flatMap(({ planned, rows }) => ((rows[0]?.join ?? 0) > at ? [planned] : [])),
    participations(meeting, at) {
      const told = tell(meeting.day).find(({ planned }) => planned.instanceId === meeting.instanceId);
      return (told?.rows ?? []).flatMap((row) => seenAt(row, at) ?? []);
    },
    totalsOn: count,
    placeOf,
    attendeeAt: (place) => listed[place],
    membersOf(department) {
      if (department === undefined) return world.people;
      const known =
        members.get(department) ?? world.people.filter((one) => isWithin(one.department, department));
      members.set(department, known);
      return known;
    },
    nameOf: (attendee) => (attendee.kind === "person" ? personName(seed, attendee.index) : attendee.name),
    idOf: (person, type) => idOf(seed, person, type),
    personOf(id, type) {
      const known =
        byId.get(type) ?? new Map(world.people.map((person) => [idOf(seed, person, type), person]));
      byId.set(type, known);
      return known.get(id);
    },
  };
}

function meetingOf(
  planned: PlannedMeeting,
  all: readonly Participation[],
  day: number,
  now: number,
  placeOf: Tenant["placeOf"],
  attended: (place: number, seconds: number) => void,
): Meeting | undefined {
  const rows = all.flatMap((row) => seenAt(row, now) ?? []);
  const start = rows[0]?.join;
  if (start === undefined) return undefined;
  const byAttendee = rowsByAttendee(rows);
  const places: number[] = [];
  let devices = 0;
  let viewers = 0;
  for (const own of byAttendee.values()) {
    const [first] = own;
    if (first === undefined) continue;
    const place = placeOf(first.attendee);
    if (place !== undefined) {
      places.push(place);
      attended(place, timeOf(own));
    }
    if (first.role === "audience") viewers += 1;
    else devices += new Set(own.map((row) => row.device)).size;
  }
  const last = all.reduce((latest, row) => Math.max(latest, row.leave ?? 0), 0);
  return {
    instanceId: planned.instanceId,
    number: planned.number,
    topic: planned.topic,
    organizer: planned.organizer,
    type: planned.type,
    start,
    ...(last <= now ? { end: last } : {}),
    seconds: Math.min(last, now) - start,
    participants: byAttendee.size - viewers,
    devices,
    viewers,
    external: rows.some((row) => row.attendee.kind === "guest"),
    recorded: planned.recorded,
    telephone: rows.some((row) => row.attendee.kind === "phone"),
    audio: rows.some((row) => row.audio),
    video: rows.some((row) => row.video),
    sharing: planned.type === "screen_share" || rows.some((row) => row.sharing),
    reservedRooms: planned.reservedRooms,
    day,
    places,
  };
}
