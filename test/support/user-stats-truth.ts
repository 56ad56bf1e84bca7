/** What get_user_meeting_stats has to say of the invented organisation. */
import { expect } from "vitest";
import { instantOn } from "../../src/sandbox/calendar.ts";
import type { Person } from "../../src/sandbox/people.ts";
import type { Answer, House } from "./asked.ts";
import { daysBetween, oneDecimal } from "./truth.ts";

export interface UserTruth {
  readonly person: Person;
  readonly activated: boolean;
  meetings: number;
  minutes: number;
  activeDays: number;
  days: number;
}

/** Everybody whose account was there, with the whole minutes of each day added up. */
export function userStatsTruth(house: House, from: string, to: string): UserTruth[] {
  const { tenant } = house.sandbox;
  const last = Date.parse(to) / 86_400_000;
  const sums = tenant.people
    .filter((person) => person.createdAt < instantOn(last + 1))
    .map((person): UserTruth => {
      const activated = person.activatedAt !== undefined && person.activatedAt < instantOn(last + 1);
      return { person, activated, meetings: 0, minutes: 0, activeDays: 0, days: 0 };
    });
  for (const day of daysBetween(from, to).map((text) => Date.parse(text) / 86_400_000)) {
    const totals = tenant.totalsOn(day, house.now());
    for (const sum of sums.filter(({ person }) => person.createdAt < instantOn(day + 1))) {
      const meetings = totals.meetings[sum.person.index] ?? 0;
      sum.meetings += meetings;
      sum.minutes += Math.floor((totals.seconds[sum.person.index] ?? 0) / 60);
      sum.activeDays += meetings > 0 ? 1 : 0;
      sum.days += 1;
    }
  }
  return sums;
}

export function expectFigures(answer: Answer, sums: readonly UserTruth[]): void {
  const people = sums.filter((sum) => sum.activated);
  const active = people.filter((sum) => sum.activeDays > 0);
  const minutes = sums.reduce((total, sum) => total + sum.minutes, 0);
  expect(answer["complete"]).toBe(true);
  expect(answer["population"]).toEqual({
    people: people.length,
    with_meetings: active.length,
    without_meetings: people.length - active.length,
    not_activated: sums.length - people.length,
  });
  expect(answer["totals"]).toMatchObject({
    meetings_attended: sums.reduce((total, sum) => total + sum.meetings, 0),
    meeting_minutes: minutes,
    meeting_hours: oneDecimal(minutes / 60),
  });
  expect(answer["averages"]).toEqual({
    minutes_per_person: oneDecimal(minutes / people.length),
    minutes_per_active_person: oneDecimal(minutes / active.length),
  });
}
