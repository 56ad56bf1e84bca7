import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { type Answer, type House, instead, openHouse } from "../support/asked.ts";
import { dayInShanghai, meetingOn, oneDecimal, shanghai, visitorsOf } from "../support/truth.ts";

const TOOL = "list_meeting_participants";
/** Scheduled 09:00 to 09:15; the rows of these tests lie around it. */
const STANDUP = { meeting_number: "123456789", on: "2026-11-17", expected_start: "2026-11-17T09:00" };
let house: House;
beforeAll(async () => {
  house = await openHouse();
});
afterEach(() => house.reset());
afterAll(() => house.close());

interface Row {
  readonly name?: string;
  readonly user?: string;
  readonly room?: string;
  readonly join: string;
  readonly leave: string;
  readonly time: string;
  readonly role?: string;
}

function wireRow({ name = "Somebody", user = "", room = "", join, leave, time, role }: Row) {
  return {
    participant_name: name,
    user_id: user,
    meeting_room_id: room,
    is_external: false,
    join_time: `2026.11.17 ${join} (GMT+08:00)`,
    leave_time: `2026.11.17 ${leave} (GMT+08:00)`,
    time_in_meeting: time,
    ...(role !== undefined && { webinar_user_role: role }),
  };
}

async function askRows(rows: readonly Row[], args: Record<string, unknown> = STANDUP): Promise<Answer> {
  house.sandbox.trouble(instead("participant_list", { participants: rows.map(wireRow), has_more: false }));
  return (await house.asker()).ask(TOOL, args);
}

async function ask(args: Record<string, unknown>): Promise<Answer> {
  return (await house.asker()).ask(TOOL, args);
}

describe("one person in several rows", () => {
  test("who came back inside one row was away for what leave - join exceeds the time by", async () => {
    const { people, counts } = await askRows([
      { user: "ou_a", join: "09:00:00", leave: "10:00:00", time: "00:45:00" },
    ]);
    expect(people).toMatchObject([{ rows: 1, minutes: 45, away_minutes: 15 }]);
    expect(people[0].devices).toBeUndefined();
    expect(counts).toMatchObject({ people: 1, rejoined: 1, rows: 1 });
  });

  test("a minute that the clocks disagree about is no coming back", async () => {
    const { people, counts } = await askRows([
      { user: "ou_a", join: "09:00:00", leave: "10:00:00", time: "00:59:00" },
    ]);
    expect(counts.rejoined).toBe(0);
    expect(people[0].away_minutes).toBeUndefined();
    expect(people[0].minutes).toBe(59);
  });

  test("who came back as two rows is one entry, and the times of both add up", async () => {
    const { people, counts } = await askRows([
      { user: "ou_a", join: "09:30:00", leave: "10:00:00", time: "00:30:00" },
      { user: "ou_a", join: "09:00:00", leave: "09:20:00", time: "00:20:00" },
    ]);
    expect(people).toMatchObject([{ rows: 2, minutes: 50, away_minutes: 10 }]);
    expect(people[0]).toMatchObject({
      joined_at: "2026-11-17T09:00:00+08:00",
      left_at: "2026-11-17T10:00:00+08:00",
    });
    expect(counts).toMatchObject({ people: 1, rejoined: 1, rows: 2 });
  });

  test("two devices at once never make more minutes than the union of their times", async () => {
    const { people, counts } = await askRows([
      { user: "ou_a", join: "09:00:00", leave: "10:00:00", time: "01:00:00" },
      { user: "ou_a", join: "09:10:00", leave: "10:05:00", time: "00:55:00" },
      { user: "ou_a", join: "09:20:00", leave: "09:30:00", time: "00:10:00" },
    ]);
    expect(people).toMatchObject([{ rows: 3, minutes: 65, devices: 3 }]);
    expect(people[0].away_minutes).toBeUndefined();
    expect(counts.rejoined).toBe(0);
  });

  test("in the invented tenant nobody is in a meeting for longer than it lasted", async () => {
    const answer = await ask({
      meeting_number: "987654321",
      on: "2026-11-16",
      order_by: "minutes",
      limit: 100,
    });
    const truth = new Map(
      visitorsOf(house, meetingOn(house, "987654321", "2026-11-16")).map((one) => [
        `${one.name} ${shanghai(one.join)}`,
        one,
      ]),
    );
    expect(answer["people"].some((row: { devices?: number }) => row.devices === 2)).toBe(true);
    for (const row of answer["people"]) {
      expect(row.share_percent).toBeLessThanOrEqual(100);
      expect(row.minutes).toBe(oneDecimal((truth.get(`${row.name} ${row.joined_at}`)?.seconds ?? 0) / 60));
    }
  });

  test("namesakes are told apart by their ids, and who has no id is never merged with anybody", async () => {
    const { people, counts, notes } = await askRows([
      { name: "王伟", user: "ou_a", join: "09:00:00", leave: "09:10:00", time: "00:10:00" },
      { name: "王伟", user: "ou_b", join: "09:01:00", leave: "09:10:00", time: "00:09:00" },
      { name: "访客", join: "09:02:00", leave: "09:10:00", time: "00:08:00" },
      { name: "访客", join: "09:03:00", leave: "09:10:00", time: "00:07:00" },
    ]);
    expect(people.map((one: { kind: string }) => one.kind)).toEqual([
      "person",
      "person",
      "unidentified",
      "unidentified",
    ]);
    expect(counts.people).toBe(4);
    expect(notes.join(" ")).toContain("2 participants without an id (guests by link, telephone");
  });
});

