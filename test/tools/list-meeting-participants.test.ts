import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { type Answer, type House, openHouse } from "../support/asked.ts";
import { meetingOn, oneDecimal, shanghai, type Visitor, visitorsOf } from "../support/truth.ts";

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

const byText = (one: string, other: string) => (one < other ? -1 : 1);
const at = (iso: string) => Date.parse(`${iso}:00+08:00`) / 1000;
const allHands = () => meetingOn(house, "987654321", "2026-11-16");
const people = (visitors: readonly Visitor[]) => visitors.filter((visitor) => visitor.kind !== "room");
const names = (visitors: readonly Visitor[]) => visitors.map((visitor) => visitor.name).sort();
const shownNames = (answer: Answer): string[] =>
  answer["people"].map((one: { name: string }) => one.name).sort();

test("a recurring meeting by number alone: the newest within seven days", async () => {
  const answer = await ask({ meeting_number: "123456789" });
  expect(answer).toMatchSnapshot();
  const meeting = meetingOn(house, "123456789", "2026-11-18");
  expect(answer["meeting"]).toMatchObject({
    number: "123456789",
    started_at: shanghai(meeting.start),
    ended_at: shanghai(meeting.end ?? 0),
    minutes: oneDecimal(meeting.seconds / 60),
  });
});

test("everyone of a large meeting is counted, whatever is listed", async () => {
  const { ask: next, told } = await house.asker();
  const visitors = visitorsOf(house, allHands());
  const answer = await next(TOOL, { ...ALL_HANDS, limit: 0 });
  expect(answer).toMatchSnapshot();
  expect(answer["people"]).toEqual([]);
  const start = allHands().start;
  const end = allHands().end ?? 0;
  expect(answer["counts"]).toMatchObject({
    people: people(visitors).length,
    rooms: visitors.length - people(visitors).length,
    rows: visitors.reduce((sum, visitor) => sum + visitor.rows, 0),
    late: people(visitors).filter((visitor) => visitor.join - start > 300).length,
    left_early: people(visitors).filter((visitor) => end - (visitor.leave ?? 0) > 300).length,
  });
  const { responses } = answer["counts"];
  expect(responses.accepted + responses.declined + responses.tentative + responses.none).toBe(
    people(visitors).length,
  );
  expect((await told(TOOL, ALL_HANDS)).text.length).toBeLessThan(8_000);
  const widest = await told(TOOL, { ...ALL_HANDS, limit: 100 });
  expect(widest.text.length).toBeGreaterThan(20_000);
});

describe("late and early", () => {
  test("by what was scheduled, where the asker says it", async () => {
    const visitors = people(visitorsOf(house, allHands()));
    const late = visitors.filter((visitor) => visitor.join > at("2026-11-16T10:05"));
    const early = visitors.filter((visitor) => (visitor.leave ?? 0) < at("2026-11-16T10:55"));
    const answer = await ask({ ...ALL_HANDS, ...SCHEDULED, only: "late", limit: 100 });
    expect(answer["counts"]).toMatchObject({ late: late.length, left_early: early.length });
    expect(answer["matched"]).toBe(late.length);
    expect(answer["rules"]).toEqual({
      start: "2026-11-16T10:00:00+08:00",
      start_is: "expected",
      end: "2026-11-16T11:00:00+08:00",
      end_is: "expected",
      late_after_minutes: 5,
      early_before_minutes: 5,
    });
    expect(shownNames(answer)).toEqual(names(late));
    for (const row of answer["people"]) expect(row.late_by_minutes).toBeGreaterThan(5);
    expect(answer["notes"] ?? []).toEqual([]);
    const left = await ask({ ...ALL_HANDS, ...SCHEDULED, only: "left_early", limit: 100 });
    expect(shownNames(left)).toEqual(names(early));
  });

  test("with other minutes of grace, 0 included", async () => {
    const visitors = people(visitorsOf(house, allHands()));
    const answer = await ask({
      ...ALL_HANDS,
      ...SCHEDULED,
      late_after_minutes: 0,
      early_before_minutes: "15",
      limit: 0,
    });
    expect(answer["counts"]).toMatchObject({
      late: visitors.filter((visitor) => visitor.join > at("2026-11-16T10:00")).length,
      left_early: visitors.filter((visitor) => (visitor.leave ?? 0) < at("2026-11-16T10:45")).length,
    });
  });

  test("without a schedule by the actual start, and a note says so", async () => {
    const answer = await ask({ ...ALL_HANDS, limit: 0 });
    expect(answer["rules"]).toMatchObject({ start_is: "actual", start: shanghai(allHands().start) });
    expect(answer["notes"].join(" ")).toContain("actual start");
  });

  test("whoever stayed to the real end did not leave early, though it ended before its schedule", async () => {
    const answer = await ask({
      ...ALL_HANDS,
      expected_start: "2026-11-16T10:00",
      expected_end: "2026-11-16T12:00",
    });
    const end = allHands().end ?? 0;
    const early = people(visitorsOf(house, allHands())).filter((visitor) => end - (visitor.leave ?? 0) > 300);
    expect(answer["counts"].left_early).toBe(early.length);
    expect(answer["rules"]).toMatchObject({ end_is: "actual" });
  });
});

