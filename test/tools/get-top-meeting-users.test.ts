import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import type { Attendee } from "../../src/sandbox/people.ts";
import { type Answer, type House, instead, openHouse } from "../support/asked.ts";
import { daysBetween } from "../support/truth.ts";

const TOOL = "get_top_meeting_users";
let house: House;
beforeAll(async () => {
  house = await openHouse();
});
afterEach(() => house.reset());
afterAll(() => house.close());

async function ask(args: Record<string, unknown> = {}): Promise<Answer> {
  return (await house.asker()).ask(TOOL, args);
}

interface Truth {
  readonly name: string;
  readonly kind: Attendee["kind"];
  readonly meetings: number;
  readonly minutes: number;
}

/** Everybody's meetings and minutes on the days, the busiest first. */
function truth(from: string, to: string, by: "minutes" | "meetings"): Truth[] {
  const { tenant } = house.sandbox;
  const sums = new Map<number, { seconds: number; meetings: number }>();
  for (const day of daysBetween(from, to)) {
    const totals = tenant.totalsOn(Date.parse(day) / 86_400_000, house.now());
    for (const [place, meetings] of totals.meetings.entries()) {
      const before = sums.get(place) ?? { seconds: 0, meetings: 0 };
      sums.set(place, {
        seconds: before.seconds + (totals.seconds[place] ?? 0),
        meetings: before.meetings + meetings,
      });
    }
  }
  return [...sums]
    .flatMap(([place, { seconds, meetings }]) => {
      const attendee = tenant.attendeeAt(place);
      if (attendee === undefined || meetings === 0) return [];
      return [
        { name: tenant.nameOf(attendee), kind: attendee.kind, meetings, minutes: Math.floor(seconds / 60) },
      ];
    })
    .sort((one, other) => other[by] - one[by]);
}

interface User {
  readonly name: string;
  readonly type?: number;
  readonly meetings: number;
  readonly minutes: number;
  readonly id?: string;
}

function top(users: readonly User[]) {
  return instead("get_top_user", {
    top_user_report: users.map(({ name, type = 1, meetings, minutes, id }, place) => ({
      id: id ?? `ou_${place}`,
      name,
      user_type: type,
      meeting_count: String(meetings),
      meeting_duration: String(minutes),
    })),
  });
}

test("without arguments: ten people, by minutes, of the last seven days", async () => {
  const answer = await ask();
  expect(answer).toMatchSnapshot();
  expect(answer["rows"]).toHaveLength(10);
  const people = truth("2026-11-11", "2026-11-17", "minutes").filter((one) => one.kind === "person");
  for (const [place, row] of answer["rows"].entries()) {
    expect(row).toMatchObject({ minutes: people[place]?.minutes, kind: "person" });
    expect(row.hours).toBe(Math.round((row.minutes / 60) * 10) / 10);
  }
  expect((await (await house.asker()).told(TOOL, {})).text.length).toBeLessThan(8_000);
});

describe("arguments", () => {
  test("always a hundred are fetched, in Feishu's order by what was asked for", async () => {
    for (const [order_by, code] of [
      ["minutes", "2"],
      ["meetings", "1"],
    ] as const) {
      const answer = await ask({ period: "last_week", order_by, limit: 100, kind: "all", data_region: "cn" });
      expect(house.sandbox.requests.at(-1)?.query).toMatchObject({ limit: "100", order_by: code, unit: "0" });
      const all = truth("2026-11-09", "2026-11-15", order_by).slice(0, 100);
      expect(answer["rows"].map((row: Record<string, number>) => row[order_by])).toEqual(
        all.map((one) => one[order_by]),
      );
      expect(answer).toMatchObject({ order_by, kind: "all", matched: 100 });
    }
  });

  test("rooms and callers have lists of their own, ranked anew from the first place", async () => {
    const rooms = await ask({ period: "last_28_days", kind: "rooms", limit: 5 });
    expect(rooms["rows"][0]).toMatchObject({ rank: 1, kind: "room" });
    expect(rooms["rows"][0].id).toMatch(/^omm_/);
    const phones = await ask({ period: "last_28_days", kind: "phone" });
    for (const row of phones["rows"]) expect(row.kind).toBe("phone");
    expect(phones["summary"]).toMatch(/phone/);
    expect(phones["summary"]).not.toMatch(/138|sip\.example/);
  });

  test("in the type of id that was asked for", async () => {
    const answer = await ask({ user_id_type: "union_id", limit: "1" });
    expect(answer["rows"][0].id).toMatch(/^on_/);
    expect(answer["id_type"]).toBe("union_id");
  });
});

