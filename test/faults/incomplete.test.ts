/** What could not be read to its end: no figure over the window, and what stands is right. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { Trouble, TroubleKind } from "../../src/sandbox/troubles.ts";
import { type Answer, type House, openHouse } from "../support/asked.ts";
import { figuresOverWindow, figuresTold } from "../support/window-figures.ts";
import {
  answersOf,
  CHAINS,
  countedFrom,
  meetings,
  participants,
  type Question,
  SMALL,
  settled,
  stats,
} from "./questions.ts";

const FOR_GOOD = Number.POSITIVE_INFINITY;
let house: House;
let right: ReturnType<typeof answersOf>;
beforeAll(async () => {
  house = await openHouse(SMALL);
  right = answersOf(house);
});
beforeEach(() => house.reset());
afterAll(() => house.close());

/** The second page does so for good. */
const BREAKING: Readonly<Record<string, { kind: TroubleKind; requests: number }>> = {
  "fails inside": { kind: { kind: "page_fails", page: 1, status: 500 }, requests: 3 },
  "fails with a code that nobody knows": {
    kind: { kind: "page_fails", page: 1, code: 424242, status: 400 },
    requests: 1,
  },
  "is a page of a gateway": { kind: { kind: "html" }, requests: 1 },
  "is empty": { kind: { kind: "empty_body" }, requests: 1 },
  "is cut": { kind: { kind: "cut" }, requests: 3 },
  "is reset": { kind: { kind: "reset" }, requests: 3 },
  "has another shape": { kind: { kind: "other_shape" }, requests: 1 },
  "is limited for longer than there is time": {
    kind: { kind: "rate_limited", resetSeconds: 90 },
    requests: 1,
  },
  "brings its own token back": { kind: { kind: "repeated_token" }, requests: 1 },
};
const CASES = Object.entries(BREAKING).flatMap(([name, breaking]) =>
  CHAINS.map((question) => ({ name, question, ...breaking })),
);

/** Without any figure over the window, also none of those of the whole answer in words. */
async function expectNoFigure(answer: Answer, { tool, args }: Question): Promise<void> {
  expect(answer["complete"]).toBe(false);
  expect(figuresOverWindow(answer)).toEqual([]);
  house.reset();
  expect(figuresTold(answer, await (await house.asker()).ask(tool, args))).toEqual([]);
}

describe("the second page", () => {
  test.for(CASES)("$name: $question.operation", async ({ question, kind, requests }) => {
    const { operation, tool, args } = question;
    const expected = await right(question);
    house.reset();
    const place = kind.kind === "page_fails" ? {} : { onCall: 2 };
    house.sandbox.trouble({ operation, ...place, times: FOR_GOOD, ...kind });
    const { ask } = await house.asker();
    const asked = countedFrom(house);
    const answer = await ask(tool, args);
    expect(asked(operation)).toBe(1 + requests);
    expect(answer["missing"]).toHaveLength(1);
    await expectNoFigure(answer, question);
    house.advance(91_000);
    // The first page is known.
    const again = countedFrom(house);
    expect(settled(await ask(tool, args))).toEqual(expected);
    expect(again(operation)).toBe(question.requests - 1);
  });
});

