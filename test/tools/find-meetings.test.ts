import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import type { Meeting } from "../../src/sandbox/tenant.ts";
import { type Answer, type House, openHouse } from "../support/asked.ts";
import { endedMeetings, oneDecimal, shanghai } from "../support/truth.ts";

const TOOL = "find_meetings";
const WEEK = { from: "2026-11-09", to: "2026-11-15" };
let house: House;
beforeAll(async () => {
  house = await openHouse();
});
afterEach(() => house.reset());
afterAll(() => house.close());

async function ask(args: Record<string, unknown> = {}): Promise<Answer> {
  return (await house.asker()).ask(TOOL, args);
}

const weekly = () => endedMeetings(house, WEEK.from, WEEK.to);
const idsOf = (meetings: readonly Pick<Meeting, "instanceId">[]) =>
  meetings.map((one) => one.instanceId).sort();
const shownIds = (answer: Answer): string[] =>
  answer["meetings"].map((one: { instance_id: string }) => one.instance_id);

/** Counts and totals against the truth. */
function expectTotals(answer: Answer, truth: readonly Meeting[]): void {
  const seconds = truth.reduce((sum, meeting) => sum + meeting.seconds, 0);
  expect(answer["matched"]).toBe(truth.length);
  expect(answer["totals"]).toEqual({
    meetings: truth.length,
    meeting_minutes: oneDecimal(seconds / 60),
    meeting_hours: oneDecimal(seconds / 3600),
    participants: truth.reduce((sum, meeting) => sum + meeting.participants, 0),
    external_meetings: truth.filter((meeting) => meeting.external).length,
  });
}

test("without arguments: the meetings of the last seven days, newest first", async () => {
  const answer = await ask();
  expect(answer).toMatchSnapshot();
  expectTotals(answer, endedMeetings(house, "2026-11-11", "2026-11-17"));
  expect(answer["shown"]).toBe(answer["meetings"].length);
  const { text } = await (await house.asker()).told(TOOL, {});
  expect(text.length).toBeLessThan(8_000);
});

