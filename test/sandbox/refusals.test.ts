import { request } from "node:http";
import { describe, expect, test } from "vitest";
import { dateText } from "../../src/sandbox/calendar.ts";
import { STANDUP_NUMBER } from "../../src/sandbox/fixed-habits.ts";
import { type Asker, ask, daysAgo, FRIDAY, fields, listOf } from "./asker.ts";

type Query = Readonly<Record<string, string | number>>;
const NOW = FRIDAY / 1000;
const DAY = 86_400;
const DAILY = "/vc/v1/reports/get_daily";
const TOP = "/vc/v1/reports/get_top_user";
const PARTICIPANTS = "/vc/v1/participant_list";
const MEETINGS = "/vc/v1/meeting_list";
const STATS = "/admin/v1/admin_user_stats";
const CHILDREN = "/contact/v3/departments/0/children";

/** Yesterday's stand-up, by its own times. */
function standup(asker: Asker) {
  const { tenant } = asker.sandbox;
  const yesterday = dateText(tenant.today - 1);
  const meeting = tenant.meetings(yesterday, yesterday, NOW).find((one) => one.number === STANDUP_NUMBER);
  if (meeting?.end === undefined) throw new Error("no stand-up yesterday");
  return { meeting_no: STANDUP_NUMBER, meeting_start_time: meeting.start, meeting_end_time: meeting.end };
}