describe("who is listed", () => {
  test("those who came back, those from outside, those of a name", async () => {
    const back = await ask({ ...ALL_HANDS, only: "rejoined", limit: 100 });
    expect(back["people"]).toHaveLength(back["counts"].rejoined);
    for (const row of back["people"]) expect(row.away_minutes).toBeGreaterThan(1);
    const webinar = { meeting_number: "800800800", on: "2026-11-12" };
    const guests = await ask({ ...webinar, only: "external", limit: 100 });
    expect(guests["people"]).toHaveLength(guests["counts"].external);
    expect(guests["counts"].external).toBe(10);
    const named = await ask({ ...ALL_HANDS, name: "王伟", limit: 100 });
    const truth = people(visitorsOf(house, allHands())).filter((visitor) => visitor.name.includes("王伟"));
    expect(named["matched"]).toBe(truth.length);
    expect(truth.length).toBeGreaterThan(1);
    expect(new Set(named["people"].map((one: { id: string }) => one.id)).size).toBe(truth.length);
  });

  test("one person or one room, upstream, in each type of id, and the counts say so", async () => {
    const { tenant } = house.sandbox;
    const row = tenant
      .participations(allHands(), house.now())
      .find(({ attendee }) => attendee.kind === "person");
    if (row?.attendee.kind !== "person") throw new Error("Nobody came.");
    for (const user_id_type of ["open_id", "union_id", "user_id"] as const) {
      const user_id = tenant.idOf(row.attendee, user_id_type);
      const answer = await ask({ ...ALL_HANDS, user_id, user_id_type });
      expect(answer["people"]).toMatchObject([{ id: user_id, name: tenant.nameOf(row.attendee) }]);
      expect(answer).toMatchObject({ id_type: user_id_type, matched: 1, counts: { people: 1, rooms: 0 } });
      expect(answer["notes"].join(" ")).toContain("user_id only");
    }
    const room = tenant.rooms[0]?.roomId;
    const inRoom = await ask({ ...ALL_HANDS, room_id: room });
    expect(inRoom).toMatchObject({ matched: 1, counts: { people: 0, rooms: 1, late: 0 } });
    expect(inRoom["people"]).toMatchObject([{ kind: "room", id: room }]);
    expect(inRoom["notes"].join(" ")).toContain("room_id only");
  });

  test("in order of joining, of minutes or of names", async () => {
    const joined = await ask({ ...ALL_HANDS, limit: 100 });
    const joins = joined["people"].map((row: { joined_at: string }): string => row.joined_at);
    expect(joins).toEqual(joins.toSorted(byText));
    const longest = await ask({ ...ALL_HANDS, order_by: "minutes", limit: 100 });
    const minutes = longest["people"].map((row: { minutes: number }) => row.minutes);
    expect(minutes).toEqual([...minutes].sort((one, other) => other - one));
    const byName = await ask({ ...ALL_HANDS, order_by: "name", limit: 30 });
    const order = byName["people"].map((row: { name: string }) => row.name);
    expect(order).toEqual(order.toSorted(byText));
  });
});

