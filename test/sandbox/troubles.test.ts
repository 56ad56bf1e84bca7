import { expect, test } from "vitest";
import type { Trouble } from "../../src/sandbox/troubles.ts";
import { ask, daysAgo, fields, listOf } from "./asker.ts";

const WEEK = { start_time: daysAgo(7), end_time: daysAgo(0) };
const DAILY = "/vc/v1/reports/get_daily";
const TOP = "/vc/v1/reports/get_top_user";
const STATS = "/admin/v1/admin_user_stats";
const DAY = { start_date: "2026-11-18", end_date: "2026-11-18", page_size: 60 };

test("a trouble is over after its calls: by its place, and by how often", async () => {
  const asker = await ask();
  const statuses = async (calls: number) => {
    const seen: number[] = [];
    for (let call = 0; call < calls; call += 1) seen.push((await asker.get(DAILY, WEEK)).status);
    return seen;
  };
  asker.sandbox.trouble({ operation: "get_daily", onCall: 2, times: 2, kind: "http_error", status: 503 });
  asker.sandbox.trouble({ operation: "get_top_user", kind: "http_error", status: 500 });
  expect(await statuses(4)).toEqual([200, 503, 503, 200]);
  asker.sandbox.trouble({
    operation: "get_daily",
    times: Number.POSITIVE_INFINITY,
    kind: "http_error",
    status: 502,
  });
  expect(await statuses(3)).toEqual([502, 502, 502]);
  asker.sandbox.clearTroubles();
  expect(await statuses(1)).toEqual([200]);
});

test.each<[Trouble, object]>([
  [
    { operation: "get_daily", kind: "http_error", status: 500, code: 121001 },
    { status: 500, code: 121001 },
  ],
  [
    { operation: "get_daily", kind: "error_code", code: 121003 },
    { status: 400, code: 121003 },
  ],
  [
    { operation: "get_daily", kind: "error_code", code: 121005, inside200: true },
    { status: 200, code: 121005 },
  ],
  [
    { operation: "get_daily", kind: "rate_limited", resetSeconds: 7 },
    { status: 429, code: 99991400 },
  ],
  [
    { operation: "get_daily", kind: "rate_limited", resetSeconds: 7, status: 400 },
    { status: 400, code: 99991400 },
  ],
  [
    { operation: "get_daily", kind: "html" },
    { status: 200, text: expect.stringContaining("<html>") },
  ],
  [
    { operation: "get_daily", kind: "empty_body" },
    { status: 200, text: "" },
  ],
  [
    { operation: "get_daily", kind: "other_shape" },
    { code: 0, data: { answer: "something else" } },
  ],
  [{ operation: "get_daily", kind: "redirect", location: "https://example.com/" }, { status: 302 }],
  [
    { operation: "get_daily", kind: "rewritten", rewrite: (text) => text.replace('"code":0', '"code":"0"') },
    { code: "0" },
  ],
])("%j", async (trouble, answer) => {
  const asker = await ask();
  asker.sandbox.trouble(trouble);
  expect(await asker.get(DAILY, WEEK)).toMatchObject(answer);
});

test("a token that is refused for the app's sake", async () => {
  const asker = await ask();
  asker.sandbox.trouble({ operation: "tenant_token", kind: "error_code", code: 10014 });
  expect(await asker.post("/auth/v3/tenant_access_token/internal", {}, {})).toMatchObject({
    status: 200,
    code: 10014,
  });
});

test("a limit tells the seconds to wait", async () => {
  const asker = await ask();
  asker.sandbox.trouble({ operation: "get_daily", kind: "rate_limited", resetSeconds: 7 });
  expect((await asker.get(DAILY, WEEK)).headers.get("x-ogw-ratelimit-reset")).toBe("7");
});

test("a refused token stays refused, and another is given", async () => {
  const asker = await ask();
  const token = await asker.token();
  const headers = { authorization: `Bearer ${token}` };
  asker.sandbox.trouble({ operation: "get_daily", kind: "token_refused" });
  expect((await asker.get(DAILY, WEEK, headers)).code).toBe(99991663);
  expect((await asker.get(DAILY, WEEK, headers)).code).toBe(99991663);
  expect(await asker.token()).not.toBe(token);
  expect((await asker.get(DAILY, WEEK)).code).toBe(0);
});

test.each(["cut", "reset"] as const)("%s: the reply breaks off", async (kind) => {
  const asker = await ask();
  asker.sandbox.trouble({ operation: "get_daily", kind });
  await expect(asker.get(DAILY, WEEK)).rejects.toThrow(/terminated|fetch failed/);
  expect((await asker.get(DAILY, WEEK)).code).toBe(0);
});

test("hang: no reply until the caller or the sandbox goes", async () => {
  const asker = await ask();
  asker.sandbox.trouble({ operation: "get_daily", kind: "hang" });
  const answer = asker.get(DAILY, WEEK).then(
    () => "answered",
    () => "gone",
  );
  expect(await Promise.race([answer, asker.get(TOP, { ...WEEK, limit: 1, order_by: 1 })])).not.toBe(
    "answered",
  );
  await asker.sandbox.close();
  expect(await answer).toBe("gone");
});

