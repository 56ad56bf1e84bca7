/** Person-days added up by person, as columns: 100,000 objects take longer to make than the adding up. */
import { type ActivitySum, personOfMember, type Selection } from "./activity.ts";
import { pathStart } from "./department.ts";
import type { PersonDays } from "./person-days.ts";

export interface PeopleSums {
  /** What was added up. */
  readonly data: PersonDays;
  /** Everyone with a row that counts: positions in `data.people`, in the order in which they were read. */
  readonly persons: Int32Array;
  /** By position in `data.people`, as all that follow. */
  readonly meetings: Float64Array;
  readonly minutes: Float64Array;
  /** Days in meetings: Feishu calls the person active, or counts a meeting. */
  readonly activeDays: Uint16Array;
  /** Days with a row. */
  readonly days: Uint16Array;
  /** Position in `data.members` of the last row; -1 where none counts. */
  readonly lastMember: Int32Array;
  /** 1: the account was activated on one of the days at least. */
  readonly activated: Uint8Array;
}

/** One person's days of the span, added up. */
export interface PersonSum extends ActivitySum {
  readonly id: string;
  readonly name: string;
  /** Of the person's last row. */
  readonly department: string;
  readonly activated: boolean;
  readonly activeDays: number;
  readonly days: number;
}

export function sumPeople(data: PersonDays, selection: Selection): PeopleSums {
  const size = data.people.length;
  const sums = {
    data,
    meetings: new Float64Array(size),
    minutes: new Float64Array(size),
    activeDays: new Uint16Array(size),
    days: new Uint16Array(size),
    lastMember: new Int32Array(size).fill(-1),
    activated: new Uint8Array(size),
  };
  const ofMember = sumMembers(data);
  const personOf = personOfMember(data, selection);
  const lastDay = new Int32Array(size).fill(-1);
  let found = 0;
  for (let member = 0; member < personOf.length; member += 1) {
    const person = personOf[member] ?? -1;
    const at = member * SLOTS;
    const days = ofMember[at + DAYS] ?? 0;
    if (person < 0 || days === 0) continue;
    sums.meetings[person] = (sums.meetings[person] ?? 0) + (ofMember[at + MEETINGS] ?? 0);
    sums.minutes[person] = (sums.minutes[person] ?? 0) + (ofMember[at + MINUTES] ?? 0);
    sums.activeDays[person] = (sums.activeDays[person] ?? 0) + (ofMember[at + ACTIVE_DAYS] ?? 0);
    sums.days[person] = (sums.days[person] ?? 0) + days;
    if (data.members[member]?.activated === true) sums.activated[person] = 1;
    if (sums.lastMember[person] === -1) found += 1;
    const last = ofMember[at + LAST_DAY] ?? 0;
    if (last <= (lastDay[person] ?? -1)) continue;
    lastDay[person] = last;
    sums.lastMember[person] = member;
  }
  const persons = new Int32Array(found);
  for (let person = 0, at = 0; person < size; person += 1) {
    if (sums.lastMember[person] !== -1) persons[at++] = person;
  }
  return { ...sums, persons };
}

/** Slots of each member in one array: columns of their own take half as long again. */
const MEETINGS = 0;
const MINUTES = 1;
const ACTIVE_DAYS = 2;
const DAYS = 3;
/** Position of the day of the last row. */
const LAST_DAY = 4;
const SLOTS = 5;

/** Whoever counts: the loop over millions of rows stays as short as can be. */
function sumMembers(data: PersonDays): Uint32Array {
  const sums = new Uint32Array(data.members.length * SLOTS);
  for (const [day, { member, meetings, minutes, active }] of data.days.entries()) {
    for (let row = 0; row < member.length; row += 1) {
      const at = (member[row] ?? 0) * SLOTS;
      const held = meetings[row] ?? 0;
      sums[at + MEETINGS] = (sums[at + MEETINGS] ?? 0) + held;
      sums[at + MINUTES] = (sums[at + MINUTES] ?? 0) + (minutes[row] ?? 0);
      sums[at + ACTIVE_DAYS] = (sums[at + ACTIVE_DAYS] ?? 0) + (held > 0 || active[row] === 1 ? 1 : 0);
      sums[at + DAYS] = (sums[at + DAYS] ?? 0) + 1;
      sums[at + LAST_DAY] = day;
    }
  }
  return sums;
}

