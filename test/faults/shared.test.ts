/** Many callers and callers that leave: nothing is fetched twice, and nothing goes on for nobody. */
import { CallToolResultSchema } from "@modelcontextprotocol/sdk/types.js";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { type Args, type Asker, type House, openHouse } from "../support/asked.ts";
import { type WireWatch, watchWire } from "../support/wire-watch.ts";
import {
  ALL,
  answersOf,
  countedFrom,
  daily,
  exportDownload,
  exportStatus,
  meetings,
  type Question,
  READINGS,
  SMALL,
  settled,
  stats,
  top,
} from "./questions.ts";

const FOR_GOOD = Number.POSITIVE_INFINITY;
let house: House;
let wire: WireWatch;
let right: ReturnType<typeof answersOf>;
beforeAll(async () => {
  wire = watchWire();
  house = await openHouse(SMALL);
  right = answersOf(house);
});
beforeEach(() => house.reset());
afterAll(async () => {
  await house.close();
  wire.end();
});

async function until(condition: () => boolean): Promise<void> {
  await expect.poll(condition, { interval: 2, timeout: 5_000 }).toBe(true);
}

/** A call that can be taken back. */
function begin({ client }: Asker, tool: string, args: Args, signal: AbortSignal): Promise<unknown> {
  const call = client.callTool({ name: tool, arguments: { ...args } }, CallToolResultSchema, { signal });
  return call.then(
    () => "answered",
    () => "gone",
  );
}

describe("a cancelled call closes its sockets and sends nothing more", () => {
  test.for(ALL)("$operation", async (question) => {
    const { operation, tool, args } = question;
    const expected = await right(question);
    house.reset();
    house.sandbox.trouble({ operation, kind: "hang", times: FOR_GOOD });
    const asker = await house.asker();
    const leaving = new AbortController();
    const asked = countedFrom(house);
    const abandoned = wire.abandoned();
    const outcome = begin(asker, tool, args, leaving.signal);
    await until(() => asked(operation) === 1);
    const began = performance.now();
    leaving.abort();
    expect(await outcome).toBe("gone");
    await until(() => wire.waiting() === 0);
    // 100 ms are allowed; a machine with other work gets more.
    expect(performance.now() - began).toBeLessThan(400);
    expect(wire.abandoned()).toBe(abandoned + 1);
    house.reset();
    const other = question === daily ? top : daily;
    await asker.ask(other.tool, other.args);
    // The other question needs a token, too.
    expect(asked(operation)).toBe(operation === "tenant_token" ? 2 : 1);
    expect(settled(await asker.ask(tool, args))).toEqual(expected);
  });

  test("in the middle of many pages", async () => {
    house.sandbox.trouble({ operation: "user_stats", kind: "hang", onCall: 3 });
    const asker = await house.asker();
    const leaving = new AbortController();
    const asked = countedFrom(house);
    const outcome = begin(asker, stats.tool, { period: "last_28_days" }, leaving.signal);
    await until(() => asked("user_stats") > 4);
    leaving.abort();
    expect(await outcome).toBe("gone");
    await until(() => wire.waiting() === 0);
    const sent = asked("user_stats");
    await asker.ask(daily.tool, daily.args);
    expect(asked("user_stats")).toBe(sent);
  });
});

test("a client that goes away ends its calls", async () => {
  house.sandbox.trouble({ operation: "user_stats", kind: "hang", times: FOR_GOOD });
  const asker = await house.asker();
  const asked = countedFrom(house);
  const outcome = begin(asker, stats.tool, { period: "last_28_days" }, new AbortController().signal);
  await until(() => asked("user_stats") === 4);
  await asker.client.close();
  expect(await outcome).toBe("gone");
  await until(() => wire.waiting() === 0);
  expect(asked("user_stats")).toBe(4);
});

test("50 first calls at once fetch one token", async () => {
  const { ask } = await house.asker();
  const asked = countedFrom(house);
  const questions = Array.from({ length: 50 }, (_, call) => READINGS[call % READINGS.length] ?? daily);
  const answers = await Promise.all(questions.map(({ tool, args }) => ask(tool, args)));
  expect(asked("tenant_token")).toBe(1);
  for (const [call, question] of questions.entries()) {
    expect(settled(answers[call] ?? {})).toEqual(await right(question));
  }
});

