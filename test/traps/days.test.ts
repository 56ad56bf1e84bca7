import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { type Asking, type House, instead, openHouse } from "../support/asked.ts";
import { usageOf } from "../support/truth.ts";

const TOOL = "get_meeting_report";
let house: House;
beforeAll(async () => {
  house = await openHouse();
});
afterEach(() => house.reset());
afterAll(() => house.close());

const utc = (day: string) => Date.parse(`${day}T00:00:00Z`) / 1000;

interface Row {
  readonly date: number;
  readonly meetings: number;
}

/** A daily report of these rows, ten minutes and two participants a meeting. */
function report(rows: readonly Row[]) {
  const total = rows.reduce((sum, row) => sum + row.meetings, 0);
  return instead("get_daily", {
    meeting_report: {
      total_meeting_count: String(total),
      total_meeting_duration: String(total * 600),
      total_participant_count: String(total * 2),
      daily_report: rows.map((row) => ({
        date: String(row.date),
        meeting_count: String(row.meetings),
        meeting_duration: String(row.meetings * 600),
        participant_count: String(row.meetings * 2),
      })),
    },
  });
}

async function ask(args: Record<string, unknown>, asking: Asking = {}) {
  return (await house.asker(asking)).ask(TOOL, args);
}

describe("which day a label means", () => {
  test.for(["Asia/Shanghai", "America/New_York", "Pacific/Auckland", "UTC"])(
    "a day label at 00:00 UTC is that date, also in %s",
    async (zone) => {
      const answer = await ask({ from: "2026-11-10", to: "2026-11-12" }, { zone });
      const truth = ["2026-11-10", "2026-11-11", "2026-11-12"].map(
        (day) => usageOf(house, day, day).meetings,
      );
      expect(answer["rows"].map((row: { date: string }) => row.date)).toEqual([
        "2026-11-10",
        "2026-11-11",
        "2026-11-12",
      ]);
      expect(answer["rows"].map((row: { meetings: number }) => row.meetings)).toEqual(truth);
      expect(answer["window"].time_zone).toBe(zone);
    },
  );

  test("a day of 25 hours in New York is one day, and the next one is the next", async () => {
    const answer = await ask({ from: "2026-11-01", to: "2026-11-02" }, { zone: "America/New_York" });
    expect(answer["rows"].map((row: { date: string }) => row.date)).toEqual(["2026-11-01", "2026-11-02"]);
    expect(answer["rows"][1].meetings).toBe(usageOf(house, "2026-11-02", "2026-11-02").meetings);
  });

  test("a label that is no midnight of UTC is the date in the tenant's zone", async () => {
    const midnight = (day: string) => utc(day) - 8 * 3600;
    house.sandbox.trouble(
      report([
        { date: midnight("2026-11-16"), meetings: 4 },
        { date: midnight("2026-11-18"), meetings: 1 },
      ]),
    );
    const answer = await ask({ from: "2026-11-16", to: "2026-11-17" });
    expect(answer["rows"]).toMatchObject([
      { date: "2026-11-16", meetings: 4 },
      { date: "2026-11-17", meetings: 0 },
    ]);
  });

  test.for(["duplicate_day", "foreign_day"] as const)(
    "a reply with a %s is refused whole, not added up",
    async (kind) => {
      house.sandbox.trouble({ operation: "get_daily", kind, times: Number.POSITIVE_INFINITY });
      const { refused } = await house.asker();
      expect(await refused(TOOL, { period: "last_week" })).toMatchObject({ kind: "upstream" });
    },
  );
});

describe("days without a row", () => {
  test("a day without a row before a later one had no meetings, whether Feishu leaves it out or says 0", async () => {
    const quiet = new Date(house.sandbox.tenant.quietDay * 86_400_000).toISOString().slice(0, 10);
    const from = new Date((house.sandbox.tenant.quietDay - 1) * 86_400_000).toISOString().slice(0, 10);
    const leftOut = await ask({ from, to: quiet });
    expect(leftOut["complete"]).toBe(true);
    expect(leftOut["rows"][1]).toEqual({ date: quiet, meetings: 0, meeting_minutes: 0, participants: 0 });
    expect(leftOut["quietest"]).toEqual([expect.objectContaining({ date: from })]);
    const zeros = await openHouse({ emptyDays: "zeros" });
    const answer = await (await zeros.asker()).ask(TOOL, { from, to: quiet });
    await zeros.close();
    expect(answer["rows"]).toEqual(leftOut["rows"]);
    expect(answer["totals"]).toEqual(leftOut["totals"]);
  });

  test("the report is asked through today, because only a later row proves that a day had no meetings", async () => {
    await ask({ from: "2026-11-10", to: "2026-11-11" });
    const sent = house.sandbox.requests.filter((request) => request.operation === "get_daily").at(-1);
    expect(Number(sent?.query["end_time"])).toBeGreaterThanOrEqual(house.now());
  });

  test("a day that Feishu has not reported yet is missing, never 0, and no figure covers it", async () => {
    house.sandbox.trouble(
      report([
        { date: utc("2026-11-15"), meetings: 3 },
        { date: utc("2026-11-16"), meetings: 9 },
      ]),
    );
    const answer = await ask({ from: "2026-11-15", to: "2026-11-17", compare_with_previous: true });
    expect(answer["complete"]).toBe(false);
    expect(answer["missing"]).toEqual([
      { from: "2026-11-17", to: "2026-11-17", why: "Feishu has not reported it yet." },
    ]);
    expect(answer["rows"].map((row: { date: string }) => row.date)).toEqual(["2026-11-15", "2026-11-16"]);
    expect(answer["covered_totals"].meetings).toBe(12);
    expect(answer["covered"]).toEqual([{ from: "2026-11-15", to: "2026-11-16" }]);
    for (const field of ["totals", "busiest", "quietest", "comparison"])
      expect(answer[field]).toBeUndefined();
    expect(answer["summary"]).toContain("2026-11-17 is missing");
  });

  test("not one day reported is an answer without figures, not a failure and not 0 meetings", async () => {
    house.sandbox.trouble(report([]));
    const answer = await ask({ period: "yesterday" });
    expect(answer).toMatchObject({ complete: false, rows: [], covered: [] });
    expect(answer["summary"]).not.toMatch(/\b0 meetings/);
  });
});