describe("filters", () => {
  test("by meeting number, as people write it", async () => {
    const truth = weekly().filter((meeting) => meeting.number === "123456789");
    for (const meeting_number of ["123456789", "123 456 789", "123-456-789", 123456789]) {
      const answer = await ask({ ...WEEK, meeting_number });
      expectTotals(answer, truth);
      expect(answer["summary"]).toContain(
        "5 meetings with this number that started from 2026-11-09 to 2026-11-15",
      );
    }
    expect(house.sandbox.requests.at(-1)?.query["meeting_no"]).toBe("123456789");
  });

  test("by person and by room, upstream", async () => {
    const { tenant } = house.sandbox;
    const person = tenant.people.find(
      (one) => weekly().filter((meeting) => meeting.places.includes(one.index)).length > 3,
    );
    const room = tenant.rooms[0];
    if (person === undefined || room === undefined) throw new Error("Nobody met.");
    for (const user_id_type of ["open_id", "union_id", "user_id"] as const) {
      const answer = await ask({ ...WEEK, user_id: tenant.idOf(person, user_id_type), user_id_type });
      expectTotals(
        answer,
        weekly().filter((meeting) => meeting.places.includes(tenant.placeOf(person) ?? -1)),
      );
      expect(answer["id_type"]).toBe(user_id_type);
    }
    const inRoom = await ask({ ...WEEK, room_id: room.roomId });
    expectTotals(
      inRoom,
      weekly().filter((meeting) => meeting.places.includes(tenant.placeOf(room) ?? -1)),
    );
    expect(inRoom["summary"]).toContain("in this room");
  });

  test("by topic and organizer, in any case, after reading everything", async () => {
    const { tenant } = house.sandbox;
    const truth = weekly();
    const byTopic = await ask({ ...WEEK, topic: "dESIGN review", limit: 100 });
    const wanted = truth.filter((meeting) => meeting.topic.toLowerCase().includes("design review"));
    expectTotals(byTopic, wanted);
    expect(shownIds(byTopic).sort()).toEqual(idsOf(wanted));
    expect(byTopic["summary"]).toContain(`${wanted.length} of ${truth.length} meetings that started`);
    const name = tenant.nameOf(truth[0]?.organizer ?? tenant.people[0] ?? fail());
    const byOrganizer = await ask({ ...WEEK, organizer: name.toUpperCase() });
    expectTotals(
      byOrganizer,
      truth.filter((meeting) => tenant.nameOf(meeting.organizer) === name),
    );
  });

  test("with guests, recorded, large, and all at once", async () => {
    const truth = weekly();
    expectTotals(
      await ask({ ...WEEK, external_only: true }),
      truth.filter((one) => one.external),
    );
    expectTotals(
      await ask({ ...WEEK, recorded_only: true }),
      truth.filter((one) => one.recorded),
    );
    expectTotals(
      await ask({ ...WEEK, min_participants: "8" }),
      truth.filter((one) => one.participants >= 8),
    );
    const all = await ask({
      ...WEEK,
      external_only: true,
      recorded_only: "true",
      min_participants: 4,
      topic: "客户",
    });
    const wanted = truth.filter(
      (one) => one.external && one.recorded && one.participants >= 4 && one.topic.includes("客户"),
    );
    expectTotals(all, wanted);
    expect(all).toMatchSnapshot();
    for (const words of [
      "had external guests",
      "were recorded",
      "had at least 4 participants",
      "in their topic",
    ]) {
      expect(all["summary"]).toContain(words);
    }
  });

  test("local screen sharing only where all kinds are asked for, and then it is named so", async () => {
    const every = house.sandbox.tenant.meetings(WEEK.from, WEEK.to, house.now());
    const answer = await ask({ ...WEEK, kind: "all", limit: 100, order_by: "minutes" });
    expectTotals(answer, every);
    expect(every.length).toBeGreaterThan(weekly().length);
    expect(answer["summary"]).toContain("local screen sharing included");
    const one = await ask({ ...WEEK, kind: "all", topic: "本地投屏" });
    expect(one["meetings"][0].kind).toBe("screen_share");
  });
});

describe("status", () => {
  test("ongoing meetings are found without a span, have no end, and last until now", async () => {
    house.reset("2026-11-18T16:12+08:00");
    const { tenant } = house.sandbox;
    const running = tenant
      .meetings("2026-11-17", "2026-11-18", house.now())
      .filter((one) => one.end === undefined);
    const truth = running.filter((one) => one.type !== "screen_share");
    expect(truth.length).toBeGreaterThan(1);
    const answer = await ask({ status: "ongoing" });
    expect(answer["matched"]).toBe(truth.length);
    expect(shownIds(answer).sort()).toEqual(idsOf(truth));
    for (const row of answer["meetings"]) expect(row.ended_at).toBeUndefined();
    expect(answer["summary"]).toContain("are still running");
  });

  test("today's ended ones do not hold those that still run, and that is said", async () => {
    house.reset("2026-11-18T16:12+08:00");
    const answer = await ask({ period: "today" });
    expectTotals(answer, endedMeetings(house, "2026-11-18", "2026-11-18"));
    expect(answer["notes"].join(" ")).toContain("status ongoing");
  });
});