describe("parameters", () => {
  const week = { start_time: NOW - 7 * DAY, end_time: NOW };
  const top = { ...week, limit: 10, order_by: 1 };
  const november = { start_date: "2026-11-01", end_date: "2026-11-30", page_size: 60 };
  test.each<[string, string, Query, number, number, boolean?]>([
    ["daily: no start", DAILY, { end_time: NOW }, 400, 121003],
    ["daily: a date for seconds", DAILY, { start_time: "2026-11-01", end_time: NOW }, 400, 121003],
    ["daily: end before start", DAILY, { start_time: NOW, end_time: NOW - 1 }, 400, 121003],
    [
      "daily: 90 days and a second ago",
      DAILY,
      { start_time: NOW - 90 * DAY - 1, end_time: NOW },
      400,
      121003,
    ],
    ["daily: 90 days ago", DAILY, { start_time: NOW - 90 * DAY, end_time: NOW }, 200, 0],
    ["daily: a region that is none", DAILY, { ...week, unit: 4 }, 400, 121003],
    ["daily: a region that this tenant has no data in", DAILY, { ...week, unit: 1 }, 400, 121002],
    ["daily: an unknown parameter is ignored", DAILY, { ...week, colour: "red" }, 200, 0],
    ["top: no limit", TOP, { ...week, order_by: 1 }, 400, 121003],
    ["top: no order", TOP, { ...week, limit: 10 }, 400, 121003],
    ["top: 101", TOP, { ...top, limit: 101 }, 400, 121003],
    ["top: 0", TOP, { ...top, limit: 0 }, 400, 121003],
    ["top: out of reach", TOP, { ...top, start_time: NOW - 91 * DAY }, 400, 121003],
    [
      "top: a room in the list, by user_id",
      TOP,
      { ...top, limit: 100, user_id_type: "user_id" },
      400,
      122359,
    ],
    ["top: an id type that is none", TOP, { ...top, user_id_type: "lark_id" }, 400, 99992402],
    ["meetings: more than a year", MEETINGS, { start_time: NOW - 367 * DAY, end_time: NOW }, 400, 126006],
    [
      "meetings: more than a month ahead",
      MEETINGS,
      { start_time: NOW, end_time: NOW + 32 * DAY },
      400,
      126006,
    ],
    ["meetings: end before start", MEETINGS, { start_time: NOW, end_time: NOW - 1 }, 400, 126006],
    ["meetings: eight digits", MEETINGS, { ...week, meeting_no: "12345678" }, 400, 126004],
    ["meetings: no number", MEETINGS, { ...week, meeting_no: "-12345678" }, 400, 126003],
    [
      "meetings: two filters",
      MEETINGS,
      { ...week, meeting_no: STANDUP_NUMBER, user_id: "ou_x" },
      400,
      126008,
    ],
    ["meetings: page of 19", MEETINGS, { ...week, page_size: 19 }, 400, 121003],
    ["meetings: page of 101", MEETINGS, { ...week, page_size: 101 }, 400, 121003],
    ["meetings: someone unknown", MEETINGS, { ...week, user_id: "ou_nobody" }, 400, 99992351],
    ["meetings: a number for a page token", MEETINGS, { ...week, page_token: "20" }, 400, 121003],
    ["meetings: a boolean that is none", MEETINGS, { ...week, include_webinar: "yes" }, 400, 121003],
    ["stats: no start", STATS, { end_date: "2026-11-01" }, 500, 1051001],
    ["stats: not a date", STATS, { ...november, end_date: "2026-02-30" }, 500, 1051001],
    ["stats: 32 days", STATS, { ...november, start_date: "2026-10-30" }, 500, 1051001],
    ["stats: 31 days", STATS, { ...november, start_date: "2026-10-31" }, 200, 0],
    ["stats: end before start", STATS, { start_date: "2026-11-02", end_date: "2026-11-01" }, 500, 1051001],
    ["stats: page of 61", STATS, { ...november, page_size: 61 }, 500, 1051001],
    ["stats: page of 0", STATS, { ...november, page_size: 0 }, 500, 1051001],
    ["stats: another region", STATS, { ...november, target_geo: "us" }, 400, 1051002],
    ["stats: an unknown department", STATS, { ...november, department_id: "od-nowhere" }, 400, 99992357],
    ["stats: an open_id that is unknown", STATS, { ...november, user_id: "ou_nobody" }, 400, 99992351],
    [
      "stats: a user_id that is unknown",
      STATS,
      { ...november, user_id: "x", user_id_type: "user_id" },
      400,
      99992359,
    ],
    [
      "stats: a union_id that is unknown",
      STATS,
      { ...november, user_id: "x", user_id_type: "union_id" },
      400,
      99992363,
    ],
    ["children: page of 51", CHILDREN, { page_size: 51 }, 400, 99992402],
    ["an unknown path", "/vc/v1/meetings", {}, 404, 99991201],
  ])("%s", async (_, path, query, status, code) => {
    const answer = await (await ask()).get(path, query);
    expect([answer.status, answer.code]).toEqual([status, code]);
    expect(answer.headers.get("x-tt-logid") ?? undefined).toBe(fields(answer.body["error"])["log_id"]);
  });

  test.each<[string, Query, number]>([
    ["its own times", {}, 0],
    ["a second off the start", { meeting_start_time: 1 }, 126009],
    ["a second off the end", { meeting_end_time: 1 }, 126009],
    ["another status", { meeting_status: 1 }, 126009],
    ["another number", { meeting_no: "123456780" }, 126009],
    ["seven digits", { meeting_no: "1234567" }, 126004],
    ["more than a day", { meeting_end_time: DAY + 1 }, 126006],
    ["an end before the start", { meeting_end_time: -DAY }, 126006],
    ["a start in the future", { meeting_start_time: 2 * DAY, meeting_end_time: 2 * DAY }, 126005],
    ["a person and a room", { user_id: "ou_x", room_id: "omm_x" }, 126007],
    ["page of 19", { page_size: 19 }, 121003],
    ["page of 101", { page_size: 101 }, 121003],
    ["a role that is none", { webinar_user_role: "1" }, 121003],
    ["someone unknown", { user_id: "ou_nobody" }, 99992351],
  ])("participants of a meeting by %s", async (_, change, code) => {
    const asker = await ask();
    const key = standup(asker);
    // Times are changes to the meeting's own.
    const shift = (name: "meeting_start_time" | "meeting_end_time") => key[name] + Number(change[name] ?? 0);
    const times = {
      meeting_start_time: shift("meeting_start_time"),
      meeting_end_time: shift("meeting_end_time"),
    };
    const answer = await asker.get(PARTICIPANTS, { ...key, ...change, ...times });
    expect(answer.code).toBe(code);
  });

  test("a running meeting's end is now, give or take five minutes", async () => {
    const asker = await ask();
    const [running] = asker.sandbox.tenant
      .meetings("2026-11-20", "2026-11-20", NOW)
      .filter((meeting) => meeting.end === undefined);
    const key = {
      meeting_no: running?.number ?? "",
      meeting_start_time: running?.start ?? 0,
      meeting_status: 1,
    };
    const now = await asker.get(PARTICIPANTS, { ...key, meeting_end_time: NOW });
    expect(listOf(now.data["participants"]).some((row) => row["leave_time"] === "")).toBe(true);
    expect((await asker.get(PARTICIPANTS, { ...key, meeting_end_time: NOW - 301 })).code).toBe(126009);
    expect((await asker.get(PARTICIPANTS, { ...key, meeting_end_time: NOW, meeting_status: 2 })).code).toBe(
      126009,
    );
  });

  test("a failure carries the number that support asks for", async () => {
    const answer = await (await ask()).get(DAILY);
    expect(fields(answer.body["error"])["log_id"]).toMatch(/^\d{9}[0-9A-F]{24}$/);
  });

  test("a page of user statistics is ten rows unless asked for more", async () => {
    const answer = await (await ask()).get(STATS, { start_date: "2026-11-18", end_date: "2026-11-18" });
    expect(listOf(answer.data["items"])).toHaveLength(10);
  });

  test("a page token is opaque and only good for its own query", async () => {
    const asker = await ask();
    const query = { start_date: "2026-11-18", end_date: "2026-11-18", page_size: 60 };
    const token = String((await asker.get(STATS, query)).data["page_token"]);
    expect(token).not.toMatch(/^\d+$/);
    expect((await asker.get(STATS, { ...query, page_token: token })).code).toBe(0);
    expect((await asker.get(STATS, { ...query, end_date: "2026-11-19", page_token: token })).code).toBe(
      1051001,
    );
    expect((await asker.get(STATS, { ...query, page_token: `${token}x` })).code).toBe(1051001);
  });

  test("pages may be shorter than asked for, and lose nothing", async () => {
    const asker = await ask();
    const { rows, pages } = await asker.all(MEETINGS, "meeting_list", {
      start_time: daysAgo(14),
      end_time: daysAgo(0),
      page_size: 20,
    });
    expect(pages.slice(0, -1).some((length) => length < 20)).toBe(true);
    expect(new Set(rows.map((row) => row["meeting_instance_id"])).size).toBe(rows.length);
  });
});

