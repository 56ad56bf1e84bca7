import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import type { Trouble } from "../../src/sandbox/troubles.ts";
import { type House, openHouse } from "../support/asked.ts";

const FOR_GOOD = Number.POSITIVE_INFINITY;
const ALL_HANDS = { meeting_number: "987654321", on: "2026-11-16" };
let house: House;
beforeAll(async () => {
  house = await openHouse();
});
afterEach(() => house.reset());
afterAll(() => house.close());

type Case = readonly [what: string, tool: string, args: Record<string, unknown>, trouble: Trouble];

const code = (operation: Trouble["operation"], value: number, status?: number): Trouble => ({
  operation,
  kind: "error_code",
  code: value,
  times: FOR_GOOD,
  ...(status !== undefined && { status }),
});

const CASES: readonly Case[] = [
  ["access: a wrong secret", "get_meeting_report", {}, code("tenant_token", 10015, 200)],
  ["access: a wrong app id", "find_meetings", {}, code("tenant_token", 10003, 200)],
  ["access: no scope", "get_meeting_report", {}, code("get_daily", 99991672)],
  ["access: no scope for the lists", "find_meetings", {}, code("meeting_list", 99991672)],
  [
    "access: no meeting management right",
    "list_meeting_participants",
    ALL_HANDS,
    code("participant_list", 121005, 403),
  ],
  ["access: an IP that is not on the list", "find_meetings", {}, code("meeting_list", 99991401)],
  ["access: an app that is not installed", "get_top_meeting_users", {}, code("get_top_user", 99991673)],
  [
    "access: tokens that are refused again and again",
    "get_meeting_report",
    {},
    { operation: "get_daily", kind: "token_refused", times: FOR_GOOD },
  ],
  ["missing: no such meeting", "list_meeting_participants", ALL_HANDS, code("participant_list", 126009)],
  ["missing: no data", "list_meeting_participants", ALL_HANDS, code("participant_list", 121004, 404)],
  [
    "busy: too fast for longer than there is time",
    "find_meetings",
    {},
    { operation: "meeting_list", kind: "rate_limited", resetSeconds: 300, times: FOR_GOOD },
  ],
  [
    "busy: an older limit",
    "get_meeting_report",
    {},
    { operation: "get_daily", kind: "rate_limited", resetSeconds: 90, status: 400, times: FOR_GOOD },
  ],
  ["busy: the month's quota is spent", "get_meeting_report", {}, code("get_daily", 99991403)],
  ["upstream: an internal error", "get_meeting_report", {}, code("get_daily", 121001)],
  ["upstream: an unknown code", "find_meetings", {}, code("meeting_list", 424242, 400)],
  [
    "upstream: a gateway's page",
    "find_meetings",
    {},
    { operation: "meeting_list", kind: "html", times: FOR_GOOD },
  ],
  [
    "upstream: a gateway's status",
    "list_meeting_participants",
    ALL_HANDS,
    { operation: "participant_list", kind: "http_error", status: 503, times: FOR_GOOD },
  ],
  [
    "upstream: a reply of another shape",
    "get_top_meeting_users",
    {},
    { operation: "get_top_user", kind: "other_shape", times: FOR_GOOD },
  ],
  [
    "upstream: a redirect",
    "get_meeting_report",
    {},
    { operation: "get_daily", kind: "redirect", location: "https://example.com/", times: FOR_GOOD },
  ],
  ["input: not supported there", "get_meeting_report", {}, code("get_daily", 121003)],
];

describe("a failure of each kind says what happened and what to do", () => {
  test.for(CASES)("%s", async ([what, tool, args, trouble]) => {
    house.sandbox.trouble(trouble);
    const { refused, told } = await house.asker();
    const failure = await refused(tool, args);
    expect(failure).toMatchSnapshot();
    expect(what.startsWith(`${failure.kind}:`)).toBe(true);
    const { text } = await told(tool, args);
    for (const forbidden of [
      /<html/i,
      /\bat .*\.ts:/,
      /Bad Gateway/,
      /upstream error/,
      /internal error/,
      /permission"/,
      /example\.com/,
    ]) {
      expect(text).not.toMatch(forbidden);
    }
    expect(text).not.toContain(house.sandbox.appSecret);
    expect(text).not.toMatch(/\bt-[0-9a-f]{16}/);
    expect(failure.message).toMatch(/\.$/);
    expect(failure.remedy).toMatch(/\.$/);
    const isHopeless = failure.kind === "access" || failure.feishu_code === 99991403;
    expect(/a retry does not help/.test(failure.remedy)).toBe(isHopeless || failure.feishu_code === 121002);
    const isLimit = failure.kind === "busy" && !isHopeless;
    expect(failure.retry_after_seconds !== undefined).toBe(isLimit);
  });
});

test("a limit of minutes is not slept through: the answer comes at once with the seconds", async () => {
  house.sandbox.trouble({ operation: "get_daily", kind: "rate_limited", resetSeconds: 300 });
  const { refused } = await house.asker();
  const began = house.now();
  expect((await refused("get_meeting_report")).retry_after_seconds).toBe(300);
  expect(house.now()).toBe(began);
});

test("a quota that is spent and a bad parameter are never asked for again", async () => {
  for (const value of [99991403, 121003]) {
    house.reset();
    house.sandbox.trouble(code("get_daily", value));
    const { refused } = await house.asker();
    const before = house.sandbox.requests.length;
    await refused("get_meeting_report", { period: "yesterday" });
    const asked = house.sandbox.requests.slice(before).filter(({ operation }) => operation === "get_daily");
    expect(asked).toHaveLength(1);
  }
});

test("after a failure the next call works", async () => {
  const { refused, ask } = await house.asker();
  house.sandbox.trouble(code("get_daily", 121005, 403));
  await refused("get_meeting_report");
  house.reset();
  expect((await ask("get_meeting_report"))["complete"]).toBe(true);
});
