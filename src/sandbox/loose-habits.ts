/** Meetings that come as they come: one to one, ad hoc, with customers, in rooms, on quiet days. */
import { weekdayOf } from "./calendar.ts";
import type { Chance } from "./chance.ts";
import { type Diary, type Idea, numberOf, workTime } from "./diary.ts";
import { allHands } from "./fixed-habits.ts";
import type { Attendee } from "./people.ts";
import type { World } from "./world.ts";

const TOPICS = [
  "Q4 路线图评审",
  "Design review",
  "客户方案讨论",
  "Incident follow-up",
  "招聘面试",
  "Pricing workshop",
  "版本发布检查",
  "Budget alignment",
  "数据看板需求",
  "Partner sync",
  "架构评审",
  "Onboarding",
] as const;
export function looseIdeas(world: World, chance: Chance, diary: Diary): Idea[] {
  const scale = Math.max(1, world.goers.length / 260);
  const many = (low: number, high: number) => Math.round(chance.between(low, high) * scale);
  const ideas: Idea[] = [];
  for (let left = many(9, 13); left > 0; left -= 1) {
    const at = workTime(chance);
    const people = diary.pick(2, at, 30);
    ideas.push({
      number: numberOf(world, "pair", ...people.map((person) => person.index)),
      topic: "1:1",
      at,
      minutes: 30,
      people,
    });
  }
  for (let left = many(13, 19); left > 0; left -= 1) {
    const at = workTime(chance);
    const minutes = chance.one([30, 45, 60, 60, 90]);
    const room = chance.happens(0.6) ? world.rooms[favourite(world, chance)] : undefined;
    const phone = chance.happens(0.14) ? world.phones[chance.between(0, world.phones.length - 1)] : undefined;
    const others: Attendee[] = [room, phone].flatMap((one) => (one === undefined ? [] : [one]));
    ideas.push({
      topic: chance.one(TOPICS),
      at,
      minutes,
      people: diary.pick(chance.between(3, 9), at, minutes),
      others,
      rooms: room === undefined ? [] : [room],
      recorded: chance.happens(0.2),
    });
  }
  for (let left = many(3, 5); left > 0; left -= 1) {
    const at = workTime(chance);
    const first = chance.between(0, 8);
    const guests = world.guests.filter(
      (guest) => guest.index >= first && guest.index < first + 2 && guest.index !== 8,
    );
    const unnamed = chance.happens(0.25) ? world.guests.slice(9, 11) : [];
    ideas.push({
      topic: `客户沟通 ${chance.one(TOPICS)}`,
      at,
      minutes: 60,
      people: diary.pick(chance.between(2, 4), at, 60),
      others: [...guests, ...unnamed],
      recorded: chance.happens(0.4),
    });
  }
  for (let left = many(2, 4); left > 0; left -= 1) {
    const at = workTime(chance);
    const room = world.rooms[chance.between(0, world.rooms.length - 1)];
    if (room === undefined) continue;
    ideas.push({
      topic: "本地投屏",
      at,
      minutes: chance.between(15, 50),
      people: diary.pick(1, at, 30),
      others: [room],
      rooms: [room],
      type: "screen_share",
    });
  }
  return ideas;
}

export function sparseIdeas(world: World, day: number, chance: Chance, diary: Diary): Idea[] {
  const ideas: Idea[] = weekdayOf(day) === 1 ? [allHands(world, day, diary)] : [];
  for (let left = chance.between(4, 9); left > 0; left -= 1) {
    const at = workTime(chance);
    ideas.push({
      topic: chance.one(TOPICS),
      at,
      minutes: 60,
      people: diary.pick(chance.between(2, 8), at, 60),
    });
  }
  return ideas;
}

export function quietIdeas(world: World, day: number, chance: Chance, diary: Diary): Idea[] {
  const holiday = weekdayOf(day) <= 5;
  const ideas: Idea[] = [];
  for (let left = holiday ? chance.between(0, 2) : chance.between(2, 4); left > 0; left -= 1) {
    const at = workTime(chance);
    ideas.push({
      number: numberOf(world, "on call"),
      topic: "值班同步 On-call",
      at,
      minutes: 30,
      people: diary.pick(chance.between(2, 4), at, 30),
    });
  }
  return ideas;
}

/** The first rooms are the liked ones: they come up among the top users. */
function favourite(world: World, chance: Chance): number {
  return Math.min(chance.between(0, world.rooms.length - 1), chance.between(0, world.rooms.length - 1));
}