describe("a part of the span that fails for good", () => {
  const twoMonths: Question = { ...meetings, args: { from: "2026-10-29", to: "2026-11-03", limit: 100 } };
  const eightDays: Question = {
    ...stats,
    args: { from: "2026-11-02", to: "2026-11-09", group_by: "day", limit: 100 },
  };
  const failing = (operation: Trouble["operation"], onCall: number): Trouble => ({
    operation,
    kind: "error_code",
    code: 424242,
    status: 400,
    onCall,
  });

  test.for([
    ["find_meetings", twoMonths],
    ["get_user_meeting_stats", eightDays],
  ] as const)("%s: what was read of the other days is what stands", async ([, question]) => {
    const { operation, tool, args } = question;
    house.sandbox.trouble(failing(operation, 1));
    const { ask } = await house.asker();
    const answer = await ask(tool, args);
    await expectNoFigure(answer, question);
    const { covered, covered_totals: totals, rows = [], meetings: listed = [] } = answer;
    expect(covered.length).toBeGreaterThan(0);
    const sums: Record<string, number> = {};
    const known: unknown[] = [];
    for (const { from, to } of covered) {
      const part = await ask(tool, { ...args, from, to });
      for (const [name, figure] of Object.entries(part["totals"])) {
        sums[name] = (sums[name] ?? 0) + Number(figure);
      }
      known.push(...(part["rows"] ?? []));
    }
    // Hours and minutes are rounded for each part.
    for (const [name, figure] of Object.entries(totals)) expect(figure).toBeCloseTo(sums[name] ?? -1, 0);
    expect(rows).toEqual(known);
    expect(listed.length).toBe(operation === "meeting_list" ? sums["meetings"] : 0);
    expect((await ask(tool, args))["complete"]).toBe(true);
  });
});

describe("out of time", () => {
  /** Each reply takes so long. */
  function slowly(question: Question, milliseconds: number): void {
    house.sandbox.trouble({
      operation: question.operation,
      kind: "rewritten",
      times: FOR_GOOD,
      rewrite: (text) => {
        house.advance(milliseconds);
        return text;
      },
    });
  }

  test.for(CHAINS)("$operation goes on where it stopped, for no request more", async (question) => {
    const { operation, tool, args } = question;
    const expected = await right(question);
    house.reset();
    slowly(question, 25_000);
    const { ask } = await house.asker();
    const asked = countedFrom(house);
    let answer = await ask(tool, args);
    const calls = [answer];
    // Two pages fit into 45 seconds.
    while (answer["complete"] === false && calls.length < 5) {
      expect(figuresOverWindow(answer)).toEqual([]);
      expect(answer["remaining"]).toMatchObject({ call_again: true, done_pages: 2 * calls.length });
      answer = await ask(tool, args);
      calls.push(answer);
    }
    expect(calls).toHaveLength(Math.ceil(question.requests / 2));
    expect(settled(answer)).toEqual(expected);
    expect(asked(operation)).toBe(question.requests);
  });

  test("a month of a tenant: at most 1.02 times its pages over all calls", async () => {
    const month = { period: "last_28_days", limit: 3 };
    const { ask: asksAtOnce } = await house.asker();
    const before = countedFrom(house);
    const expected = settled(await asksAtOnce(stats.tool, month));
    const pages = before("user_stats");
    house.reset();
    slowly(stats, 5_000);
    const { ask } = await house.asker();
    const asked = countedFrom(house);
    let answer = await ask(stats.tool, month);
    for (let calls = 1; answer["complete"] === false && calls < 20; calls += 1) {
      expect(figuresOverWindow(answer)).toEqual([]);
      answer = await ask(stats.tool, month);
    }
    expect(settled(answer)).toEqual(expected);
    expect(asked("user_stats") / pages).toBeLessThanOrEqual(1.02);
  });

  test.for([
    [meetings, 121003, 400],
    [participants, 121003, 400],
    [stats, 1051001, 500],
  ] as const)(
    "$0.operation: a page token that has ended begins the list anew",
    async ([question, code, status]) => {
      const { operation, tool, args } = question;
      const expected = await right(question);
      for (const isResumed of [false, true]) {
        house.reset();
        const { ask } = await house.asker({ workBudgetSeconds: isResumed ? 20 : 45 });
        const asked = countedFrom(house);
        if (isResumed) {
          slowly(question, 25_000);
          await ask(tool, args);
          house.sandbox.clearTroubles();
        }
        house.sandbox.trouble({ operation, kind: "error_code", code, status, onCall: isResumed ? 1 : 2 });
        expect(settled(await ask(tool, args))).toEqual(expected);
        expect(asked(operation)).toBe(question.requests + 2);
      }
    },
  );
});
