/** Person-days added up: by person, by department, by day or week, and over everyone. */
import { type Day, mondayOf } from "./day.ts";
import { pathStart } from "./department.ts";
import type { PersonDays } from "./person-days.ts";

/** Which rows count: a department looks at each row, a person's name at the person. */
export interface Selection {
  readonly department?: ((path: string) => boolean) | undefined;
  readonly person?: ((name: string) => boolean) | undefined;
}

/** One person's days of the span, added up. */
export interface PersonSum {
  readonly person: number;
  readonly id: string;
  readonly name: string;
  /** Of the person's last row. */
  readonly department: string;
  readonly activated: boolean;
  readonly meetings: number;
  readonly minutes: number;
  /** Days in meetings: Feishu calls the person active, or counts a meeting. */
  readonly activeDays: number;
  /** Days with a row. */
  readonly days: number;
}

/** Everyone with a row that counts, in the order in which they were read. */
export function sumPeople(data: PersonDays, selection: Selection): PersonSum[] {
  const size = data.people.length;
  const meetings = new Float64Array(size);
  const minutes = new Float64Array(size);
  const activeDays = new Uint32Array(size);
  const days = new Uint32Array(size);
  const lastMember = new Int32Array(size).fill(-1);
  const personOf = personOfMember(data, selection);
  for (const day of data.days) {
    for (let row = 0; row < day.member.length; row += 1) {
      const member = day.member[row] ?? 0;
      const person = personOf[member] ?? -1;
      if (person < 0) continue;
      const held = day.meetings[row] ?? 0;
      meetings[person] = (meetings[person] ?? 0) + held;
      minutes[person] = (minutes[person] ?? 0) + (day.minutes[row] ?? 0);
      if (held > 0 || day.active[row] === 1) activeDays[person] = (activeDays[person] ?? 0) + 1;
      days[person] = (days[person] ?? 0) + 1;
      lastMember[person] = member;
    }
  }
  const sums: PersonSum[] = [];
  for (const [person, known] of data.people.entries()) {
    const member = data.members[lastMember[person] ?? -1];
    if (member === undefined) continue;
    sums.push({
      person,
      id: known.id,
      name: known.name,
      department: data.departments[member.department]?.path ?? "",
      activated: member.activated,
      meetings: meetings[person] ?? 0,
      minutes: minutes[person] ?? 0,
      activeDays: activeDays[person] ?? 0,
      days: days[person] ?? 0,
    });
  }
  return sums;
}

/** The person of each member whose rows count, -1 for the others: the loop over rows stays one look-up. */
export function personOfMember(data: PersonDays, { department, person }: Selection): Int32Array {
  const inDepartment = data.departments.map(({ path }) => department?.(path) ?? true);
  const chosen = data.people.map(({ name }) => person?.(name) ?? true);
  return Int32Array.from(data.members, (member) =>
    inDepartment[member.department] === true && chosen[member.person] === true ? member.person : -1,
  );
}

export interface Population {
  /** Accounts that were activated on their last row. */
  readonly people: number;
  readonly withMeetings: number;
  readonly withoutMeetings: number;
  readonly notActivated: number;
}

export function populationOf(sums: readonly PersonSum[]): Population {
  const people = sums.filter((sum) => sum.activated);
  const withMeetings = people.filter((sum) => sum.activeDays > 0).length;
  return {
    people: people.length,
    withMeetings,
    withoutMeetings: people.length - withMeetings,
    notActivated: sums.length - people.length,
  };
}

export interface ActivitySum {
  readonly meetings: number;
  readonly minutes: number;
}

export function sumActivity(sums: readonly ActivitySum[]): ActivitySum {
  let meetings = 0;
  let minutes = 0;
  for (const sum of sums) {
    meetings += sum.meetings;
    minutes += sum.minutes;
  }
  return { meetings, minutes };
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
export function sumDepartments(sums: readonly PersonSum[], level: number | undefined): DepartmentSum[] {
  const groups = new Map<string, PersonSum[]>();
  for (const sum of sums) {
    if (!sum.activated) continue;
    const path = pathStart(sum.department, level);
    const group = groups.get(path);
    if (group === undefined) groups.set(path, [sum]);
    else group.push(sum);
  }
  return [...groups].map(([path, members]) => {
    const total = sumActivity(members);
    return {
      path,
      people: members.length,
      withMeetings: members.filter((member) => member.activeDays > 0).length,
      ...total,
      minutesPerPerson: total.minutes / members.length,
    };
  });
}

export interface PeriodSum extends ActivitySum {
  readonly from: Day;
  readonly to: Day;
  readonly peopleWithMeetings: number;
}

/** In order of time; a week is that part of it which was read. */
export function sumPeriods(data: PersonDays, selection: Selection, by: "day" | "week"): PeriodSum[] {
  const personOf = personOfMember(data, selection);
  const periods: PeriodSum[] = [];
  // The number of the last period in which the person was in a meeting: counts each once a period.
  const metIn = new Int32Array(data.people.length).fill(-1);
  for (const day of data.days) {
    const last = periods.at(-1);
    const same = last !== undefined && by === "week" && mondayOf(last.from) === mondayOf(day.day);
    const number = same ? periods.length - 1 : periods.length;
    let meetings = 0;
    let minutes = 0;
    let people = 0;
    for (let row = 0; row < day.member.length; row += 1) {
      const person = personOf[day.member[row] ?? 0] ?? -1;
      if (person < 0) continue;
      const held = day.meetings[row] ?? 0;
      meetings += held;
      minutes += day.minutes[row] ?? 0;
      if ((held > 0 || day.active[row] === 1) && metIn[person] !== number) {
        metIn[person] = number;
        people += 1;
      }
    }
    const before = same ? last : { from: day.day, peopleWithMeetings: 0, meetings: 0, minutes: 0 };
    periods[number] = {
      from: before.from,
      to: day.day,
      peopleWithMeetings: before.peopleWithMeetings + people,
      meetings: before.meetings + meetings,
      minutes: before.minutes + minutes,
    };
  }
  return periods;
}
