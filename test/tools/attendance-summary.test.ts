import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { type Answer, type House, openHouse } from "../support/asked.ts";
import { meetingOn, type Visitor, visitorsOf } from "../support/truth.ts";

const TOOL = "list_meeting_participants";
/** Monday's all-hands, with over 200 people. */
const ALL_HANDS = { meeting_number: "987654321", on: "2026-11-16" };
const SCHEDULED = { expected_start: "2026-11-16T10:00", expected_end: "2026-11-16T11:00" };

let house: House;
beforeAll(async () => {
  house = await openHouse();
});
afterEach(() => house.reset());
afterAll(() => house.close());

async function ask(args: Record<string, unknown>): Promise<Answer> {
  return (await house.asker()).ask(TOOL, args);
}

const allHands = () => meetingOn(house, "987654321", "2026-11-16");
const people = (visitors: readonly Visitor[]) => visitors.filter((visitor) => visitor.kind !== "room");

test("with a filter the summary speaks of those who match alone, not of the whole meeting", async () => {
  const visitors = people(visitorsOf(house, allHands()));
  const whole = `of ${visitors.length} people`;
  const named = visitors.filter(({ name }) => name.includes("王"));
  const answer = await ask({ ...ALL_HANDS, name: "王" });
  expect(answer["summary"]).toContain(
    `: ${named.length} ${whole} have the name asked for. Longest stay among them:`,
  );
  const longest = /\((\S+)\)\.$/.exec(answer["summary"])?.[1];
  expect(longest).toContain("王");
  expect(answer["summary"]).not.toContain("came");
  const late = await ask({ ...ALL_HANDS, ...SCHEDULED, only: "late", limit: 0 });
  expect(late["summary"]).toMatch(
    new RegExp(`: ${late["matched"]} ${whole} came more than 5 minutes late\\.$`),
  );
  const back = await ask({ ...ALL_HANDS, only: "rejoined", limit: 0 });
  expect(back["summary"]).toMatch(new RegExp(`: ${back["matched"]} ${whole} left and came back\\.$`));
});

test("a name that nobody bears: those that come near are told, and one who was not late took part", async () => {
  const visitors = people(visitorsOf(house, allHands()));
  const none = await ask({ ...ALL_HANDS, name: "小王" });
  expect(none).toMatchObject({ matched: 0, people: [] });
  expect(none["summary"]).toMatch(
    new RegExp(`: nobody of the ${visitors.length} people has the name asked for\\.$`),
  );
  const near = none["notes"].find((note: string) => note.startsWith("Names in this meeting that come near"));
  const wangs = new Set(visitors.map(({ name }) => name).filter((name) => name.includes("王")));
  expect(near.match(/王/g)).toHaveLength(Math.min(5, wangs.size));
  const namesakes = (await ask({ ...ALL_HANDS, name: "王小伟" }))["notes"].join();
  expect(visitors.filter(({ name }) => name === "王伟").length).toBeGreaterThan(1);
  expect(namesakes.match(/王伟/g)).toHaveLength(1);
  const punctual = visitors.find(
    ({ join, name }) =>
      join < allHands().start + 60 && visitors.filter((one) => one.name === name).length === 1,
  );
  const notLate = await ask({ ...ALL_HANDS, only: "late", name: punctual?.name });
  expect(notLate["summary"]).toMatch(
    /nobody of the \d+ people came more than 5 .* has the name asked for; 1 of this name took part\.$/,
  );
});
