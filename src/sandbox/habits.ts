/** What the organisation plans for a day: habits -> planned meetings. */
import { instantOn, isWorkday } from "./calendar.ts";
import { chanceOf, digitsOf } from "./chance.ts";
import { type Idea, keepDiary, type MeetingType, numberOf } from "./diary.ts";
import { fixedIdeas } from "./fixed-habits.ts";
import { looseIdeas, quietIdeas, sparseIdeas } from "./loose-habits.ts";
import type { Attendee, Person, Room } from "./people.ts";
import { DETAILED_DAYS, OLDEST_DAYS, type World } from "./world.ts";

export interface PlannedMeeting {
  readonly instanceId: string;
  readonly number: string;
  readonly topic: string;
  readonly organizer: Person;
  readonly type: MeetingType;
  /** Unix seconds, as scheduled: who comes early or stays on moves the real ones. */
  readonly start: number;
  readonly end: number;
  readonly attendees: readonly Attendee[];
  /** Who only watches a webinar. */
  readonly audience: readonly Attendee[];
  readonly reservedRooms: readonly Room[];
  readonly recorded: boolean;
}

/** In order of nothing in particular; the same for the same seed, day and start of the sandbox. */
export function planDay(world: World, day: number): PlannedMeeting[] {
  if (day === world.quietDay || day < world.today - OLDEST_DAYS) return [];
  const chance = chanceOf(world.seed, "day", day);
  const free = world.goers.filter(
    (person) => person.habit === "usual" && (person.activatedAt ?? Infinity) < instantOn(day),
  );
  const diary = keepDiary(free, chance);
  const ideas = !isWorkday(day)
    ? quietIdeas(world, day, chance, diary)
    : day < world.today - DETAILED_DAYS
      ? sparseIdeas(world, day, chance, diary)
      : [...fixedIdeas(world, day, chance, diary), ...looseIdeas(world, chance, diary)];
  return ideas.flatMap((idea, place) => scheduled(world, day, idea, place));
}

function scheduled(world: World, day: number, idea: Idea, place: number): PlannedMeeting[] {
  const organizer = idea.people[0];
  if (organizer === undefined) return [];
  const start = instantOn(day, idea.at[0], idea.at[1]);
  return [
    {
      instanceId: `7${digitsOf(18, world.seed, "instance", day, place)}`,
      number: idea.number ?? numberOf(world, "loose", day, place),
      topic: idea.topic,
      organizer,
      type: idea.type ?? "meeting",
      start,
      end: start + idea.minutes * 60,
      attendees: [...idea.people, ...(idea.others ?? [])],
      audience: idea.audience ?? [],
      reservedRooms: idea.rooms ?? [],
      recorded: idea.recorded ?? false,
    },
  ];
}
