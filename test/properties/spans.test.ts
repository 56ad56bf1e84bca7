/** Parts of a span add up to the whole, wherever it is cut. */
import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Answer, type Asker, type House, openHouse } from "../support/asked.ts";
import { daysBetween } from "../support/truth.ts";

const SEED = { seed: 5, numRuns: 10 };
let house: House;
let asker: Asker;
beforeAll(async () => {
  house = await openHouse({ people: 70 });
  asker = await house.asker();
});
afterAll(() => house.close());

/** At first and last day of a part, so that all parts are the span. */
function cut(days: readonly string[], at: readonly number[]): { from: string; to: string }[] {
  const starts = [...new Set([0, ...at.map((place) => place % days.length)])].sort((a, b) => a - b);
  return starts.map((start, part) => ({
    from: days[start] ?? "",
    to: days[(starts[part + 1] ?? days.length) - 1] ?? "",
  }));
}

/** Counts exactly, rounded figures as well as their rounding lets them. */
function expectSum(parts: readonly Answer[], whole: Answer): void {
  for (const [name, figure] of Object.entries(whole["totals"])) {
    if (/average|_per_/.test(name)) continue;
    const sum = parts.reduce((total, part) => total + Number(part["totals"][name] ?? 0), 0);
    expect(Math.abs(sum - Number(figure))).toBeLessThanOrEqual(
      /minutes|hours/.test(name) ? 0.05 * (parts.length + 1) : 0,
    );
  }
}

const cuts = fc.array(fc.nat(40), { maxLength: 5 });

test.each([
  ["get_meeting_report", { group_by: "day" }, "2026-10-05", "2026-11-10"],
  ["get_user_meeting_stats", { group_by: "day", limit: 100 }, "2026-09-28", "2026-11-10"],
  ["find_meetings", { limit: 0 }, "2026-09-28", "2026-11-10"],
] as const)("%s", async (tool, args, from, to) => {
  const days = daysBetween(from, to);
  const whole = await asker.ask(tool, { ...args, from, to });
  expect(whole["complete"]).toBe(true);
  await fc.assert(
    fc.asyncProperty(cuts, async (at) => {
      const parts: Answer[] = [];
      for (const part of cut(days, at)) {
        // The ceiling of 100 calls a minute is not what is tried here.
        house.advance(1_000);
        parts.push(await asker.ask(tool, { ...args, ...part }));
      }
      expectSum(parts, whole);
      const rows = parts.flatMap((part) => part["rows"] ?? []);
      expect(rows).toEqual(whole["rows"] ?? []);
    }),
    SEED,
  );
});

test("what one person did adds up over spans, and people over departments", async () => {
  const span = { from: "2026-10-12", to: "2026-11-08" };
  const people = await asker.ask("get_user_meeting_stats", { ...span, limit: 100 });
  const departments = await asker.ask("get_user_meeting_stats", {
    ...span,
    limit: 100,
    group_by: "department",
  });
  const sum = (rows: readonly Record<string, number>[], name: string) =>
    rows.reduce((total, row) => total + Number(row[name]), 0);
  for (const name of ["minutes", "meetings"]) {
    expect(sum(departments["rows"], name)).toBe(sum(people["rows"], name));
  }
  expect(sum(departments["rows"], "people")).toBe(people["population"].people);
  const [first] = people["rows"];
  const days = daysBetween(span.from, span.to);
  await fc.assert(
    fc.asyncProperty(cuts, async (at) => {
      let minutes = 0;
      for (const part of cut(days, at)) {
        const one = await asker.ask("get_user_meeting_stats", { ...part, user_id: first.id });
        minutes += one["totals"].meeting_minutes;
      }
      expect(minutes).toBe(first.minutes);
    }),
    { ...SEED, numRuns: 5 },
  );
});