test.for([
  [ALL_HANDS, 100],
  [{ meeting_number: "123456789", on: "2026-11-18" }, 4],
] as const)(
  "skip reads the whole list of %j, each once, without a further request",
  async ([meeting, limit]) => {
    const { ask: next } = await house.asker();
    const ids = new Set<string>();
    let shown = 0;
    let requests = 0;
    for (let matched = 1; shown < matched; ) {
      const answer = await next(TOOL, { ...meeting, limit, skip: shown });
      if (shown === 0) requests = house.sandbox.requests.length;
      matched = answer["matched"];
      shown += answer["shown"];
      for (const row of answer["people"]) ids.add(row.id);
    }
    expect(house.sandbox.requests).toHaveLength(requests);
    expect(ids.size).toBe(visitorsOf(house, meetingOn(house, meeting.meeting_number, meeting.on)).length);
  },
);

describe("which occurrence", () => {
  test("an instant in any zone, to the minute, or while it was running", async () => {
    const start = shanghai(meetingOn(house, "246813579", "2026-11-11").start);
    for (const started_at of [start, start.slice(0, 16), "2026-11-11T16:20", "2026-11-11T08:20Z"]) {
      const answer = await ask({ meeting_number: "246813579", started_at, limit: 0 });
      expect(answer["meeting"].started_at).toBe(start);
    }
  });

  test("a webinar's panelists and audience, both or one", async () => {
    const webinar = { meeting_number: "800800800", on: "2026-11-12", limit: 100 };
    const both = await ask(webinar);
    const panelists = await ask({ ...webinar, webinar_role: "panelist" });
    const audience = await ask({ ...webinar, webinar_role: "audience" });
    const meeting = meetingOn(house, "800800800", "2026-11-12");
    const visitors = visitorsOf(house, meeting);
    expect(both["counts"].people).toBe(visitors.length);
    expect(both["counts"].people).toBe(panelists["counts"].people + audience["counts"].people);
    expect(audience["counts"].people).toBe(meeting.viewers);
    expect(panelists["notes"].join(" ")).toContain("panelist of the webinar only");
    for (const row of panelists["people"]) expect(row.webinar_role).toBe("panelist");
  });
});

describe("personal fields", () => {
  const groups = ["contact", "network", "device"] as const;

  test("come where the operator opened them and the question asks for them", async () => {
    const { ask: open } = await house.asker({ personal: groups });
    const answer = await open(TOOL, { ...ALL_HANDS, include: [...groups], limit: 5 });
    expect(answer["people"][0]).toMatchObject({
      contact: { phone: expect.stringContaining("+86"), email: expect.stringContaining("@") },
      network: { public_ip: expect.stringContaining("203.0.113."), rtc_proxy: false },
      device: { device: expect.any(String), camera: expect.any(String) },
    });
    expect(answer["notes"]?.join(" ") ?? "").not.toContain("FEISHU_PERSONAL_FIELDS");
    const none = await open(TOOL, { ...ALL_HANDS, limit: 5 });
    expect(none["people"][0].contact).toBeUndefined();
  });

  test("of a closed group are left out with a note, of an open one beside it they come", async () => {
    const { ask: open } = await house.asker({ personal: ["device"] });
    const answer = await open(TOOL, { ...ALL_HANDS, include: "contact,device".split(","), limit: 3 });
    expect(answer["people"][0].device).toBeDefined();
    expect(answer["people"][0].contact).toBeUndefined();
    expect(answer["notes"].join(" ")).toContain("FEISHU_PERSONAL_FIELDS");
    const one = await open(TOOL, { ...ALL_HANDS, include: "network", limit: 1 });
    expect(one["notes"].join(" ")).toContain("keeps network closed");
  });
});

test("a schedule that cannot be this meeting's is refused with its real time", async () => {
  const { refused } = await house.asker();
  const allHands = { meeting_number: "987654321", on: "2026-11-16" };
  const late = await refused("list_meeting_participants", {
    ...allHands,
    expected_start: "2026-11-16T18:00",
  });
  expect(late).toMatchObject({ kind: "input", message: expect.stringContaining("after this meeting ended") });
  const early = await refused("list_meeting_participants", { ...allHands, expected_end: "2026-11-16T08:00" });
  expect(early).toMatchObject({
    kind: "input",
    message: expect.stringContaining("before this meeting started"),
  });
});