test.for(READINGS)("the same question at the same moment shares one run: $operation", async (question) => {
  const { operation, tool, args, requests } = question;
  const expected = await right(question);
  const { ask } = await house.asker();
  const asked = countedFrom(house);
  const answers = await Promise.all(Array.from({ length: 20 }, () => ask(tool, args)));
  expect(asked(operation)).toBe(requests);
  for (const answer of answers) expect(settled(answer)).toEqual(expected);
});

test("a token that is refused while many wait is fetched once more", async () => {
  house.sandbox.trouble({ operation: "user_stats", kind: "token_refused", onCall: 3 });
  const { ask } = await house.asker();
  const asked = countedFrom(house);
  const month = { period: "last_28_days", limit: 3 };
  const answers = await Promise.all([1, 2, 3].map((days) => ask(stats.tool, { ...month, skip: days })));
  expect(asked("tenant_token")).toBe(2);
  expect(new Set(answers.map((answer) => JSON.stringify(answer["totals"]))).size).toBe(1);
});

test("a token that nears its end is renewed beside the work, once", async () => {
  const { ask } = await house.asker();
  const asked = countedFrom(house);
  await ask(daily.tool, daily.args);
  house.advance(105 * 60_000);
  await Promise.all(READINGS.map(({ tool, args }) => ask(tool, args)));
  expect(asked("tenant_token")).toBe(2);
});

describe("the same finished question again costs no request", () => {
  test.for<Question>([
    daily,
    top,
    { ...meetings, args: { period: "last_month", limit: 0 } },
    { ...stats, args: { period: "last_14_days" } },
    ...READINGS.slice(2),
  ])("$operation $args", async ({ tool, args }) => {
    const { ask } = await house.asker();
    const first = await ask(tool, args);
    house.advance(60_000);
    const asked = house.sandbox.requests.length;
    expect(await ask(tool, args)).toEqual(first);
    expect(house.sandbox.requests.length).toBe(asked);
  });

  test("days that are known are not asked for again, whatever span they stand in", async () => {
    const { ask } = await house.asker();
    await ask(stats.tool, { from: "2026-11-02", to: "2026-11-08" });
    const asked = countedFrom(house);
    await ask(stats.tool, { from: "2026-11-04", to: "2026-11-06", group_by: "day" });
    expect(asked("user_stats")).toBe(0);
    await ask(stats.tool, { from: "2026-11-04", to: "2026-11-09", group_by: "department" });
    expect(asked("user_stats")).toBe(stats.requests);
  });
});

test("200 calls at once are all answered, as they would be one by one", async () => {
  const warnings: string[] = [];
  const warned = (warning: Error) => warnings.push(warning.message);
  process.on("warning", warned);
  const { ask, refused } = await house.asker();
  const calls = Array.from({ length: 200 }, async (_, call) => {
    const question = READINGS[call % READINGS.length] ?? daily;
    if (call % 10 === 9) return (await refused(question.tool, { period: "never", nonsense: call })).kind;
    return JSON.stringify(settled(await ask(question.tool, question.args)));
  });
  const told = await Promise.all(calls);
  process.off("warning", warned);
  expect(warnings).toEqual([]);
  const texts = await Promise.all(READINGS.map(async (question) => JSON.stringify(await right(question))));
  expect(
    told.filter((text, call) => text !== (call % 10 === 9 ? "input" : texts[call % texts.length])),
  ).toEqual([]);
});

test("an export that ran out of time goes on with its task", async () => {
  const { ask, refused } = await house.asker();
  house.sandbox.trouble({ operation: "export_download", kind: "cut", times: 3 });
  const failure = await refused(exportDownload.tool, exportDownload.args);
  const task = /"task_id":"(\d+)"/.exec(failure.remedy)?.[1];
  const asked = countedFrom(house);
  const answer = await ask(exportStatus.tool, { task_id: task });
  expect(answer["status"]).toBe("done");
  expect([asked("export_create"), asked("export_download")]).toEqual([0, 1]);
});
