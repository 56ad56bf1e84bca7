import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { type Answer, type House, openHouse } from "../support/asked.ts";
import { daysBetween, oneDecimal, usageOf } from "../support/truth.ts";

const TOOL = "get_meeting_report";
let house: House;
beforeAll(async () => {
  house = await openHouse();
});
afterEach(() => house.reset());
afterAll(() => house.close());

async function ask(args: Record<string, unknown> = {}): Promise<Answer> {
  return (await house.asker()).ask(TOOL, args);
}

/** The figures of the whole window against the truth, and the rows of its days. */
function expectTrue(answer: Answer, from: string, to: string): void {
  const truth = usageOf(house, from, to);
  expect(answer["window"]).toMatchObject({ from, to, days: daysBetween(from, to).length });
  expect(answer["complete"]).toBe(true);
  expect(answer["totals"]).toMatchObject({
    meetings: truth.meetings,
    meeting_minutes: oneDecimal(truth.seconds / 60),
    meeting_hours: oneDecimal(truth.seconds / 3600),
    participants: truth.participants,
    average_meeting_minutes: oneDecimal(truth.seconds / 60 / truth.meetings),
    average_participants: oneDecimal(truth.participants / truth.meetings),
    meetings_per_day: oneDecimal(truth.meetings / daysBetween(from, to).length),
  });
}

test("without arguments: the seven whole days that end yesterday", async () => {
  const { told } = await house.asker();
  const answer = await ask();
  expect(answer).toMatchSnapshot();
  expectTrue(answer, "2026-11-11", "2026-11-17");
  for (const row of answer["rows"]) {
    const truth = usageOf(house, row.date, row.date);
    expect(row).toMatchObject({ meetings: truth.meetings, participants: truth.participants });
    expect(row.meeting_minutes).toBe(oneDecimal(truth.seconds / 60));
  }
  expect((await told(TOOL, {})).text.length).toBeLessThan(8_000);
});

describe("periods", () => {
  test.for([
    ["yesterday", "2026-11-17", "2026-11-17"],
    ["this_week", "2026-11-16", "2026-11-18"],
    ["last_week", "2026-11-09", "2026-11-15"],
    ["this_month", "2026-11-01", "2026-11-18"],
    ["last_month", "2026-10-01", "2026-10-31"],
    ["this_quarter", "2026-10-01", "2026-11-18"],
    ["last_14_days", "2026-11-04", "2026-11-17"],
    ["last_28_days", "2026-10-21", "2026-11-17"],
    ["last_30_days", "2026-10-19", "2026-11-17"],
  ])("%s is %s to %s", async ([period, from, to]) => {
    const answer = await ask({ period });
    expectTrue(answer, String(from), String(to));
    expect(answer["window"]).toMatchObject({ period, time_zone: "Asia/Shanghai" });
    expect(answer["rows"]).toHaveLength(daysBetween(String(from), String(to)).length);
  });

  test("today is there as it stands, can still change, and is no busiest day of one", async () => {
    const answer = await ask({ period: "today" });
    expectTrue(answer, "2026-11-18", "2026-11-18");
    expect(answer["rows"]).toEqual([expect.objectContaining({ date: "2026-11-18", final: false })]);
    expect(answer["busiest"]).toBeUndefined();
    expect(answer["notes"].join(" ")).toContain("2026-11-18 is not over");
  });

  test("last_90_days reaches to the day 90 days ago, or says that this day is missing", async () => {
    const answer = await ask({ period: "last_90_days" });
    expect(answer["window"]).toMatchObject({ from: "2026-08-20", to: "2026-11-17", days: 90 });
    expect(answer["complete"]).toBe(false);
    expect(answer["missing"]).toEqual([expect.objectContaining({ from: "2026-08-20", to: "2026-08-20" })]);
    const truth = usageOf(house, "2026-08-21", "2026-11-17");
    expect(answer["covered"]).toEqual([{ from: "2026-08-21", to: "2026-11-17" }]);
    expect(answer["covered_totals"]).toMatchObject({
      meetings: truth.meetings,
      participants: truth.participants,
    });
    expect(answer["totals"]).toBeUndefined();
  });

  test("last_quarter is cut by the reach: only whole days that were read are there", async () => {
    const answer = await ask({ period: "last_quarter", group_by: "month", compare_with_previous: true });
    expect(answer["window"]).toMatchObject({ from: "2026-07-01", to: "2026-09-30" });
    expect(answer).toMatchObject({ complete: false, rows: [] });
    expect(answer["missing"][0].why).toContain("find_meetings");
    for (const field of ["totals", "busiest", "quietest", "comparison"])
      expect(answer[field]).toBeUndefined();
  });

  test("from and to, with the spellings that a model uses for nothing", async () => {
    const answer = await ask({
      from: "2026-11-02",
      to: "2026-11-06",
      period: null,
      group_by: "",
      data_region: "cn",
    });
    expectTrue(answer, "2026-11-02", "2026-11-06");
    expect(answer["window"].period).toBeUndefined();
    expect(answer["summary"]).toContain("data region cn");
    const sent = house.sandbox.requests.filter((request) => request.operation === "get_daily").at(-1);
    expect(sent?.query["unit"]).toBe("0");
  });
});