export function personSum(sums: PeopleSums, person: number): PersonSum {
  const known = sums.data.people[person];
  return {
    id: known?.id ?? "",
    name: known?.name ?? "",
    department: departmentOf(sums, person)?.path ?? "",
    activated: isActivated(sums, person),
    meetings: sums.meetings[person] ?? 0,
    minutes: sums.minutes[person] ?? 0,
    activeDays: sums.activeDays[person] ?? 0,
    days: sums.days[person] ?? 0,
  };
}

/**
 * Whether the person counts: whose account was activated on some day, or who met all the same. So those who do not
 * count have no meetings, and totals, averages and rows are about the same people.
 */
function isActivated({ activated, activeDays }: PeopleSums, person: number): boolean {
  return activated[person] === 1 || (activeDays[person] ?? 0) > 0;
}

function departmentOf({ data, lastMember }: PeopleSums, person: number) {
  return data.departments[data.members[lastMember[person] ?? -1]?.department ?? -1];
}

export interface Population {
  /** Accounts that were activated on one of the days at least. */
  readonly people: number;
  readonly withMeetings: number;
  readonly withoutMeetings: number;
  readonly notActivated: number;
}

export function populationOf(sums: PeopleSums): Population {
  let people = 0;
  let withMeetings = 0;
  for (const person of sums.persons) {
    if (!isActivated(sums, person)) continue;
    people += 1;
    if ((sums.activeDays[person] ?? 0) > 0) withMeetings += 1;
  }
  return {
    people,
    withMeetings,
    withoutMeetings: people - withMeetings,
    notActivated: sums.persons.length - people,
  };
}

export function totalOf({ persons, meetings, minutes }: PeopleSums): ActivitySum {
  const total = { meetings: 0, minutes: 0 };
  for (const person of persons) {
    total.meetings += meetings[person] ?? 0;
    total.minutes += minutes[person] ?? 0;
  }
  return total;
}

/** How many activated people lack a row on some of the days. */
export function countWithGaps(sums: PeopleSums): number {
  const { persons, days, data } = sums;
  let count = 0;
  for (const person of persons) {
    if ((days[person] ?? 0) < data.days.length && isActivated(sums, person)) count += 1;
  }
  return count;
}

export interface DepartmentSum extends ActivitySum {
  readonly path: string;
  readonly people: number;
  readonly withMeetings: number;
  readonly minutesPerPerson: number;
}

/**
 * Activated people by the department of their last row.
 * @param level group by so many first parts of the path; absent: by the whole path
 */
export function sumDepartments(sums: PeopleSums, level: number | undefined): DepartmentSum[] {
  const startOf = new Map(
    sums.data.departments.map((department) => [department, pathStart(department.path, level)]),
  );
  const groups = new Map<
    string,
    { people: number; withMeetings: number; meetings: number; minutes: number }
  >();
  for (const person of sums.persons) {
    const department = departmentOf(sums, person);
    if (department === undefined || !isActivated(sums, person)) continue;
    const path = startOf.get(department) ?? "";
    const group = groups.get(path) ?? { people: 0, withMeetings: 0, meetings: 0, minutes: 0 };
    groups.set(path, group);
    group.people += 1;
    if ((sums.activeDays[person] ?? 0) > 0) group.withMeetings += 1;
    group.meetings += sums.meetings[person] ?? 0;
    group.minutes += sums.minutes[person] ?? 0;
  }
  return [...groups].map(([path, group]) => ({
    path,
    ...group,
    minutesPerPerson: group.minutes / group.people,
  }));
}

export type Presence = "all" | "with_meetings" | "without_meetings";

/** Activated people, all of them or as they were in meetings. */
export function activatedPeople(sums: PeopleSums, only: Presence): Int32Array {
  const chosen = new Int32Array(sums.persons.length);
  let count = 0;
  for (const person of sums.persons) {
    if (!isActivated(sums, person)) continue;
    if (only !== "all" && (sums.activeDays[person] ?? 0) > 0 !== (only === "with_meetings")) continue;
    chosen[count] = person;
    count += 1;
  }
  return chosen.subarray(0, count);
}
