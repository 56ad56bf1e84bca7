import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { type Answer, type House, instead, numbersIn, openHouse } from "../support/asked.ts";
import { endedMeetings, meetingOn, visitorsOf } from "../support/truth.ts";

const FOR_GOOD = Number.POSITIVE_INFINITY;
const WEEK = { from: "2026-11-09", to: "2026-11-15" };
const ALL_HANDS = { meeting_number: "987654321", on: "2026-11-16" };
let house: House;
beforeAll(async () => {
  house = await openHouse();
});
afterEach(() => house.reset());
afterAll(() => house.close());

async function ask(tool: string, args: Record<string, unknown>): Promise<Answer> {
  return (await house.asker()).ask(tool, args);
}

/** Where figures may stand that are none over the window. */
function pathsOfNumbers(answer: Answer): string[] {
  return numbersIn(answer).map(({ path }) => path.replaceAll(/\d+/g, "N"));
}

describe("pages", () => {
  test("an empty page that says there is more is not the end", async () => {
    house.sandbox.trouble({ operation: "participant_list", kind: "empty_page", onCall: 2, times: 2 });
    const answer = await ask("list_meeting_participants", ALL_HANDS);
    const people = visitorsOf(house, meetingOn(house, "987654321", "2026-11-16")).filter(
      (one) => one.kind !== "room",
    );
    expect(answer["counts"].people).toBe(people.length);
    house.sandbox.trouble({ operation: "meeting_list", kind: "empty_page" });
    expect((await ask("find_meetings", WEEK))["matched"]).toBe(
      endedMeetings(house, WEEK.from, WEEK.to).length,
    );
  });

  test("a page that is shorter than its size is not the end either: everybody of a large meeting is there", async () => {
    const before = house.sandbox.requests.length;
    const answer = await ask("list_meeting_participants", { ...ALL_HANDS, limit: 0 });
    const rows = house.sandbox.tenant.participations(
      meetingOn(house, "987654321", "2026-11-16"),
      house.now(),
    ).length;
    expect(rows).toBeGreaterThan(200);
    expect(answer["counts"].rows).toBe(rows);
    const pages = house.sandbox.requests
      .slice(before)
      .filter(({ operation }) => operation === "participant_list");
    expect(pages.length).toBeGreaterThan(2);
    for (const { query } of pages) expect(query["page_size"]).toBe("100");
  });

  test.for([
    ["list_meeting_participants", "participant_list", ALL_HANDS],
    ["find_meetings", "meeting_list", { period: "last_30_days" }],
  ] as const)(
    "%s: a page token that comes back ends the reading, without a figure and without an end",
    async ([tool, operation, args]) => {
      house.sandbox.trouble({ operation, kind: "repeated_token", times: FOR_GOOD });
      const before = house.sandbox.requests.length;
      const answer = await ask(tool, args);
      expect(answer["complete"]).toBe(false);
      expect(answer["remaining"]).toBeUndefined();
      expect(answer["missing"][0].why).toContain("leads back to a page that was read already");
      expect(house.sandbox.requests.length - before).toBeLessThan(20);
    },
  );

  test("a page that fails once is asked again, and nothing is lost or doubled", async () => {
    const whole = await ask("find_meetings", WEEK);
    house.sandbox.trouble({ operation: "meeting_list", kind: "page_fails", page: 1 });
    expect(await ask("find_meetings", WEEK)).toEqual({ ...whole, as_of: expect.any(String) });
  });

  test("a limit is waited for by its header, then the reading goes on where it stopped", async () => {
    house.sandbox.trouble({
      operation: "participant_list",
      kind: "rate_limited",
      resetSeconds: 7,
      onCall: 2,
    });
    const began = house.now();
    const before = house.sandbox.requests.length;
    const answer = await ask("list_meeting_participants", { ...ALL_HANDS, limit: 0 });
    expect(answer["complete"]).toBe(true);
    expect(house.now() - began).toBe(7);
    const asked = house.sandbox.requests
      .slice(before)
      .filter(({ operation }) => operation === "participant_list");
    const tokens = asked.map(({ query }) => query["page_token"] ?? "first");
    expect(tokens[1]).toBe(tokens[2]);
    expect(new Set(tokens).size).toBe(tokens.length - 1);
  });
});

