/** Everything of the invented organisation that stays the same from day to day. */
import { isWorkday, parseDate, weekdayOf } from "./calendar.ts";
import { type Department, plantDepartments } from "./departments.ts";
import {
  connectPhones,
  furnishRooms,
  type Guest,
  hirePeople,
  inviteGuests,
  type Person,
  type Phone,
  type Room,
} from "./people.ts";

export interface World {
  readonly seed: number;
  /** The day on which the sandbox was started: days from 100 before it are told in detail. */
  readonly today: number;
  /** A workday within the last 60 on which nobody met. */
  readonly quietDay: number;
  readonly departments: readonly Department[];
  readonly people: readonly Person[];
  /** Those of them who may be in meetings: a huge tenant has no more meetings than a large one. */
  readonly goers: readonly Person[];
  readonly rooms: readonly Room[];
  readonly guests: readonly Guest[];
  readonly phones: readonly Phone[];
}

export const DETAILED_DAYS = 100;
export const OLDEST_DAYS = 366;
const MOST_GOERS = 1_200;

export function inventWorld(seed: number, people: number, today: number): World {
  const departments = plantDepartments(seed);
  const hired = hirePeople(seed, people, today, departments);
  return {
    seed,
    today,
    quietDay: quietDayBefore(today),
    departments,
    people: hired,
    goers: hired.slice(0, MOST_GOERS),
    rooms: furnishRooms(seed),
    guests: inviteGuests(),
    phones: connectPhones(),
  };
}

/** A Wednesday about five weeks ago, an earlier one if that was a holiday. */
function quietDayBefore(today: number): number {
  let day = today - 32;
  while (weekdayOf(day) !== 3 || !isWorkday(day)) day -= 1;
  return day;
}

/** @throws RangeError for what is no date. */
export function dayNumberOf(date: string): number {
  const day = parseDate(date);
  if (day === undefined) throw new RangeError(`${date} is no day: write it as 2026-11-18`);
  return day;
}