describe("times", () => {
  test("01:05:00 is an hour and five minutes, and 10:00:00 is longer than 9:00:00", async () => {
    const { people } = await askRows(
      [
        { user: "ou_a", join: "00:00:00", leave: "23:00:00", time: "9:00:00" },
        { user: "ou_b", join: "00:00:00", leave: "23:00:00", time: "10:00:00" },
        { user: "ou_c", join: "09:00:00", leave: "10:05:00", time: "01:05:00" },
      ],
      { ...STANDUP, order_by: "minutes" },
    );
    expect(people.map((one: { minutes: number }) => one.minutes)).toEqual([600, 540, 65]);
  });

  test("an instant keeps its offset: 02:00 at GMT+01:00 is 09:00 in Shanghai", async () => {
    const row = { ...wireRow({ user: "ou_a", join: "09:00:00", leave: "09:10:00", time: "00:10:00" }) };
    const shifted = { ...row, join_time: "2026.11.17 02:00:00 (GMT+01:00)" };
    house.sandbox.trouble(instead("participant_list", { participants: [shifted], has_more: false }));
    expect((await ask(STANDUP))["people"][0].joined_at).toBe("2026-11-17T09:00:00+08:00");
  });

  test("late is the first arrival, early the last departure: who dropped out and came back is neither", async () => {
    const { people } = await askRows(
      [
        { user: "ou_a", join: "09:00:00", leave: "09:02:00", time: "00:02:00" },
        { user: "ou_a", join: "09:10:00", leave: "09:15:00", time: "00:05:00" },
      ],
      { ...STANDUP, expected_end: "2026-11-17T09:15" },
    );
    expect(people[0].late_by_minutes).toBeUndefined();
    expect(people[0].left_early_by_minutes).toBeUndefined();
    expect(people[0].away_minutes).toBe(8);
  });

  test("late is later by more than the minutes given: five minutes sharp are not late, a second more is", async () => {
    const { people } = await askRows([
      { user: "ou_a", join: "09:05:00", leave: "09:15:00", time: "00:10:00" },
      { user: "ou_b", join: "09:05:01", leave: "09:15:00", time: "00:09:59" },
    ]);
    expect(people[0].late_by_minutes).toBeUndefined();
    expect(people[1].late_by_minutes).toBe(5);
  });
});

describe("rooms", () => {
  const rows = [
    { name: "Everest 12F", room: "omm_a", join: "09:40:00", leave: "09:50:00", time: "00:10:00" },
    { user: "ou_a", join: "09:40:00", leave: "09:50:00", time: "00:10:00" },
  ];

  test("are never late, never early, and no people", async () => {
    const { people, counts } = await askRows(rows, { ...STANDUP, expected_end: "2026-11-17T10:30" });
    expect(counts).toMatchObject({ people: 1, rooms: 1, late: 1 });
    const room = people.find((one: { kind: string }) => one.kind === "room");
    expect(room).toMatchObject({ name: "Everest 12F", id: "omm_a" });
    expect(room.late_by_minutes ?? room.left_early_by_minutes).toBeUndefined();
  });

  test.for(["late", "left_early", "external", "rejoined"])(
    "are not among those that are %s",
    async (only) => {
      const { people } = await askRows(rows, { ...STANDUP, only });
      expect(people.filter((one: { kind: string }) => one.kind === "room")).toEqual([]);
    },
  );
});

