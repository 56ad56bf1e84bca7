/** However a span is split into questions, and whatever goes wrong between: the same sums. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { addDays } from "../../../src/domain/day.ts";
import { Problem } from "../../../src/domain/problem.ts";
import type { UserDaysRequest } from "../../../src/domain/source.ts";
import { openScene } from "../scene.ts";
import type { Scripted } from "../stand-in.ts";
import { expectedMinutes, minutesByDay, statsOf, statsPage, statsRow } from "../stats.ts";

const PEOPLE = 25;
const FROM = "2026-10-10";
const asked: UserDaysRequest = { from: FROM, to: "2026-11-18", idType: "open_id", details: false };
const DAYS = 40;
const FAULTS: Readonly<Record<string, Scripted>> = {
  reset: { fault: "reset" },
  cut: { fault: "cut", data: {} },
  inside: { status: 500, code: 121001 },
  limited: { status: 429, code: 99991400, headers: { "x-ogw-ratelimit-reset": "2" } },
  refused: { status: 400, code: 99991663 },
};

test("any questions before about parts of a span: the whole is the same, and each day is asked once", async () => {
  const part = fc.tuple(fc.nat(DAYS - 1), fc.nat(DAYS - 1), fc.boolean());
  const whole = expectedMinutes(PEOPLE, FROM, asked.to);
  await fc.assert(
    fc.asyncProperty(
      fc.array(part, { maxLength: 4 }),
      fc.integer({ min: 1, max: 5 }),
      async (parts, chains) => {
        const scene = await openScene(statsOf(PEOPLE), { maxConcurrency: chains });
        for (const [one, other, details] of parts) {
          const from = addDays(FROM, Math.min(one, other));
          const to = addDays(FROM, Math.max(one, other));
          const { value } = await scene.source.userDays({ ...asked, from, to, details }, scene.caller());
          expect(minutesByDay(value)).toEqual(expectedMinutes(PEOPLE, from, to));
          const sent = value.details?.reduce((sum, member) => sum + (member?.messagesSent ?? 0), 0);
          expect(sent).toBe(details ? 2 * PEOPLE * value.days.length : undefined);
        }
        const { value, unread } = await scene.source.userDays(asked, scene.caller());
        expect(minutesByDay(value)).toEqual(whole);
        expect(unread).toEqual([]);
        if (parts.some(([, , details]) => details)) return;
        const days = scene.standIn.seen.filter(({ query }) => query["page_token"] === undefined);
        const length = days.reduce(
          (sum, { query }) =>
            sum +
            (Date.parse(query["end_date"] ?? "") - Date.parse(query["start_date"] ?? "")) / 86_400_000 +
            1,
          0,
        );
        expect(length).toBe(DAYS);
      },
    ),
    { numRuns: 15 },
  );
});

test("any interleaving of limits, failures and lost tokens gives the same answer as none", async () => {
  const whole = expectedMinutes(PEOPLE, FROM, asked.to);
  const fault = fc.constantFrom("none", ...Object.keys(FAULTS));
  await fc.assert(
    fc.asyncProperty(fc.array(fault, { minLength: 6, maxLength: 6 }), async (plan) => {
      const pending = [...plan];
      const script = statsOf(PEOPLE);
      // A page meets one trouble at most, as it is asked for three times at most.
      const tried = new Set<string>();
      const scene = await openScene((seen) => {
        const page = JSON.stringify(seen.query);
        if (tried.has(page)) return script(seen);
        tried.add(page);
        return FAULTS[pending.shift() ?? "none"] ?? script(seen);
      });
      const { value, unread } = await scene.source.userDays(asked, scene.caller());
      expect(minutesByDay(value)).toEqual(whole);
      expect(unread).toEqual([]);
    }),
    { numRuns: 15 },
  );
});

test("a field of another shape is refused, or changes no figure", async () => {
  const row = statsRow("2026-11-18", 1);
  let changes: object = {};
  const scene = await openScene(() => statsPage([{ ...row, ...changes }]));
  const read = async () => {
    const { value } = await scene.source.userDays(
      { ...asked, from: "2026-11-18", details: true },
      scene.caller(),
    );
    const [member] = value.members;
    return JSON.stringify([value.days, member?.activated, value.details]);
  };
  const right = await read();
  for (const [name, value] of Object.keys(row).flatMap((key) =>
    [undefined, null, {}, [], "", "x", "9.5", "-1", -1, 1e21].map((garbage) => [key, garbage] as const),
  )) {
    changes = { [name]: value };
    scene.clock.advance(3_700_000);
    const got = await read().catch((reason: unknown) => (reason instanceof Problem ? reason.kind : reason));
    expect({ name, value, got: got === "upstream" ? right : got }).toEqual({ name, value, got: right });
  }
});