describe("groups", () => {
  test.for(["week", "month", "weekday", "day_type"])("by %s add up to the totals", async (group_by) => {
    const answer = await ask({ from: "2026-10-01", to: "2026-11-17", group_by });
    expectTrue(answer, "2026-10-01", "2026-11-17");
    expect(answer).toMatchSnapshot();
    const sum = (field: string) =>
      answer["rows"].reduce((total: number, row: Record<string, number>) => total + (row[field] ?? 0), 0);
    expect(sum("meetings")).toBe(answer["totals"].meetings);
    expect(sum("participants")).toBe(answer["totals"].participants);
    expect(sum("days")).toBe(48);
    expect(sum("meeting_minutes")).toBeCloseTo(answer["totals"].meeting_minutes, 0);
  });

  test("cut weeks are neither busiest nor quietest, whatever they hold", async () => {
    const answer = await ask({ from: "2026-11-05", to: "2026-11-17", group_by: "week" });
    expect(answer["rows"].map((row: { days: number }) => row.days)).toEqual([4, 7, 2]);
    expect(answer["busiest"]).toEqual([expect.objectContaining({ from: "2026-11-09", to: "2026-11-15" })]);
    expect(answer["quietest"]).toEqual(answer["busiest"]);
    expect(answer["summary"]).not.toContain("Busiest");
  });

  test("weekdays and weekends are ranked by their meetings per day, not by their number", async () => {
    const answer = await ask({ period: "last_week", group_by: "day_type" });
    const weekday = usageOf(house, "2026-11-09", "2026-11-13");
    expect(answer["busiest"]).toMatchObject([{ day_type: "weekday", meetings: weekday.meetings, days: 5 }]);
    expect(answer["busiest"][0].meetings_per_day).toBe(oneDecimal(weekday.meetings / 5));
    expect(answer["summary"]).toContain("meetings per day");
    expect(answer["totals"].meetings_per_weekday).toBe(oneDecimal(weekday.meetings / 5));
  });

  test("ties are all there up to five, then their number is told", async () => {
    const same = (text: string) => text.replaceAll(/"meeting_count":"\d+"/g, '"meeting_count":"7"');
    house.sandbox.trouble({ operation: "get_daily", kind: "rewritten", rewrite: same, times: 2 });
    const three = await ask({ from: "2026-11-09", to: "2026-11-11" });
    expect(three["busiest"]).toHaveLength(3);
    expect(three["summary"]).toContain(
      "2026-11-09, 2026-11-10 and 2026-11-11 tie as busiest with 7 meetings each.",
    );
    const seven = await ask({ from: "2026-11-09", to: "2026-11-15" });
    expect(seven["busiest"]).toHaveLength(5);
    expect(seven["summary"]).toContain("7 tie as busiest with 7 meetings each.");
    expect(seven["notes"].join(" ")).toContain("7 rows tie as busiest; the first 5 are shown.");
  });
});