describe("order and reading on", () => {
  test("newest, longest or largest first, and what is first is said", async () => {
    const truth = weekly();
    const starts = (await ask({ ...WEEK, limit: 100 }))["meetings"].map(
      (row: { started_at: string }) => row.started_at,
    );
    expect(starts).toEqual(starts.toSorted((one: string, other: string) => (one < other ? 1 : -1)));
    const longest = Math.max(...truth.map((one) => one.seconds));
    const byMinutes = await ask({ ...WEEK, order_by: "minutes", limit: 1 });
    expect(byMinutes["meetings"][0].minutes).toBe(oneDecimal(longest / 60));
    const largest = truth.reduce((one, other) => (other.participants > one.participants ? other : one));
    const bySize = await ask({ ...WEEK, order_by: "participants", limit: 1 });
    expect(bySize["meetings"][0]).toMatchObject({
      number: largest.number,
      participants: largest.participants,
      started_at: shanghai(largest.start),
    });
  });

  test("skip goes on through every row once, without a further request, also while today goes on", async () => {
    const { ask: next } = await house.asker();
    const ids: string[] = [];
    const goesOn: [told: string, expected: string][] = [];
    let requests = 0;
    for (let [skip, matched] = [0, 1]; skip < matched; ) {
      const answer = await next(TOOL, { period: "this_week", skip });
      if (skip === 0) requests = house.sandbox.requests.length;
      ids.push(...shownIds(answer));
      skip += answer["shown"];
      matched = answer["matched"];
      const told: readonly string[] = answer["notes"] ?? [];
      const skips = told.flatMap((note) => /\bskip (\d+)/.exec(note)?.[1] ?? []);
      goesOn.push([skips.join(), skip < matched ? String(skip) : ""]);
    }
    for (const [told, expected] of goesOn) expect(told).toBe(expected);
    expect(house.sandbox.requests).toHaveLength(requests);
    expect([...ids].sort()).toEqual(idsOf(endedMeetings(house, "2026-11-16", "2026-11-18")));
  });

  test("limit 0 counts only; a skip beyond the end shows nothing", async () => {
    const counted = await ask({ ...WEEK, limit: 0 });
    expectTotals(counted, weekly());
    expect(counted).toMatchObject({ meetings: [], shown: 0 });
    const beyond = await ask({ ...WEEK, skip: 5_000 });
    expect(beyond["meetings"]).toEqual([]);
    expect(beyond["notes"]).toContainEqual(`skip 5000 is past the last of ${weekly().length}.`);
    const justBeyond = await ask({ ...WEEK, skip: weekly().length });
    expect(justBeyond["notes"]).toContainEqual(expect.stringContaining("is past the last of"));
    expect((await ask({ ...WEEK, topic: "no such topic", skip: 5 }))["notes"].join()).not.toContain("past");
    const lastOnes = await ask({ ...WEEK, skip: weekly().length - 1 });
    expect(lastOnes["notes"].join()).not.toMatch(/past the last|goes on/);
  });
});

test("a year is one question, its totals add up, and a hundred rows stay under 40,000 characters", async () => {
  const answer = await ask({ from: "2025-11-19", to: "2026-11-17", limit: 100 });
  expectTotals(answer, endedMeetings(house, "2025-11-19", "2026-11-17"));
  expect(answer["shown"]).toBeGreaterThan(40);
});

test("days more than a year ago are missing, and no figure covers them", async () => {
  const answer = await ask({ from: "2025-11-10", to: "2026-11-17", limit: 0 });
  expect(answer["complete"]).toBe(false);
  expect(answer["totals"]).toBeUndefined();
  expect(answer["matched"]).toBeUndefined();
  expect(answer["missing"][0].from).toBe("2025-11-10");
  const first = answer["covered"][0].from;
  expect(first).toBe("2025-11-18");
  const truth = endedMeetings(house, first, "2026-11-17");
  expect(answer["covered_totals"].meetings).toBe(truth.length);
});

test("whether Feishu matches by start, end or overlap makes no difference", async () => {
  const counts = [];
  for (const meetingMatch of ["start", "end", "overlap"] as const) {
    const other = await openHouse({ meetingMatch });
    const { ask: there } = await other.asker();
    const answer = await there(TOOL, { from: "2026-11-12", to: "2026-11-12", limit: 0 });
    counts.push(answer["totals"]);
    await other.close();
  }
  expect(counts[1]).toEqual(counts[0]);
  expect(counts[2]).toEqual(counts[0]);
});

function fail(): never {
  throw new Error("The week has no meeting.");
}