describe("days that can still change", () => {
  test.for([
    ["2026-11-18T09:29+08:00", ["2026-11-17"]],
    ["2026-11-18T09:30+08:00", []],
    ["2026-11-18T09:31+08:00", []],
  ] as const)("at %s they are %j", async ([now, open]) => {
    house.reset(now);
    const answer = await ask({ period: "last_7_days" });
    const unsettled = answer["rows"].filter((row: { final?: false }) => row.final === false);
    expect(unsettled.map((row: { date: string }) => row.date)).toEqual(open);
  });

  test("of lark they settle at 09:30 UTC, not at 09:30 in China", async () => {
    const lark = { zone: "UTC", statisticsZone: "+00:00" };
    house.reset("2026-11-18T09:29Z");
    const before = await ask({ period: "yesterday" }, lark);
    expect(before["rows"]).toMatchObject([{ date: "2026-11-17", final: false }]);
    house.reset("2026-11-18T09:31Z");
    const after = await ask({ period: "yesterday" }, lark);
    expect(after["rows"][0].final).toBeUndefined();
  });
});

describe("the reach of the report", () => {
  test("89 days ago is there", async () => {
    const answer = await ask({ from: "2026-08-21", to: "2026-08-21" });
    expect(answer["totals"].meetings).toBe(usageOf(house, "2026-08-21", "2026-08-21").meetings);
  });

  test("90 days ago is tried: missing where Feishu refuses it, with the tool that reaches further", async () => {
    const answer = await ask({ from: "2026-08-20", to: "2026-08-22" });
    expect(answer["missing"]).toMatchObject([{ from: "2026-08-20", to: "2026-08-20" }]);
    expect(JSON.stringify(answer)).toContain("find_meetings");
    const { refused } = await house.asker();
    const alone = await refused(TOOL, { from: "2026-08-20", to: "2026-08-20" });
    expect(alone.remedy).toContain("find_meetings");
  });

  test("90 days ago counts where Feishu gives it", async () => {
    house.sandbox.trouble(
      report([
        { date: utc("2026-08-20"), meetings: 5 },
        { date: utc("2026-08-22"), meetings: 6 },
      ]),
    );
    const answer = await ask({ from: "2026-08-20", to: "2026-08-21" });
    expect(answer).toMatchObject({ complete: true, totals: { meetings: 5 } });
  });

  test("91 days ago is refused before anything is asked, with a call that can answer", async () => {
    const before = house.sandbox.requests.length;
    const { refused } = await house.asker();
    const failure = await refused(TOOL, { from: "2026-08-01", to: "2026-08-19" });
    expect(failure).toMatchObject({ kind: "input", message: expect.stringContaining("2026-08-20") });
    expect(failure.remedy).toContain('find_meetings with {"from":"2026-08-01","to":"2026-08-19","limit":0}');
    expect(house.sandbox.requests).toHaveLength(before);
  });
});

test("next Monday has no figures: it is refused without a request, and the calendar is named", async () => {
  const before = house.sandbox.requests.length;
  const { refused } = await house.asker();
  for (const tool of [TOOL, "find_meetings"]) {
    const failure = await refused(tool, { from: "2026-11-23", to: "2026-11-23" });
    expect(failure.kind).toBe("input");
    expect(failure.remedy).toContain("calendar");
  }
  expect(house.sandbox.requests).toHaveLength(before);
});

test("last month is the calendar month, on its first day too", async () => {
  house.reset("2026-11-01T00:10+08:00");
  const answer = await ask({ period: "last_month" });
  expect(answer["window"]).toMatchObject({ from: "2026-10-01", to: "2026-10-31", days: 31 });
  expect(answer["totals"].meetings).toBe(usageOf(house, "2026-10-01", "2026-10-31").meetings);
  const running = await ask({ period: "this_month" });
  expect(running["window"]).toMatchObject({ from: "2026-11-01", to: "2026-11-01", days: 1 });
});

test("Feishu's own totals that differ from the sum of its days are told, both", async () => {
  house.sandbox.trouble({ operation: "get_daily", kind: "totals_differ" });
  const answer = await ask({ period: "last_week" });
  expect(answer["totals"].meetings).toBe(usageOf(house, "2026-11-09", "2026-11-15").meetings);
  expect(answer["notes"].join(" ")).toMatch(/own totals of .* differ from the sum of its days/);
});
