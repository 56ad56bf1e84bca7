import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { type Answer, type Asking, type House, openHouse } from "../support/asked.ts";
import { daysBetween, oneDecimal } from "../support/truth.ts";
import { expectFigures, userStatsTruth } from "../support/user-stats-truth.ts";

const TOOL = "get_user_meeting_stats";
const WEEK = { from: "2026-11-09", to: "2026-11-15" };
let house: House;
beforeAll(async () => {
  house = await openHouse();
});
afterEach(() => house.reset());
afterAll(() => house.close());

async function ask(args: Record<string, unknown> = {}, asking: Asking = {}): Promise<Answer> {
  return (await house.asker(asking)).ask(TOOL, args);
}

const truth = (from: string, to: string) => userStatsTruth(house, from, to);

test("without arguments: forty people of the last seven days, all of whom are summed", async () => {
  const answer = await ask();
  expect(answer).toMatchSnapshot();
  expectFigures(answer, truth("2026-11-11", "2026-11-17"));
  expect(answer).toMatchObject({ data_through: "2026-11-17", window: { time_zone: "+08:00" } });
  expect((await (await house.asker()).told(TOOL, {})).text.length).toBeLessThan(8_000);
  const pages = house.sandbox.requests.filter(({ operation }) => operation === "user_stats");
  for (const { query } of pages) expect(query["page_size"]).toBe("60");
});

test("seventy-six days are one question, without a gap and without a day twice", async () => {
  const span = { from: "2026-08-01", to: "2026-10-15" };
  const before = house.sandbox.requests.length;
  expectFigures(await ask({ ...span, group_by: "none" }), truth(span.from, span.to));
  const windows = new Set(
    house.sandbox.requests
      .slice(before)
      .flatMap(({ operation, query }) =>
        operation === "user_stats" ? [`${query["start_date"]} ${query["end_date"]}`] : [],
      ),
  );
  const days = [...windows].flatMap((text) => daysBetween(text.slice(0, 10), text.slice(11)));
  expect(days.toSorted((one, other) => (one < other ? -1 : 1))).toEqual(daysBetween(span.from, span.to));
}, 20_000);

describe("groups", () => {
  test("departments by the whole path or its first parts, per person", async () => {
    const people = truth(WEEK.from, WEEK.to).filter((sum) => sum.activated);
    const answer = await ask({
      ...WEEK,
      group_by: "department",
      department_level: 1,
      order_by: "minutes_per_person",
    });
    const rates = answer["rows"].map((row: { minutes_per_person: number }) => row.minutes_per_person);
    expect(rates).toEqual(rates.toSorted((one: number, other: number) => other - one));
    for (const row of answer["rows"]) {
      const own = people.filter(({ person }) => person.department.path.startsWith(`${row.path}/`));
      const minutes = own.reduce((sum, one) => sum + one.minutes, 0);
      expect(row).toMatchObject({
        people: own.length,
        minutes,
        minutes_per_person: oneDecimal(minutes / own.length),
      });
    }
    expect(answer).toMatchSnapshot();
    const whole = await ask({ ...WEEK, group_by: "department", limit: 100 });
    expect(new Set(whole["rows"].map((row: { path: string }) => row.path)).size).toBe(whole["matched"]);
  });

  test("days and weeks in order of time, a person once in each", async () => {
    const days = await ask({ ...WEEK, group_by: "day" });
    expect(days["rows"].map((row: { date: string }) => row.date)).toEqual(daysBetween(WEEK.from, WEEK.to));
    for (const row of days["rows"]) {
      const active = truth(row.date, row.date).filter((sum) => sum.activeDays > 0);
      expect(row.people_with_meetings).toBe(active.length);
    }
    const weeks = await ask({ from: "2026-11-04", to: "2026-11-15", group_by: "week" });
    expect(weeks["rows"]).toMatchObject([
      { from: "2026-11-04", to: "2026-11-08" },
      { ...WEEK, people_with_meetings: truth(WEEK.from, WEEK.to).filter((sum) => sum.activeDays > 0).length },
    ]);
  });
});

