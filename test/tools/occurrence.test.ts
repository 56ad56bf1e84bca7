import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { type Answer, type House, openHouse } from "../support/asked.ts";
import { shanghai } from "../support/truth.ts";

const TOOL = "list_meeting_participants";

let house: House;
beforeAll(async () => {
  house = await openHouse();
});
afterEach(() => house.reset());
afterAll(() => house.close());

async function ask(args: Record<string, unknown>): Promise<Answer> {
  return (await house.asker()).ask(TOOL, args);
}

test("the newest of several on a day is told to be one of them", async () => {
  house.reset("2026-11-17T23:00+08:00");
  const { tenant } = house.sandbox;
  const held = tenant.meetings("2026-11-17", "2026-11-17", house.now());
  const twice = held.find((one) => held.filter(({ number }) => number === one.number).length > 1);
  if (twice === undefined) throw new Error("No number was used twice.");
  const starts = held
    .filter(({ number }) => number === twice.number)
    .map(({ start }) => shanghai(start).slice(0, 16))
    .sort();
  const answer = await ask({ meeting_number: twice.number, limit: 0 });
  expect(answer["meeting"].started_at.slice(0, 16)).toBe(starts.at(-1));
  const note = answer["notes"].find((text: string) => text.includes("newest"));
  expect(note).toContain(`newest of ${starts.length} on 2026-11-17`);
  for (const start of starts.slice(0, -1)) expect(note).toContain(start.slice(11));
  const chosen = await ask({ meeting_number: twice.number, started_at: starts[0], limit: 0 });
  expect(chosen["notes"].join()).not.toContain("newest");
  expect((await ask({ meeting_number: "123456789", limit: 0 }))["notes"].join()).not.toContain("newest");
});

test("a day on which it did not take place: the nearest times, in order", async () => {
  const { refused } = await house.asker();
  const { message } = await refused(TOOL, { meeting_number: "123456789", on: "2026-11-14" });
  const times = message.match(/\d{4}-\d\d-\d\dT\S+\+08:00/g) ?? [];
  expect(message).toContain("It took place on ");
  expect(times.length).toBe(5);
  expect(message).toContain("these are the nearest times");
  expect(times).toEqual(times.toSorted());
});
