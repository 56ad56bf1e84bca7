import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { type House, instead, openHouse } from "../support/asked.ts";
import { endedMeetings } from "../support/truth.ts";
import { WRONG_ARGUMENTS } from "./wrong-arguments.ts";

let house: House;
beforeAll(async () => {
  house = await openHouse();
});
afterEach(() => house.reset());
afterAll(() => house.close());

const LIST = "list_meeting_participants";
const FIND = "find_meetings";
const REPORT = "get_meeting_report";

describe("refused before anything is asked, naming the argument and a right example", () => {
  test.for(WRONG_ARGUMENTS)("%s (%s %j)", async ([, tool, args, message, remedy]) => {
    const { refused } = await house.asker();
    const before = house.sandbox.requests.length;
    const failure = await refused(tool, args);
    expect(failure.kind).toBe("input");
    expect(failure.message).toMatch(message);
    expect(failure.remedy).toMatch(remedy);
    expect(failure.message.length + failure.remedy.length).toBeLessThan(900);
    expect(house.sandbox.requests).toHaveLength(before);
  });

  test("arguments that are no object", async () => {
    const { client } = await house.asker();
    const asked = { method: "tools/call", params: { name: REPORT, arguments: ["last_week"] } };
    const { CallToolResultSchema } = await import("@modelcontextprotocol/sdk/types.js");
    const result = await client.request(asked, CallToolResultSchema);
    expect(result.isError).toBe(true);
    expect(result.structuredContent).toBeUndefined();
    expect(JSON.stringify(result.content)).toContain("one JSON object");
  });
});

test("a day with slashes or dots, the year first, is understood", async () => {
  const { ask } = await house.asker();
  const answer = await ask(REPORT, { from: "2026/11/9", to: "2026.11.15" });
  expect(answer).toMatchObject({ window: { from: "2026-11-09", to: "2026-11-15" } });
});

test("missing arguments are none, and null, an empty text and digits in a string are understood", async () => {
  const { ask, client } = await house.asker();
  expect((await client.callTool({ name: REPORT })).isError).toBeUndefined();
  const answer = await ask(FIND, {
    period: "",
    from: null,
    to: null,
    limit: "3",
    skip: " 2 ",
    external_only: "false",
    topic: "",
  });
  expect(answer["window"].period).toBe("last_7_days");
  expect(answer["shown"]).toBe(3);
});

test("a schedule of another day, or back to front, is refused and not used", async () => {
  const { refused } = await house.asker();
  const standup = { meeting_number: "123456789", on: "2026-11-17" };
  const farther = await refused(LIST, { ...standup, expected_start: "2026-11-16T09:00" });
  expect(farther).toMatchObject({ kind: "input", message: expect.stringContaining("12 hours") });
  const backwards = { expected_start: "2026-11-17T10:00", expected_end: "2026-11-17T09:00" };
  expect((await refused(LIST, { ...standup, ...backwards })).message).toContain(
    "not later than expected_start",
  );
});

test("an unknown tool is a JSON-RPC error that lists the known ones", async () => {
  const { client } = await house.asker();
  await expect(client.callTool({ name: "get_meetings", arguments: {} })).rejects.toMatchObject({
    code: -32602,
    message: expect.stringContaining("get_meeting_report"),
  });
});

test("a user id or room id that Feishu does not know is said to be wrong, not 0 meetings", async () => {
  const { refused } = await house.asker();
  expect(await refused(FIND, { user_id: "ou_nobody" })).toMatchObject({
    kind: "input",
    feishu_code: 99992351,
  });
  expect(await refused(FIND, { user_id: "nobody", user_id_type: "user_id" })).toMatchObject({
    feishu_code: 99992359,
  });
  expect(await refused(FIND, { user_id: "on_nobody", user_id_type: "union_id" })).toMatchObject({
    feishu_code: 99992363,
  });
});

test("a data region that the tenant does not have is no organisation without meetings", async () => {
  const { refused } = await house.asker();
  expect(await refused(REPORT, { data_region: "jp" })).toMatchObject({
    kind: "upstream",
    feishu_code: 121002,
  });
});

test("a day that is not reported yet is told as such", async () => {
  house.sandbox.trouble(
    instead("get_daily", {
      meeting_report: {
        total_meeting_count: "0",
        total_meeting_duration: "0",
        total_participant_count: "0",
        daily_report: [],
      },
    }),
  );
  const { ask } = await house.asker();
  const answer = await ask(REPORT, { period: "yesterday" });
  expect(answer["missing"]).toEqual([
    { from: "2026-11-17", to: "2026-11-17", why: "Feishu has not reported it yet." },
  ]);
});

test("nothing is clipped in silence: a span that begins before the data says which part is missing", async () => {
  const { ask } = await house.asker();
  const answer = await ask(REPORT, { from: "2026-08-01", to: "2026-11-17" });
  expect(answer["window"]).toMatchObject({ from: "2026-08-01", days: 109 });
  expect(answer["missing"][0]).toMatchObject({
    from: "2026-08-01",
    why: expect.stringContaining("find_meetings"),
  });
  expect(answer["missing"].at(-1).to).toBe("2026-08-20");
  const found = await ask(FIND, { from: "2026-08-01", to: "2026-11-17", limit: 0 });
  expect(found["matched"]).toBe(endedMeetings(house, "2026-08-01", "2026-11-17").length);
});