describe("filters", () => {
  const within = (path: string) =>
    truth(WEEK.from, WEEK.to).filter(({ person }) => `${person.department.path}/`.startsWith(`${path}/`));

  test("a department by its path or id, with those below it", async () => {
    const byPath = await ask({ ...WEEK, department: "Galaxy/Sales", group_by: "none" });
    expectFigures(byPath, within("Galaxy/Sales"));
    const department = house.sandbox.tenant.departments.find(({ path }) => path === "Galaxy/Sales");
    for (const [department_id_type, department_id] of [
      ["open_department_id", department?.openDepartmentId],
      ["department_id", department?.departmentId],
    ]) {
      const byId = await ask({ ...WEEK, department_id, department_id_type, group_by: "none" });
      expect(byId["population"]).toEqual(byPath["population"]);
    }
  });

  test("a name that two departments have is refused with both, one that none has with those near it", async () => {
    const { refused } = await house.asker();
    const several = await refused(TOOL, { ...WEEK, department: "销售部" });
    expect(several).toMatchObject({ kind: "input" });
    expect(several.candidates?.map((one) => one.department)).toEqual([
      "Overseas/销售部",
      "星河事业部/销售部",
    ]);
    expect(await refused(TOOL, { ...WEEK, department: "Zeppelin" })).toMatchObject({ kind: "missing" });
    expect(await refused(TOOL, { ...WEEK, name: "Nobody Smith" })).toMatchObject({
      kind: "missing",
      candidates: expect.arrayContaining([expect.objectContaining({ name: "Emma Smith" })]),
    });
  });

  test("one person: one request a window, and a sentence about them", async () => {
    const [busy] = truth(WEEK.from, WEEK.to).filter((sum) => sum.activeDays > 3);
    if (busy === undefined) throw new Error("Nobody was busy.");
    const before = house.sandbox.requests.length;
    const answer = await ask({ ...WEEK, user_id: house.sandbox.tenant.idOf(busy.person, "open_id") });
    const asked = house.sandbox.requests.slice(before).filter(({ operation }) => operation === "user_stats");
    expect(asked).toHaveLength(1);
    expect(answer["rows"]).toMatchObject([
      { meetings: busy.meetings, minutes: busy.minutes, active_days: busy.activeDays },
    ]);
    expect(answer["summary"]).toContain(`was in meetings on ${busy.activeDays} of 7 days`);
  });

  test("a name that several people have is several people, and every sum says so", async () => {
    const named = truth(WEEK.from, WEEK.to).filter(({ person }) =>
      house.sandbox.tenant.nameOf(person).includes("Emma Smith"),
    );
    expect(named.length).toBeGreaterThan(1);
    for (const group_by of ["user", "none"]) {
      const answer = await ask({ ...WEEK, name: "emma smith", group_by });
      expectFigures(answer, named);
      expect(answer["summary"]).toContain('whose name contains "emma smith"');
      expect(answer["notes"][0]).toContain(`${named.length} different people have this in the name`);
    }
  });

  test("a department in which everybody met says so, and names no leader among those who did not", async () => {
    const met = truth(WEEK.from, WEEK.to).filter((sum) => sum.activated && sum.activeDays > 0);
    const idle = truth(WEEK.from, WEEK.to).filter((sum) => sum.activated && sum.activeDays === 0);
    const busy = new Set(met.map(({ person }) => person.department.path));
    for (const { person } of idle) busy.delete(person.department.path);
    const [department] = busy;
    const answer = await ask({ ...WEEK, department, only: "without_meetings" });
    expect(answer["summary"]).toMatch(/each of the \d+ people in .* was in at least one meeting\./);
    const grouped = await ask({ ...WEEK, group_by: "department", only: "without_meetings" });
    expect(grouped["summary"]).not.toContain("Most:");
    expect(grouped["notes"].join(" ")).toContain("only narrows rows of persons");
  });

  test("who did not meet, each once, with what the figure leaves out", async () => {
    const idle = truth(WEEK.from, WEEK.to).filter((sum) => sum.activated && sum.activeDays === 0);
    const answer = await ask({ ...WEEK, only: "without_meetings", limit: 100 });
    expect(answer["matched"]).toBe(idle.length);
    const ids = answer["rows"].map((row: { id: string }) => row.id);
    const wanted = idle.map(({ person }) => house.sandbox.tenant.idOf(person, "open_id"));
    expect(new Set(ids)).toEqual(new Set(wanted));
    expect(ids).toHaveLength(wanted.length);
    expect(answer["notes"].join(" ")).toMatch(/meeting rooms? .*may look idle/);
    expect(answer["notes"].join(" ")).toMatch(/The app saw \d+ departments/);
    const met = await ask({
      ...WEEK,
      only: "with_meetings",
      order_by: "active_days",
      order: "asc",
      limit: 1,
    });
    expect(met["rows"][0].active_days).toBe(1);
  });
});