describe("a page that fails for good leaves no figure over the window anywhere", () => {
  test("list_meeting_participants", async () => {
    house.sandbox.trouble({ operation: "participant_list", kind: "page_fails", page: 1, times: FOR_GOOD });
    const answer = await ask("list_meeting_participants", { ...ALL_HANDS, limit: 100 });
    expect(answer).toMatchObject({ complete: false, missing: [{ from: "2026-11-16", to: "2026-11-16" }] });
    expect(answer["people"] ?? []).toEqual([]);
    expect(pathsOfNumbers(answer)).toEqual(["meeting.minutes"]);
    expect(answer["summary"]).not.toMatch(/\b\d+ (?:people|persons?|rooms?|of|came|left)/);
  });

  test("find_meetings within one month", async () => {
    house.sandbox.trouble({ operation: "meeting_list", kind: "page_fails", page: 1, times: FOR_GOOD });
    for (const order_by of ["start", "participants"]) {
      const answer = await ask("find_meetings", { ...WEEK, order_by });
      expect(answer).toMatchObject({ complete: false, covered: [], meetings: [] });
      expect(answer["missing"][0].why).toContain("Feishu failed inside");
      expect(pathsOfNumbers(answer)).toEqual(["window.days"]);
      expect(answer["summary"]).not.toMatch(/\d+ meetings|\d hours/);
    }
  });

  test("find_meetings over two months: the month that was read stands by itself, and nothing else", async () => {
    const october = endedMeetings(house, "2026-10-20", "2026-10-31");
    house.sandbox.trouble({
      operation: "meeting_list",
      kind: "error_code",
      code: 121001,
      onCall: 2,
      times: FOR_GOOD,
    });
    const { ask: narrow } = await house.asker();
    const answer = await narrow("find_meetings", { from: "2026-10-20", to: "2026-11-17", limit: 5 });
    expect(answer["complete"]).toBe(false);
    const paths = new Set(pathsOfNumbers(answer).map((path) => path.split(".")[0]));
    for (const path of paths) expect(["window", "covered_totals", "meetings", "remaining"]).toContain(path);
    for (const { from, to } of answer["covered"]) {
      expect(endedMeetings(house, from, to)).toHaveLength(answer["covered_totals"].meetings);
    }
    expect(october.length).toBeGreaterThan(0);
    expect(answer["summary"]).toContain("no figures over the whole span");
    for (const note of answer["notes"] ?? []) expect(note).not.toMatch(/^\d+ more/);
  });

  test("get_meeting_report, whose one reply fails, is a failure", async () => {
    house.sandbox.trouble({ operation: "get_daily", kind: "http_error", status: 502, times: FOR_GOOD });
    const { refused } = await house.asker();
    expect(await refused("get_meeting_report")).toMatchObject({ kind: "upstream" });
  });

  test("until everything was read nobody is ranked, late, early or back", async () => {
    house.sandbox.trouble({ operation: "participant_list", kind: "page_fails", page: 2, times: FOR_GOOD });
    for (const only of ["late", "left_early", "rejoined", "external"]) {
      const answer = await ask("list_meeting_participants", { ...ALL_HANDS, only });
      expect(answer["people"] ?? []).toEqual([]);
      expect(answer["counts"]).toBeUndefined();
    }
  });
});

describe("out of time", () => {
  test("what was read is kept, and the same call goes on from there", async () => {
    const { ask: hurried } = await house.asker({ workBudgetSeconds: 1 });
    house.sandbox.trouble({
      operation: "participant_list",
      kind: "rate_limited",
      resetSeconds: 30,
      onCall: 2,
    });
    const before = house.sandbox.requests.length;
    const first = await hurried("list_meeting_participants", ALL_HANDS);
    expect(first).toMatchObject({ complete: false, remaining: { done_pages: 1, call_again: true } });
    expect(first["counts"]).toBeUndefined();
    house.reset("2026-11-18T15:31+08:00");
    const second = await hurried("list_meeting_participants", ALL_HANDS);
    expect(second["complete"]).toBe(true);
    const firstPages = house.sandbox.requests
      .slice(before)
      .filter(
        ({ operation, query }) => operation === "participant_list" && query["page_token"] === undefined,
      );
    expect(firstPages).toHaveLength(1);
  });

  test("nothing read at all is a busy failure with the seconds to wait", async () => {
    house.sandbox.trouble({ operation: "get_daily", kind: "rate_limited", resetSeconds: 120 });
    const { refused } = await house.asker();
    const failure = await refused("get_meeting_report");
    expect(failure).toMatchObject({ kind: "busy", retry_after_seconds: 120, feishu_code: 99991400 });
  });
});

describe("a reply that is none", () => {
  test.for(["html", "empty_body", "cut", "other_shape", "reset"] as const)(
    "%s is a failure, never data",
    async (kind) => {
      house.sandbox.trouble({ operation: "get_daily", kind, times: FOR_GOOD });
      const { refused, told } = await house.asker();
      expect((await refused("get_meeting_report")).kind).toBe("upstream");
      expect((await told("get_meeting_report")).text).not.toContain("<html");
    },
  );

  test("a code inside HTTP 200 is the failure that it says", async () => {
    house.sandbox.trouble({ operation: "meeting_list", kind: "error_code", code: 121005, inside200: true });
    const { refused } = await house.asker();
    expect(await refused("find_meetings")).toMatchObject({ kind: "access", feishu_code: 121005 });
  });

  test.for(["meeting_count", "meeting_duration", "participant_count", "date"])(
    "a report row without a proper %s gives no figure at all",
    async (field) => {
      for (const value of ["many", "-3", "1.5", null, ""]) {
        house.sandbox.trouble({ operation: "get_daily", kind: "bad_row", field, value });
        const { refused } = await house.asker();
        expect((await refused("get_meeting_report")).kind).toBe("upstream");
      }
    },
  );
});

test("figures arrive as strings and sort as numbers: 100 is more than 9", async () => {
  const day = (date: string, count: string) => ({
    date: String(Date.parse(`${date}T00:00:00Z`) / 1000),
    meeting_count: count,
    meeting_duration: "600",
    participant_count: count,
  });
  const rows = [
    day("2026-11-15", "100"),
    day("2026-11-16", "9"),
    day("2026-11-17", "20"),
    day("2026-11-18", "1"),
  ];
  house.sandbox.trouble(
    instead("get_daily", {
      meeting_report: {
        total_meeting_count: "130",
        total_meeting_duration: "2400",
        total_participant_count: "130",
        daily_report: rows,
      },
    }),
  );
  const answer = await ask("get_meeting_report", { from: "2026-11-15", to: "2026-11-17" });
  expect(answer["busiest"]).toMatchObject([{ date: "2026-11-15", meetings: 100 }]);
  expect(answer["quietest"]).toMatchObject([{ date: "2026-11-16", meetings: 9 }]);
  expect(answer["totals"]).toMatchObject({ meetings: 129, meeting_minutes: 30, participants: 129 });
  expect(answer["notes"] ?? []).toEqual([]);
});
