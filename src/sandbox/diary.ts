/** Ideas for meetings, and who has time for them. */
import type { Chance } from "./chance.ts";
import { digitsOf } from "./chance.ts";
import type { Attendee, Person, Room } from "./people.ts";
import type { World } from "./world.ts";

export interface Idea {
  readonly number?: string;
  readonly topic: string;
  readonly at: readonly [hours: number, minutes: number];
  readonly minutes: number;
  readonly people: readonly Person[];
  readonly others?: readonly Attendee[];
  readonly audience?: readonly Attendee[];
  readonly rooms?: readonly Room[];
  readonly type?: MeetingType;
  readonly recorded?: boolean;
}

export type MeetingType = "meeting" | "webinar" | "screen_share";

export interface Diary {
  readonly free: readonly Person[];
  /** People who have nothing else at that time, as far as it was planned through here. */
  pick(count: number, at: readonly [number, number], minutes: number, from?: readonly Person[]): Person[];
}

export function keepDiary(free: readonly Person[], chance: Chance): Diary {
  const busy = new Set<number>();
  return {
    free,
    pick(count, [hours, startMinutes], minutes, from = free) {
      const first = hours * 4 + Math.floor(startMinutes / 15);
      const quarters = Array.from({ length: Math.ceil(minutes / 15) }, (_, quarter) => first + quarter);
      const picked: Person[] = [];
      for (let tries = 0; tries < count * 6 && picked.length < Math.min(count, from.length); tries += 1) {
        const person = from[chance.between(0, from.length - 1)];
        if (person === undefined || quarters.some((quarter) => busy.has(person.index * 128 + quarter)))
          continue;
        for (const quarter of quarters) busy.add(person.index * 128 + quarter);
        picked.push(person);
      }
      return picked;
    },
  };
}

export function numberOf(world: World, ...parts: readonly (string | number)[]): string {
  return `4${digitsOf(8, world.seed, "number", ...parts)}`;
}

/** Between half past nine and half past six, the noon break left out, at a quarter of an hour. */
export function workTime(chance: Chance): readonly [number, number] {
  const hours = chance.one([9, 10, 10, 11, 14, 14, 15, 15, 16, 16, 17, 18]);
  return [hours, hours === 9 ? 45 : chance.one([0, 15, 30])];
}
