/** What passes by itself: the answer is the one without the trouble, for exactly so many requests more. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { Trouble, TroubleKind } from "../../src/sandbox/troubles.ts";
import { type House, openHouse } from "../support/asked.ts";
import {
  ALL,
  answersOf,
  CHAINS,
  countedFrom,
  exportCreate,
  type Question,
  READINGS,
  REPEATABLE,
  SMALL,
  settled,
} from "./questions.ts";

/** How long a reply may take here. */
const TIMEOUT_MILLISECONDS = 200;
let house: House;
let right: ReturnType<typeof answersOf>;
beforeAll(async () => {
  house = await openHouse(SMALL);
  right = answersOf(house);
});
beforeEach(() => house.reset());
afterAll(() => house.close());

interface Passing {
  readonly kind: TroubleKind;
  readonly of: readonly Question[];
  /** Requests more for one time. */
  readonly more?: number;
  /** How often in a row it is borne; 1 if not given. */
  readonly times?: number;
  /** Tokens fetched for it. */
  readonly tokens?: number;
  /** What the clock has to have moved at the least. */
  readonly waits?: number;
}

const LOST = { tokens: 1, of: ALL.filter(({ operation }) => operation !== "tenant_token") };
const PASSING: Readonly<Record<string, Passing>> = {
  "limited by 429": { kind: { kind: "rate_limited", resetSeconds: 7 }, of: ALL, waits: 7 },
  "limited by 429 again and again": {
    kind: { kind: "rate_limited", resetSeconds: 5 },
    of: READINGS,
    times: 5,
    waits: 25,
  },
  "limited by 400": { kind: { kind: "rate_limited", resetSeconds: 7, status: 400 }, of: ALL, waits: 7 },
  "limited by an envelope inside HTTP 200": {
    kind: { kind: "error_code", code: 99991400, inside200: true },
    of: ALL,
    waits: 1,
  },
  "a gateway's 503": { kind: { kind: "http_error", status: 503 }, of: REPEATABLE },
  "a gateway's 502 twice": { kind: { kind: "http_error", status: 502 }, of: REPEATABLE, times: 2 },
  "an internal error": { kind: { kind: "error_code", code: 121001, status: 500 }, of: REPEATABLE },
  "an internal error inside HTTP 200": {
    kind: { kind: "error_code", code: 121001, inside200: true },
    of: REPEATABLE,
    times: 2,
  },
  "a sign-in that fails for the moment": {
    kind: { kind: "error_code", code: 20050, inside200: true },
    of: REPEATABLE,
  },
  "a reset connection": { kind: { kind: "reset" }, of: REPEATABLE },
  "a connection reset twice": { kind: { kind: "reset" }, of: REPEATABLE, times: 2 },
  "a reply cut in the middle": { kind: { kind: "cut" }, of: REPEATABLE, times: 2 },
  "half an envelope": {
    kind: { kind: "rewritten", rewrite: (text) => text.slice(0, Math.floor(text.length / 2)) },
    of: REPEATABLE.filter(({ operation }) => operation !== "export_download"),
  },
  "a reply that never comes": { kind: { kind: "hang" }, of: REPEATABLE },
  "a reply that comes too late": {
    kind: { kind: "slow", milliseconds: 5_000 },
    of: REPEATABLE,
  },
  "a reply that comes late, but in time": {
    kind: { kind: "slow", milliseconds: 20 },
    of: ALL,
    more: 0,
  },
  "a token refused with HTTP 400": { kind: { kind: "token_refused", status: 400 }, ...LOST },
  "a token refused with HTTP 401": { kind: { kind: "token_refused", status: 401 }, ...LOST },
  "a token refused inside HTTP 200": { kind: { kind: "token_refused", status: 200 }, ...LOST },
  "a token that has ended": { kind: { kind: "token_refused", code: 99991677, status: 401 }, ...LOST },
  "a token called a wrong one": { kind: { kind: "token_refused", code: 99991668, status: 400 }, ...LOST },
  "an empty page that says there is more": { kind: { kind: "empty_page" }, of: CHAINS, times: 3 },
};

/** Feishu does what was asked, and the reply is lost. */
const DONE_ALL_THE_SAME: ReadonlySet<string> = new Set(["reset", "cut", "hang", "slow", "rewritten"]);

const CASES = Object.entries(PASSING).flatMap(([name, passing]) =>
  passing.of.flatMap((question) => {
    const times = passing.times ?? 1;
    // Where there are pages, in the middle.
    return [{ name, passing, question, times, onCall: question.requests > 1 ? 2 : 1 }];
  }),
);

describe("the answer is the one without the trouble", () => {
  test.for(CASES)("$name: $question.operation, from call $onCall on", async (one) => {
    const { name, passing, question, times, onCall } = one;
    const { operation, tool, args, requests } = question;
    const expected = await right(question);
    house.reset();
    const trouble: Trouble = { operation, onCall, times, ...passing.kind };
    house.sandbox.trouble(trouble);
    const { ask } = await house.asker(
      name.startsWith("a reply that never") || name.startsWith("a reply that comes too")
        ? { requestTimeoutMilliseconds: TIMEOUT_MILLISECONDS }
        : {},
    );
    const began = house.now();
    const asked = countedFrom(house);
    const answer = await ask(tool, args);
    // Each look at an export brings it nearer to its end, also one whose reply is lost.
    const isSeen = operation === "export_status" && DONE_ALL_THE_SAME.has(passing.kind.kind);
    const more = (passing.more ?? 1) * times;
    expect(asked(operation)).toBe(isSeen ? Math.max(requests, more && onCall + more) : requests + more);
    const tokens = operation === "tenant_token" ? asked(operation) : 1 + (passing.tokens ?? 0);
    expect(asked("tenant_token")).toBe(tokens);
    expect(house.now() - began).toBeGreaterThanOrEqual(passing.waits ?? 0);
    expect(settled(answer)).toEqual(expected);
  });
});

test("an export is sent again where it surely did not arrive, and only there", async () => {
  const { ask } = await house.asker();
  house.sandbox.trouble({ operation: "export_create", kind: "rate_limited", resetSeconds: 2 });
  const asked = countedFrom(house);
  expect((await ask(exportCreate.tool, exportCreate.args))["status"]).toBe("done");
  expect(asked("export_create")).toBe(2);
  for (const kind of ["reset", "cut"] as const) {
    house.sandbox.trouble({ operation: "export_create", kind });
    const again = countedFrom(house);
    const { refused } = await house.asker();
    expect((await refused(exportCreate.tool, exportCreate.args)).kind).toBe("upstream");
    expect(again("export_create")).toBe(1);
  }
});
