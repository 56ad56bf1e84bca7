/** Whatever befalls the requests, in whatever order: the right answer, or one without a figure over the window. */
import fc from "fast-check";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import type { Operation } from "../../src/sandbox/routes.ts";
import type { TroubleKind } from "../../src/sandbox/troubles.ts";
import { type Answer, type Args, type House, openHouse } from "../support/asked.ts";
import { figuresOverWindow, figuresTold } from "../support/window-figures.ts";

const ALL_HANDS = { meeting_number: "987654321", on: "2026-11-16", limit: 5 };
const QUESTIONS: readonly (readonly [string, Operation, Args, number])[] = [
  ["get_meeting_report", "get_daily", { period: "last_week", compare_with_previous: true }, 1],
  ["get_top_meeting_users", "get_top_user", { period: "last_week" }, 1],
  ["find_meetings", "meeting_list", { from: "2026-10-30", to: "2026-11-06", limit: 5 }, 6],
  ["list_meeting_participants", "participant_list", ALL_HANDS, 2],
  ["get_user_meeting_stats", "user_stats", { from: "2026-11-04", to: "2026-11-09", limit: 5 }, 12],
];
const PASSING: readonly TroubleKind[] = [
  { kind: "rate_limited", resetSeconds: 2 },
  { kind: "rate_limited", resetSeconds: 1, status: 400 },
  { kind: "http_error", status: 503 },
  { kind: "error_code", code: 121001, inside200: true },
  { kind: "reset" },
  { kind: "cut" },
  { kind: "token_refused", status: 401 },
  { kind: "empty_page" },
];
let house: House;
beforeAll(async () => {
  house = await openHouse({ people: 130 });
});
beforeEach(() => house.reset());
afterAll(() => house.close());

function settled(answer: Answer): Answer {
  return { ...answer, as_of: "" };
}

/** One trouble for each request, of those that pass. */
const plans = fc.array(fc.option(fc.nat(PASSING.length - 1), { freq: 2 }), { minLength: 1, maxLength: 14 });

test.for(QUESTIONS)(
  "any interleaving of what passes gives the same answer: %s",
  async ([tool, operation, args]) => {
    const right = settled(await (await house.asker()).ask(tool, args));
    await fc.assert(
      fc.asyncProperty(plans, async (plan) => {
        house.reset();
        let failures = 0;
        plan.forEach((place, index) => {
          const kind = place === null ? undefined : PASSING[place];
          // A request is tried three times, and a token that is refused twice is not fetched again.
          failures = kind === undefined ? 0 : failures + 1;
          if (kind === undefined || failures > 1) {
            failures = 0;
            return;
          }
          const isPage = kind.kind !== "empty_page" || !/^get_/.test(operation);
          if (isPage) house.sandbox.trouble({ operation, onCall: index + 1, ...kind });
        });
        const { ask } = await house.asker();
        expect(settled(await ask(tool, args))).toEqual(right);
      }),
      { seed: 7, numRuns: 6 },
    );
  },
);

test.for(QUESTIONS.slice(2))(
  "without one page for good there is no figure over the window: %s",
  async ([tool, operation, args, pages]) => {
    const whole = await (await house.asker()).ask(tool, args);
    const losses: readonly TroubleKind[] = [
      { kind: "error_code", code: 424242, status: 400 },
      { kind: "http_error", status: 503 },
      { kind: "html" },
      { kind: "rate_limited", resetSeconds: 600 },
    ];
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: pages }),
        fc.constantFrom(...losses),
        async (onCall, kind) => {
          house.reset();
          house.sandbox.trouble({ operation, onCall, times: Number.POSITIVE_INFINITY, ...kind });
          const { told } = await house.asker();
          const { isError, text } = await told(tool, args);
          const answer: Answer = JSON.parse(text);
          const isWhole = answer["complete"] === true;
          expect(isWhole ? settled(answer) : settled(whole)).toEqual(settled(whole));
          const isPartly = !isWhole && !isError;
          expect(isPartly ? figuresOverWindow(answer) : []).toEqual([]);
          expect(isPartly ? figuresTold(answer, whole) : []).toEqual([]);
        },
      ),
      { seed: 11, numRuns: 8 },
    );
  },
);