describe("what stands beside meetings", () => {
  const include = [
    "activity",
    "messages",
    "docs",
    "calendar",
    "tasks",
    "email",
    "search",
    "account",
    "clients",
  ];

  test("sums need no open group, rows of persons do", async () => {
    const closed = await ask({ ...WEEK, include, limit: 3 });
    expect(closed["totals"]).toMatchObject({
      messages_sent: expect.any(Number),
      email: { sent: expect.any(Number), received_internal: expect.any(Number) },
      searches: { total: expect.any(Number), quick: expect.any(Number) },
    });
    expect(JSON.stringify(closed["rows"])).not.toMatch(
      /messages_sent|email|searches|created_at|active_os|last_active_at/,
    );
    expect(closed["notes"].join(" ")).toContain("FEISHU_PERSONAL_FIELDS");
    const open = await ask({ ...WEEK, include, limit: 3 }, { personal: ["activity", "device"] });
    expect(open["rows"][0]).toMatchObject({
      messages_sent: expect.any(Number),
      docs_created: expect.any(Number),
      events_created: expect.any(Number),
      tasks_created: expect.any(Number),
      active_days_in: { suite: expect.any(Number) },
      created_at: expect.any(String),
    });
    expect(open["totals"]).toEqual(closed["totals"]);
  });
});

describe("days that are not published", () => {
  test("before 09:30 yesterday is not there: the period ends a day earlier and says so", async () => {
    house.reset("2026-11-18T09:29+08:00");
    const answer = await ask({ period: "yesterday", group_by: "none" });
    expect(answer["window"]).toMatchObject({ from: "2026-11-16", to: "2026-11-16" });
    expect(answer["notes"].join(" ")).toContain("09:30");
    house.reset("2026-11-18T09:31+08:00");
    expect((await ask({ period: "yesterday", group_by: "none" }))["window"].to).toBe("2026-11-17");
  });

  test("today has no figures yet, and what has some is named", async () => {
    const answer = await ask({ period: "today" });
    expect(answer).toMatchObject({ complete: false, rows: [] });
    expect(answer["summary"]).toMatch(/^There are no figures of 2026-11-18 yet: .*get_meeting_report/);
  });

  test("an explicit later day is missing, nobody is called idle, and no figure covers it", async () => {
    const answer = await ask({ from: "2026-11-17", to: "2026-11-18", only: "without_meetings" });
    expect(answer).toMatchObject({
      complete: false,
      rows: [],
      missing: [{ from: "2026-11-18", to: "2026-11-18" }],
    });
    for (const field of ["population", "totals", "averages", "matched", "shown"])
      expect(answer[field]).toBeUndefined();
    expect(answer["covered"]).toEqual([{ from: "2026-11-17", to: "2026-11-17" }]);
  });

  test("a page that fails for good leaves no total and no ranking", async () => {
    house.sandbox.trouble({
      operation: "user_stats",
      kind: "page_fails",
      page: 2,
      times: Number.POSITIVE_INFINITY,
    });
    for (const group_by of ["user", "department", "week", "none"]) {
      const answer = await ask({ ...WEEK, group_by });
      expect(answer).toMatchObject({ complete: false, rows: [] });
      for (const field of ["population", "totals", "averages", "matched"])
        expect(answer[field]).toBeUndefined();
    }
  });
});

test("skip reads on through everybody once", async () => {
  const { ask: next } = await house.asker();
  const ids = new Set<string>();
  let shown = 0;
  for (let matched = 1; shown < matched; ) {
    const answer = await next(TOOL, { ...WEEK, limit: 100, skip: shown });
    matched = answer["matched"];
    shown += answer["shown"];
    for (const row of answer["rows"]) ids.add(row.id);
  }
  expect(ids.size).toBe(truth(WEEK.from, WEEK.to).filter((sum) => sum.activated).length);
});