test("slow: the reply takes as long as that", async () => {
  const asker = await ask();
  asker.sandbox.trouble({ operation: "get_daily", kind: "slow", milliseconds: 60 });
  const start = performance.now();
  expect((await asker.get(DAILY, WEEK)).code).toBe(0);
  expect(performance.now() - start).toBeGreaterThan(50);
});

test("an empty page says that there is more, and its token leads on to every row", async () => {
  const asker = await ask();
  const whole = await asker.all(STATS, "items", DAY);
  for (const onCall of [1, 2]) {
    asker.sandbox.trouble({ operation: "user_stats", onCall, kind: "empty_page" });
    const { rows, pages } = await asker.all(STATS, "items", DAY);
    expect(pages[onCall - 1]).toBe(0);
    expect(rows).toEqual(whole.rows);
  }
});

test("a repeated token comes back again and again", async () => {
  const asker = await ask();
  asker.sandbox.trouble({ operation: "user_stats", kind: "repeated_token", times: Number.POSITIVE_INFINITY });
  const first = (await asker.get(STATS, DAY)).data["page_token"];
  const second = await asker.get(STATS, { ...DAY, page_token: String(first) });
  expect(second.data["page_token"]).toBe(first);
  expect(second.data["has_more"]).toBe(true);
});

test("a page fails by its place in the chain: once or for good", async () => {
  const asker = await ask();
  const tokens = [""];
  for (let page = 0; page < 3; page += 1)
    tokens.push(
      String((await asker.get(STATS, { ...DAY, page_token: tokens[page] ?? "" })).data["page_token"]),
    );
  asker.sandbox.trouble({ operation: "user_stats", kind: "page_fails", page: 2, times: 2 });
  const codes = async () =>
    Promise.all(tokens.map(async (page_token) => (await asker.get(STATS, { ...DAY, page_token })).code));
  expect(await codes()).toEqual([0, 0, 121001, 0]);
  expect(await codes()).toEqual([0, 0, 121001, 0]);
  expect(await codes()).toEqual([0, 0, 0, 0]);
});

test("a report that contradicts itself", async () => {
  const asker = await ask();
  const report = async () => fields((await asker.get(DAILY, WEEK)).data["meeting_report"]);
  const right = await report();
  asker.sandbox.trouble({ operation: "get_daily", kind: "totals_differ" });
  expect(Number((await report())["total_meeting_count"])).toBe(Number(right["total_meeting_count"]) + 7);
  asker.sandbox.trouble({ operation: "get_daily", kind: "duplicate_day" });
  const [first, second] = listOf((await report())["daily_report"]);
  expect(first).toEqual(second);
  asker.sandbox.trouble({ operation: "get_daily", kind: "foreign_day" });
  expect(listOf((await report())["daily_report"])[0]?.["date"]).toBe("1609113600");
  asker.sandbox.trouble({ operation: "get_daily", kind: "bad_row", field: "meeting_count", value: "many" });
  expect(listOf((await report())["daily_report"])[0]?.["meeting_count"]).toBe("many");
  expect(await report()).toEqual(right);
});

test("top users in seconds", async () => {
  const asker = await ask();
  const first = async () =>
    Number(
      listOf((await asker.get(TOP, { ...WEEK, limit: 1, order_by: 2 })).data["top_user_report"])[0]?.[
        "meeting_duration"
      ],
    );
  const minutes = await first();
  asker.sandbox.trouble({ operation: "get_top_user", kind: "unit_seconds" });
  expect(await first()).toBe(minutes * 60);
});

test("an export fails, says so when done, or is denied at the download", async () => {
  const asker = await ask();
  const [meeting] = asker.sandbox.tenant.meetings("2026-11-18", "2026-11-18", daysAgo(0));
  const { data } = await asker.post("/vc/v1/exports/participant_list", {
    meeting_no: meeting?.number,
    meeting_start_time: String(meeting?.start),
    meeting_end_time: String(meeting?.end),
  });
  const poll = async () => (await asker.get(`/vc/v1/exports/${String(data["task_id"])}`)).data;
  asker.sandbox.trouble({ operation: "export_status", kind: "export_fails", message: "no rows" });
  expect(await poll()).toEqual({ status: 2, fail_msg: "no rows" });
  asker.sandbox.trouble({ operation: "export_status", onCall: 2, kind: "export_status3_fail_msg" });
  await poll();
  const done = await poll();
  expect(done).toMatchObject({
    status: 3,
    fail_msg: "some rows may be missing",
    file_token: expect.any(String),
  });
  const file = { file_token: String(done["file_token"]) };
  asker.sandbox.trouble({ operation: "export_download", kind: "export_denied" });
  expect((await asker.get("/vc/v1/exports/download", file)).code).toBe(121005);
  asker.sandbox.trouble({
    operation: "export_download",
    kind: "other_file",
    bytes: Buffer.from("not a sheet"),
  });
  expect((await asker.get("/vc/v1/exports/download", file)).text).toBe("not a sheet");
});
