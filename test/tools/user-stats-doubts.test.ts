/** What the statistics must not conclude, and must not tell. */
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { type Answer, type Asking, type House, openHouse } from "../support/asked.ts";
import { daysBetween } from "../support/truth.ts";

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

test("a day of which Feishu gives no row of anybody is missing, not a day without meetings", async () => {
  const silent = (text: string) => {
    const reply: { data: { items: { date: string }[] } } = JSON.parse(text);
    return JSON.stringify({
      ...reply,
      data: { ...reply.data, items: reply.data.items.filter(({ date }) => date > "2026-11-10") },
    });
  };
  house.sandbox.trouble({ operation: "user_stats", kind: "rewritten", rewrite: silent, times: 1000 });
  const answer = await ask({ ...WEEK, group_by: "day" });
  expect(answer).toMatchObject({
    complete: false,
    missing: [{ from: "2026-11-09", to: "2026-11-10" }],
    covered: [{ from: "2026-11-11", to: "2026-11-15" }],
  });
  expect(answer["totals"]).toBeUndefined();
  expect(answer["rows"].map((row: { date: string }) => row.date)).toEqual(
    daysBetween("2026-11-11", "2026-11-15"),
  );
});

interface Reply {
  readonly data: { readonly items: readonly Readonly<Record<string, unknown>>[] };
}

function rewriteRows(change: (row: Readonly<Record<string, unknown>>) => object | undefined): void {
  const rewrite = (text: string) => {
    const reply: Reply = JSON.parse(text);
    return JSON.stringify({
      ...reply,
      data: { ...reply.data, items: reply.data.items.flatMap((row) => change(row) ?? []) },
    });
  };
  house.sandbox.trouble({ operation: "user_stats", kind: "rewritten", rewrite, times: 1000 });
}

test("a day that is published late is missing for a person and a department too, and asked for again", async () => {
  const { tenant } = house.sandbox;
  const [person] = (await ask(WEEK))["rows"];
  const department_id = tenant.departments.find(({ path }) => path === "Galaxy")?.openDepartmentId;
  let isPublished = false;
  rewriteRows((row) => (row["date"] === "2026-11-17" && !isPublished ? undefined : row));
  const { ask: again } = await house.asker();
  const span = { from: "2026-11-14", to: "2026-11-17", group_by: "day" };
  for (const only of [{ user_id: person.id }, { department_id }, {}]) {
    const answer = await again(TOOL, { ...span, ...only });
    expect(answer).toMatchObject({
      complete: false,
      missing: [{ from: "2026-11-17", to: "2026-11-17", why: "Feishu has not reported it yet." }],
    });
    expect(answer["totals"]).toBeUndefined();
    expect(answer["rows"]).toHaveLength(3);
  }
  isPublished = true;
  for (const only of [{ user_id: person.id }, { department_id }, {}]) {
    expect(await again(TOOL, { ...span, ...only })).toMatchObject({ complete: true });
  }
});

test("who was there before the first row is no gap: a person may have joined later", async () => {
  const [person] = (await ask(WEEK))["rows"];
  rewriteRows((row) => (String(row["date"]) < "2026-11-12" ? undefined : row));
  const answer = await ask({ ...WEEK, user_id: person.id });
  expect(answer).toMatchObject({ complete: true, rows: [{ days: 4 }] });
});

test("totals, averages and rows are about the same people, those who left within the span included", async () => {
  const before = await ask({ ...WEEK, limit: 1 });
  const [leaver] = before["rows"];
  const isLeft = (row: Readonly<Record<string, unknown>>) =>
    row["user_id"] === leaver.id && String(row["date"]) > "2026-11-13";
  rewriteRows((row) =>
    isLeft(row) ? { ...row, user_active_flag: 0, vc_active_flag: 0, vc_num: 0, vc_duration: 0 } : row,
  );
  const { ask: again } = await house.asker();
  const answer = await again(TOOL, { ...WEEK, limit: 100 });
  expect(answer["population"]).toEqual(before["population"]);
  const rest = await again(TOOL, { ...WEEK, limit: 100, skip: 100 });
  const more = await again(TOOL, { ...WEEK, limit: 100, skip: 200 });
  const rows: { minutes: number }[] = [...answer["rows"], ...rest["rows"], ...more["rows"]];
  expect(rows).toHaveLength(answer["population"].people);
  const minutes = rows.reduce((sum, row) => sum + row.minutes, 0);
  expect(answer["totals"].meeting_minutes).toBe(minutes);
  expect(answer["averages"].minutes_per_person).toBeCloseTo(minutes / rows.length, 1);
  const one = await again(TOOL, { ...WEEK, user_id: leaver.id });
  expect(one["summary"]).toContain("was in meetings on");
});

test("sums over a handful of people do not tell what their rows may not", async () => {
  const include = ["messages", "email", "activity"];
  const one = { ...WEEK, user_id: (await ask(WEEK))["rows"][0].id, group_by: "none", include };
  const closed = await ask(one);
  expect(Object.keys(closed["totals"])).toEqual(["meetings_attended", "meeting_minutes", "meeting_hours"]);
  expect(closed["notes"].join(" ")).toContain("FEISHU_PERSONAL_FIELDS");
  expect((await ask(one, { personal: ["activity"] }))["totals"]).toHaveProperty("messages_sent");
  expect((await ask({ ...WEEK, include }))["totals"]).toHaveProperty("messages_sent");
});
