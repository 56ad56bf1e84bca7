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

test("sums over a handful of people do not tell what their rows may not", async () => {
  const include = ["messages", "email", "activity"];
  const one = { ...WEEK, user_id: (await ask(WEEK))["rows"][0].id, group_by: "none", include };
  const closed = await ask(one);
  expect(Object.keys(closed["totals"])).toEqual(["meetings_attended", "meeting_minutes", "meeting_hours"]);
  expect(closed["notes"].join(" ")).toContain("FEISHU_PERSONAL_FIELDS");
  expect((await ask(one, { personal: ["activity"] }))["totals"]).toHaveProperty("messages_sent");
  expect((await ask({ ...WEEK, include }))["totals"]).toHaveProperty("messages_sent");
});
