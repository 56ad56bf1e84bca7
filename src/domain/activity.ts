/** Which person-days count, and what they add up to by day or week. */
import { type Day, mondayOf } from "./day.ts";
import type { PersonDays } from "./person-days.ts";

/** Which rows count: a department looks at each row, a person's name at the person. */
export interface Selection {
  readonly department?: ((path: string) => boolean) | undefined;
  readonly person?: ((name: string) => boolean) | undefined;
}

/** The person of each member whose rows count, -1 for the others: the loop over rows stays one look-up. */
export function personOfMember(data: PersonDays, { department, person }: Selection): Int32Array {
  const inDepartment = data.departments.map(({ path }) => department?.(path) ?? true);
  const chosen = person && data.people.map(({ name }) => person(name));
  const personOf = new Int32Array(data.members.length);
  for (const [position, member] of data.members.entries()) {
    const counts = inDepartment[member.department] === true && (chosen?.[member.person] ?? true);
    personOf[position] = counts ? member.person : -1;
  }
  return personOf;
}

export interface ActivitySum {
  readonly meetings: number;
  readonly minutes: number;
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
