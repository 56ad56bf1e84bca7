import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { type Answer, type House, openHouse } from "../support/asked.ts";
import { endedMeetings, meetingOn } from "../support/truth.ts";

const TOOL = "find_meetings";
const WEEK = { from: "2026-11-09", to: "2026-11-15" };

let house: House;
beforeAll(async () => {
  house = await openHouse();
});
afterEach(() => house.reset());
afterAll(() => house.close());

async function ask(args: Record<string, unknown>): Promise<Answer> {
  return (await house.asker()).ask(TOOL, args);
}

const weekly = () => endedMeetings(house, WEEK.from, WEEK.to);

test("a topic is found as it is remembered: without its hyphen or spaces", async () => {
  const wanted = weekly().filter((meeting) => meeting.topic === "全员大会 All-hands");
  expect(wanted.length).toBeGreaterThan(0);
  for (const topic of ["all hands", "ALLHANDS", "全员大会all‐hands", "All-hands"]) {
    expect((await ask({ ...WEEK, topic }))["matched"]).toBe(wanted.length);
  }
  expect((await ask({ ...WEEK, topic: "-" }))["matched"]).toBe(
    weekly().filter((meeting) => meeting.topic.includes("-")).length,
  );
});

test("one meeting that matches is spoken of as one", async () => {
  const [{ topic, number }] = [meetingOn(house, "800800800", "2026-11-12")];
  const span = { from: "2026-11-12", to: "2026-11-12" };
  const answer = await ask({ ...span, topic, recorded_only: true });
  expect(answer["meetings"]).toMatchObject([{ number }]);
  expect(answer["summary"]).toMatch(
    /^1 of \d+ meetings that started .* has the text asked for in its topic and was recorded:/,
  );
});

test("nothing matched is said to be no proof, without a row of zeros", async () => {
  const none = await ask({ ...WEEK, topic: "no such topic", recorded_only: true });
  expect(none["summary"]).toBe(
    `None of ${weekly().length} meetings that started from 2026-11-09 to 2026-11-15 (Asia/Shanghai) has the text asked for in its topic and was recorded.`,
  );
  const unused = await ask({ ...WEEK, meeting_number: "111111111" });
  expect(unused["summary"]).toBe(
    "No meetings with this number that started from 2026-11-09 to 2026-11-15 (Asia/Shanghai) were found.",
  );
  const answer = await ask({ ...WEEK, topic: "no such topic" });
  expect(answer).toMatchObject({ matched: 0, shown: 0, meetings: [] });
  expect(answer["notes"]).toEqual([expect.stringContaining("may not see")]);
});

test("those who only watched a webinar stand apart, and every answer that adds up participants says so", async () => {
  const span = { from: "2026-11-12", to: "2026-11-12" };
  const webinar = await ask({ ...span, topic: "webinar" });
  expect(webinar["meetings"][0].viewers).toBeGreaterThan(webinar["meetings"][0].participants);
  expect((await ask({ ...span, min_participants: 50 }))["notes"].join(" ")).toContain("viewers of 1 webinar");
  for (const more of [{}, { limit: 0 }, { order_by: "participants" }, { topic: "webinar" }]) {
    expect((await ask({ ...span, ...more }))["notes"]).toContainEqual(
      "Participants are without the viewers of 1 webinar among these meetings.",
    );
  }
  const others = await ask({ ...span, topic: "standup" });
  expect(others["matched"]).toBeGreaterThan(0);
  expect(others["notes"] ?? []).not.toContainEqual(expect.stringContaining("viewers"));
});
