/** What does not pass: the right failure after exactly so many requests, and the next call works. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { TroubleKind } from "../../src/sandbox/troubles.ts";
import { type House, openHouse, type Refused } from "../support/asked.ts";
import {
  ALL,
  answersOf,
  countedFrom,
  daily,
  exportCreate,
  exportDownload,
  meetings,
  participants,
  type Question,
  READINGS,
  REPEATABLE,
  SMALL,
  settled,
  stats,
  top,
} from "./questions.ts";

const TIMEOUT_MILLISECONDS = 100;
const FOR_GOOD = Number.POSITIVE_INFINITY;
let house: House;
let right: ReturnType<typeof answersOf>;
beforeAll(async () => {
  house = await openHouse(SMALL);
  right = answersOf(house);
});
beforeEach(() => house.reset());
afterAll(() => house.close());

interface Lasting {
  readonly kind: TroubleKind;
  readonly failure: Refused["kind"];
  /** To the operation. */
  readonly requests: number;
  readonly of: readonly Question[];
  /** How long until it may be asked again. */
  readonly retryAfter?: number;
}

const code = (value: number, status?: number): TroubleKind => ({
  kind: "error_code",
  code: value,
  ...(status === undefined ? { inside200: true } : { status }),
});
const files = (text: string, contentType: string): TroubleKind => ({
  kind: "other_file",
  bytes: Buffer.from(text),
  contentType,
});
const envelope = '{"code":0,"msg":"success","data":{"items":[],"meeting_list":[],"participants":[]}}';
const JSON_ONLY = ALL.filter((question) => question !== exportDownload);
const THRICE = { failure: "upstream", requests: 3, of: REPEATABLE } as const;
const ONCE = { failure: "upstream", requests: 1, of: ALL } as const;

const LASTING: Readonly<Record<string, Lasting>> = {
  "a gateway's 503": { kind: { kind: "http_error", status: 503 }, ...THRICE },
  "an internal error": { kind: code(121001, 500), ...THRICE },
  "an internal error inside HTTP 200": { kind: code(121001), ...THRICE },
  "an unknown code with HTTP 500": { kind: code(424242, 500), ...THRICE },
  "a sign-in that fails on": { kind: code(20072), ...THRICE },
  "a reset connection": { kind: { kind: "reset" }, ...THRICE },
  "a reply cut in the middle": { kind: { kind: "cut" }, ...THRICE },
  "a reply that never comes": { kind: { kind: "hang" }, ...THRICE },
  "an export that fails inside": { kind: code(121001, 500), ...ONCE, of: [exportCreate] },
  "an export behind a gateway's 504": {
    kind: { kind: "http_error", status: 504 },
    ...ONCE,
    of: [exportCreate],
  },
  "an export whose reply never comes": { kind: { kind: "hang" }, ...ONCE, of: [exportCreate] },
  "a page of a gateway": { kind: { kind: "html" }, ...ONCE },
  "an empty body": { kind: { kind: "empty_body" }, ...ONCE },
  "a redirect": { kind: { kind: "redirect", location: "http://127.0.0.1:9/" }, ...ONCE },
  "another content type": { kind: files(envelope, "text/plain"), ...ONCE, of: JSON_ONLY },
  "no content type to speak of": {
    kind: files(envelope, "application/octet-stream"),
    ...ONCE,
    of: JSON_ONLY,
  },
  "another shape": { kind: { kind: "other_shape" }, ...ONCE },
  "a list instead of an envelope": { kind: files("[]", "application/json"), ...ONCE, of: JSON_ONLY },
  "a code in words": { kind: files('{"code":"0","data":{}}', "application/json"), ...ONCE },
  "an unknown code inside HTTP 200": { kind: code(424242), ...ONCE },
  "a bad parameter with HTTP 500": { kind: code(1051001, 500), failure: "input", requests: 1, of: [stats] },
  "a bad parameter": {
    kind: code(121003, 400),
    failure: "input",
    requests: 1,
    of: [daily, top, meetings, participants, exportCreate],
  },
  "no permission inside HTTP 200": { kind: code(121005), failure: "access", requests: 1, of: READINGS },
  "a scope that lacks": { kind: code(99991672, 400), failure: "access", requests: 1, of: ALL },
  "the quota is spent": { kind: code(99991403, 429), failure: "busy", requests: 1, of: ALL },
  "limited for longer than there is time": {
    kind: { kind: "rate_limited", resetSeconds: 300 },
    failure: "busy",
    requests: 1,
    of: ALL,
    retryAfter: 300,
  },
  "limited by 400 for longer than there is time": {
    kind: { kind: "rate_limited", resetSeconds: 46, status: 400 },
    failure: "busy",
    requests: 1,
    of: ALL,
    retryAfter: 46,
  },
  "tokens that are refused again and again": {
    kind: { kind: "token_refused", status: 401 },
    failure: "access",
    requests: 2,
    of: READINGS,
  },
};

const CASES = Object.entries(LASTING).flatMap(([name, lasting]) =>
  lasting.of.map((question) => ({ name, lasting, question })),
);

describe("it is a failure, and never data", () => {
  test.for(CASES)("$name: $question.operation", async ({ lasting, question }) => {
    const { operation, tool, args } = question;
    const expected = await right(question);
    house.reset();
    house.sandbox.trouble({ operation, times: FOR_GOOD, ...lasting.kind });
    const { refused, ask } = await house.asker(
      lasting.kind.kind === "hang" ? { requestTimeoutMilliseconds: TIMEOUT_MILLISECONDS } : {},
    );
    const asked = countedFrom(house);
    const began = house.now();
    const failure = await refused(tool, args);
    expect(failure.kind).toBe(lasting.failure);
    expect(asked(operation)).toBe(lasting.requests);
    expect(failure.retry_after_seconds).toBe(lasting.retryAfter);
    // The looks at an export wait for each other; what is tried again, too.
    const isAtOnce = lasting.retryAfter !== undefined && !/^export_(?:status|download)$/.test(operation);
    expect(isAtOnce ? house.now() : began).toBe(began);
    house.reset();
    // Longer than any limit that was told.
    house.advance(301_000);
    expect(settled(await ask(tool, args))).toEqual(expected);
  });
});

test("a refused connection is tried three times and told as one", async () => {
  const other = await openHouse();
  const { ask, refused } = await other.asker();
  await ask(daily.tool, daily.args);
  await other.sandbox.close();
  const failure = await refused(top.tool, top.args);
  expect(failure.kind).toBe("upstream");
  expect(failure.message).toMatch(/ECONNREFUSED/);
  await other.close();
});

test("nothing is fetched from an address that a reply holds", async () => {
  const elsewhere = await openHouse();
  house.sandbox.trouble({
    operation: "get_daily",
    kind: "redirect",
    location: `${elsewhere.sandbox.url}/open-apis/vc/v1/reports/get_daily`,
  });
  const { refused, ask } = await house.asker();
  await refused(daily.tool, daily.args);
  house.sandbox.trouble({
    operation: "export_status",
    kind: "rewritten",
    times: FOR_GOOD,
    rewrite: (text) => text.replaceAll(/"url":"[^"]*"/g, `"url":"${elsewhere.sandbox.url}/file"`),
  });
  expect((await ask(exportDownload.tool, exportDownload.args))["status"]).toBe("done");
  expect(elsewhere.sandbox.requests).toEqual([]);
  await elsewhere.close();
});