describe("traps of the top list", () => {
  test("a room in the first places is no person, and its minutes are no overwork", async () => {
    house.sandbox.trouble(
      top([
        { name: "Everest 12F", type: 2, meetings: 400, minutes: 24_600 },
        { name: "+86 138****1007", type: 6, meetings: 50, minutes: 4_000 },
        { name: "a sip line", type: 7, meetings: 40, minutes: 3_000 },
        { name: "a guest", type: 5, meetings: 30, minutes: 2_000 },
        { name: "Person", meetings: 20, minutes: 1_200 },
      ]),
    );
    const { ask: again } = await house.asker();
    const people = await again(TOOL, { period: "last_month" });
    expect(people["rows"]).toEqual([
      { rank: 1, id: "ou_4", name: "Person", kind: "person", meetings: 20, minutes: 1_200, hours: 20 },
    ]);
    const kinds = (await again(TOOL, { period: "last_month", kind: "all" }))["rows"];
    expect(kinds.map((row: { kind: string }) => row.kind)).toEqual([
      "room",
      "phone",
      "phone",
      "other",
      "person",
    ]);
  });

  test("with user_id a room fails the whole list: it is asked again with open_id, and the answer says so", async () => {
    const answer = await ask({ period: "last_28_days", user_id_type: "user_id" });
    expect(answer["id_type"]).toBe("open_id");
    expect(answer["rows"][0].id).toMatch(/^ou_/);
    expect(answer["notes"].join(" ")).toContain("122359");
  });

  test("minutes are minutes: a figure that looks like seconds is doubted, not converted", async () => {
    house.sandbox.trouble({ operation: "get_top_user", kind: "unit_seconds" });
    const doubted = await ask({ period: "last_week" });
    expect(doubted["notes"].join(" ")).toMatch(/unit .*doubtful/);
    const sure = await ask({ period: "last_week" });
    expect(sure["notes"]?.join(" ") ?? "").not.toMatch(/doubtful/);
    expect(doubted["rows"][0].minutes).toBe(sure["rows"][0].minutes * 60);
  });

  test("ties share a rank, and everybody who shares the first place is named", async () => {
    house.sandbox.trouble(
      top([
        { name: "Bo", meetings: 20, minutes: 100 },
        { name: "Ann", meetings: 20, minutes: 90 },
        { name: "Cy", meetings: 9, minutes: 80 },
        { name: "Di", meetings: 100, minutes: 10 },
      ]),
    );
    const { ask: again } = await house.asker();
    const answer = await again(TOOL, { order_by: "meetings", period: "last_week" });
    expect(answer["rows"].map((row: { name: string; rank: number }) => [row.rank, row.name])).toEqual([
      [1, "Di"],
      [2, "Ann"],
      [2, "Bo"],
      [4, "Cy"],
    ]);
    const cut = await again(TOOL, { order_by: "meetings", period: "last_week", limit: 2 });
    expect(cut["notes"]).toContain("1 more shares rank 2 with the last one shown: a larger limit shows it.");
    house.reset();
    house.sandbox.trouble(
      top([
        { name: "Ann", meetings: 20, minutes: 90 },
        { name: "Bo", meetings: 20, minutes: 100 },
      ]),
    );
    const tied = await ask({ order_by: "meetings", period: "last_week" });
    expect(tied["summary"]).toContain("Ann and Bo share first place with 20 meetings each");
  });

  test("the cut at a hundred is told with the figure of the hundredth", async () => {
    const all = truth("2026-10-21", "2026-11-17", "minutes");
    const answer = await ask({ period: "last_28_days" });
    expect(all.length).toBeGreaterThan(100);
    expect(answer["notes"].join(" ")).toContain(`${all[99]?.minutes.toLocaleString("en")} minutes`);
    expect(answer["matched"]).toBeLessThan(100);
  });

  test("a span that is reachable in part ranks nobody", async () => {
    const answer = await ask({ from: "2026-08-01", to: "2026-11-17" });
    expect(answer).toMatchObject({ complete: false, rows: [] });
    expect(answer["matched"]).toBeUndefined();
    expect(answer["missing"][0].from).toBe("2026-08-01");
    const { refused } = await house.asker();
    const failure = await refused(TOOL, { from: "2026-05-01", to: "2026-05-31" });
    expect(failure).toMatchObject({
      kind: "input",
      remedy: expect.stringContaining("get_user_meeting_stats"),
    });
  });

  test("the day 90 days ago is tried; where it is refused nobody is ranked and the missing day is named", async () => {
    const answer = await ask({ period: "last_90_days" });
    expect(answer).toMatchObject({ complete: false, rows: [] });
    expect(answer["matched"]).toBeUndefined();
    expect(answer["missing"]).toMatchObject([{ from: "2026-08-20", to: "2026-08-20" }]);
    const later = await ask({ from: "2026-08-21", to: "2026-11-17" });
    expect(later).toMatchObject({ complete: true, shown: 10 });
  });

  test("limit out of range is refused", async () => {
    const { refused } = await house.asker();
    for (const limit of [0, 101]) {
      expect((await refused(TOOL, { limit })).message).toContain("from 1 to 100");
    }
  });
});