describe("which meeting", () => {
  test("a recurring number is asked for with that day's own exact start and end", async () => {
    for (const on of ["2026-11-16", "2026-11-17"]) {
      const meeting = meetingOn(house, "123456789", on);
      const answer = await ask({ meeting_number: "123456789", on, limit: 100 });
      const sent = house.sandbox.requests.filter(({ operation }) => operation === "participant_list").at(-1);
      expect(sent?.query).toMatchObject({
        meeting_no: "123456789",
        meeting_start_time: String(meeting.start),
        meeting_end_time: String(meeting.end),
        meeting_status: "2",
      });
      expect(answer["counts"].people).toBe(
        visitorsOf(house, meeting).filter((one) => one.kind !== "room").length,
      );
    }
  });

  test("a number that met twice on the day is refused with both starts, and each start then finds its own", async () => {
    const { refused } = await house.asker();
    const failure = await refused(TOOL, { meeting_number: "246813579", on: "2026-11-11" });
    expect(failure.kind).toBe("input");
    const starts = failure.message.match(/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+08:00/g) ?? [];
    expect(starts).toHaveLength(2);
    for (const started_at of starts) {
      expect((await ask({ meeting_number: "246813579", started_at, limit: 0 }))["meeting"].started_at).toBe(
        started_at,
      );
    }
  });

  test("a meeting over midnight is found by the day it started, and by the day it ran into", async () => {
    const release = meetingOn(house, "555000123", "2026-11-12");
    expect(dayInShanghai(release.end ?? 0)).toBe("2026-11-13");
    for (const on of ["2026-11-12", "2026-11-13"]) {
      const answer = await ask({ meeting_number: "555000123", on });
      expect(answer["meeting"]).toMatchObject({
        started_at: shanghai(release.start),
        ended_at: shanghai(release.end ?? 0),
      });
      expect(answer["counts"].people).toBeGreaterThan(0);
    }
  });

  test("an ongoing meeting is asked for up to now, is said to run, and nobody has left it early", async () => {
    house.reset("2026-11-18T16:12+08:00");
    const answer = await ask({ meeting_number: "246813579", started_at: "2026-11-18T16:00", limit: 100 });
    const sent = house.sandbox.requests.filter(({ operation }) => operation === "participant_list").at(-1);
    expect(sent?.query).toMatchObject({ meeting_status: "1", meeting_end_time: String(house.now()) });
    expect(answer["meeting"]).toMatchObject({ ongoing: true });
    expect(answer["meeting"].ended_at).toBeUndefined();
    expect(answer["counts"].left_early).toBeUndefined();
    expect(answer["summary"]).toContain("still running");
    const there = answer["people"].filter((row: { left_at?: string }) => row.left_at === undefined);
    expect(there.length).toBeGreaterThan(0);
  });

  test("a meeting that ends while it is looked up is one meeting that has ended", async () => {
    const row = {
      meeting_id: "123123123",
      meeting_instance_id: "70001",
      meeting_topic: "A topic",
      meeting_type: 2,
      meeting_start_time: "2026.11.18 15:00:00 (GMT+08:00)",
      meeting_end_time: "2026.11.18 15:29:00 (GMT+08:00)",
      meeting_duration: "00:29:00",
      number_of_participants: "1",
      number_of_devices: "1",
      recording: false,
      is_external: false,
    };
    house.sandbox.trouble(instead("meeting_list", { meeting_list: [row], has_more: false }));
    const join = { user: "ou_a", join: "15:00:00", leave: "15:29:00", time: "00:29:00" };
    const answer = await askRows([join], { meeting_number: "123123123", on: "2026-11-18" });
    expect(answer["meeting"]).toMatchObject({ minutes: 29, ended_at: "2026-11-18T15:29:00+08:00" });
    const asked = house.sandbox.requests.filter(({ operation }) => operation === "meeting_list").slice(-2);
    expect(asked.map(({ query }) => query["meeting_status"])).toEqual(["1", "2"]);
  });

  test.for([126009, 121004])(
    "%d is a failure that says where to look, never 0 participants",
    async (code) => {
      house.sandbox.trouble({ operation: "participant_list", kind: "error_code", code });
      const { refused } = await house.asker();
      const failure = await refused(TOOL, { meeting_number: "123456789", on: "2026-11-17" });
      expect(failure).toMatchObject({ kind: "missing", feishu_code: code });
      expect(failure.remedy).toContain("find_meetings");
    },
  );

  test("a number that did not meet on the day is missing, with the nearest starts", async () => {
    const { refused } = await house.asker();
    const failure = await refused(TOOL, { meeting_number: "987654321", on: "2026-11-17" });
    expect(failure).toMatchObject({ kind: "missing", message: expect.stringContaining("2026-11-16T09:5") });
    const unknown = await refused(TOOL, { meeting_number: "111111111" });
    expect(unknown).toMatchObject({ kind: "missing", remedy: expect.stringContaining("find_meetings") });
  });

  test("a webinar's panelists and audience are both read, though Feishu gives one role at a time", async () => {
    const before = house.sandbox.requests.length;
    await ask({ meeting_number: "800800800", on: "2026-11-12", limit: 0 });
    const roles = house.sandbox.requests.slice(before).map(({ query }) => query["webinar_user_role"]);
    expect(roles).toContain("0");
    expect(roles).toContain("3");
  });
});