describe("access", () => {
  const window = { start_time: NOW - DAY, end_time: NOW };

  test.each([
    ["no token", {}, 99991661],
    ["no such token", { authorization: "Bearer t-123" }, 99991663],
    ["a wrong shape", { authorization: "t-123" }, 99991671],
    ["a user's token where none is taken", { authorization: "Bearer u-1" }, 99991668],
  ])("%s", async (_, headers, code) => {
    const answer = await (await ask({ userAccessTokens: ["u-1"] })).get(DAILY, window, headers);
    expect([answer.status, answer.code]).toEqual([400, code]);
  });

  test("a user's token works where the documents take one", async () => {
    const asker = await ask({ userAccessTokens: ["u-1"] });
    expect((await asker.get(MEETINGS, window, { authorization: "Bearer u-1" })).code).toBe(0);
    expect((await asker.get(MEETINGS, window, { authorization: "Bearer u-2" })).code).toBe(99991668);
    expect(asker.sandbox.requests.map((request) => request.token)).toEqual(["user", "user"]);
    expect(JSON.stringify(asker.sandbox.requests)).not.toContain("u-1");
  });

  test("credentials are refused with HTTP 200", async () => {
    const asker = await ask();
    const { appId: app_id, appSecret: app_secret } = asker.sandbox;
    const post = (body: unknown) => asker.post("/auth/v3/tenant_access_token/internal", body, {});
    expect(await post({ app_id: "cli_x", app_secret })).toMatchObject({ status: 200, code: 10003 });
    expect(await post({ app_id, app_secret: "x" })).toMatchObject({ status: 200, code: 10015 });
    expect((await post({ app_id, app_secret })).body).toMatchObject({
      code: 0,
      expire: 7200,
      tenant_access_token: expect.stringMatching(/^t-/),
    });
  });

  test("a token stays the same until half an hour is left, and the old one works to its end", async () => {
    const asker = await ask();
    const first = await asker.token();
    asker.wait(5_400);
    expect(await asker.token()).toBe(first);
    asker.wait(1);
    expect(await asker.token()).not.toBe(first);
    const byFirst = async () => (await asker.get(DAILY, window, { authorization: `Bearer ${first}` })).code;
    expect(await byFirst()).toBe(0);
    asker.wait(1_799);
    expect(await byFirst()).toBe(99991663);
  });

  test("a hundred calls a minute of an operation, then the seconds to wait", async () => {
    const asker = await ask();
    const headers = { authorization: `Bearer ${await asker.token()}` };
    for (let call = 0; call < 100; call += 1) {
      if (call === 1) asker.wait(20);
      expect((await asker.get(MEETINGS, window, headers)).code).toBe(0);
    }
    const refused = await asker.get(MEETINGS, window, headers);
    expect([refused.status, refused.code]).toEqual([429, 99991400]);
    expect(refused.headers.get("x-ogw-ratelimit-limit")).toBe("100");
    expect(refused.headers.get("x-ogw-ratelimit-reset")).toBe("40");
    expect((await asker.get(DAILY, window, headers)).code).toBe(0);
    asker.wait(40);
    expect((await asker.get(MEETINGS, window, headers)).code).toBe(0);
    expect((await asker.get(MEETINGS, window, headers)).code).toBe(99991400);
  });

  test("a foreign Host is refused", async () => {
    const { sandbox } = await ask();
    const status = (host: string) =>
      new Promise((resolve, reject) => {
        request(`${sandbox.url}/open-apis`, { headers: { host } }, (response) =>
          resolve(response.resume().statusCode),
        )
          .on("error", reject)
          .end();
      });
    expect(await status("evil.example.com")).toBe(403);
    expect(await status(new URL(sandbox.url).host)).toBe(404);
    expect(await status(`localhost:${new URL(sandbox.url).port}`)).toBe(404);
  });
});