describe("comparisons", () => {
  test.for([
    [{ period: "this_week" }, "2026-11-16", "2026-11-17", "2026-11-09", "2026-11-10"],
    [{ period: "last_week" }, "2026-11-09", "2026-11-15", "2026-11-02", "2026-11-08"],
    [{ period: "this_month" }, "2026-11-01", "2026-11-17", "2026-10-01", "2026-10-17"],
    [{ period: "last_month" }, "2026-10-01", "2026-10-31", "2026-09-01", "2026-09-30"],
    [{ from: "2026-10-01", to: "2026-10-31" }, "2026-10-01", "2026-10-31", "2026-09-01", "2026-09-30"],
    [{ period: "last_30_days" }, "2026-10-19", "2026-11-17", "2026-09-19", "2026-10-18"],
    [{ from: "2026-11-03", to: "2026-11-05" }, "2026-11-03", "2026-11-05", "2026-10-31", "2026-11-02"],
  ] as const)("%j holds %s to %s against %s to %s", async ([span, from, to, earlierFrom, earlierTo]) => {
    const answer = await ask({ ...span, compare_with_previous: true });
    const now = usageOf(house, from, to);
    const then = usageOf(house, earlierFrom, earlierTo);
    const comparison = answer["comparison"];
    expect(comparison.window).toEqual({ from: earlierFrom, to: earlierTo });
    expect(comparison.totals.meetings).toBe(then.meetings);
    expect(comparison.change).toMatchObject({
      meetings: now.meetings - then.meetings,
      meetings_percent: oneDecimal(((now.meetings - then.meetings) / then.meetings) * 100),
      meeting_minutes_percent: oneDecimal(((now.seconds - then.seconds) / then.seconds) * 100),
      participants: now.participants - then.participants,
    });
    expect(comparison.change.meeting_minutes).toBeCloseTo((now.seconds - then.seconds) / 60, 0);
    expect(answer["summary"]).toMatch(new RegExp(`gainst ${earlierFrom} to ${earlierTo}:`));
  });

  test("whole answer of a running week", async () => {
    const answer = await ask({ period: "this_week", compare_with_previous: true });
    expect(answer).toMatchSnapshot();
    expect(answer["totals"].meetings).toBeGreaterThan(answer["comparison"].current.meetings);
    expect(answer["notes"].join(" ")).toContain("today is left out");
  });

  test("an earlier span out of reach: no change, and a note says why", async () => {
    const answer = await ask({ from: "2026-09-01", to: "2026-10-15", compare_with_previous: true });
    expect(answer["complete"]).toBe(true);
    expect(answer["comparison"]).toEqual({ window: { from: "2026-07-18", to: "2026-08-31" } });
    expect(answer["notes"].join(" ")).toContain("begins before 2026-08-20, the first day of the report");
  });

  test("on a Monday morning nothing of this week is over, and that is said", async () => {
    house.reset("2026-11-16T09:00+08:00");
    const answer = await ask({ period: "this_week", compare_with_previous: true });
    expect(answer["comparison"]).toBeUndefined();
    expect(answer["notes"].join(" ")).toContain("No day of the span is over");
  });

  test("days that are no whole weeks are told to be other weekdays", async () => {
    const answer = await ask({ from: "2026-11-03", to: "2026-11-05", compare_with_previous: true });
    expect(answer["notes"].join(" ")).toContain("not the same weekdays");
  });
});

test("weekdays with hardly any meetings are told with the change, in either span", async () => {
  const told = async (from: string, to: string) => {
    const { notes = [] } = await ask({ from, to, compare_with_previous: true });
    return notes.filter((note: string) => note.includes("hardly any meetings"));
  };
  expect(await told("2026-11-02", "2026-11-08")).toEqual([]);
  // The invented organisation rests from the first to the seventh of October.
  expect(usageOf(house, "2026-10-05", "2026-10-07").meetings).toBeLessThan(9);
  expect(await told("2026-10-12", "2026-10-13")).toEqual([]);
  expect(await told("2026-10-08", "2026-10-09")).toEqual([
    "Weekdays of the span before with hardly any meetings, on 2026-10-06 to 2026-10-07: the change comes from them, too.",
  ]);
  expect(await told("2026-10-05", "2026-10-06")).toEqual([]);
  expect(await told("2026-09-28", "2026-10-02")).toContain(
    "Weekdays compared here with hardly any meetings, on 2026-10-01 to 2026-10-02: the change comes from them, too.",
  );
});

test("a day is compared with the day before, and that is said", async () => {
  const answer = await ask({ from: "2026-11-17", to: "2026-11-17", compare_with_previous: true });
  expect(answer["notes"]).toContainEqual("2026-11-17 is compared with the day before, another weekday.");
});

test("one request serves a report and its comparison", async () => {
  const { ask: again } = await house.asker();
  const before = house.sandbox.requests.length;
  await again(TOOL, { period: "last_week", compare_with_previous: true });
  const asked = house.sandbox.requests.slice(before).filter((request) => request.operation === "get_daily");
  expect(asked).toHaveLength(1);
});

test("a month by day with its comparison stays under 8,000 characters", async () => {
  const { told } = await house.asker();
  const month = await told(TOOL, { period: "last_month", compare_with_previous: true });
  expect(month.text.length).toBeLessThan(8_000);
});
