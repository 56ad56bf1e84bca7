import fc from "fast-check";
import { expect, test } from "vitest";
import { addDays, dayCount, daysOf } from "../../../src/domain/day.ts";
import { planWindows } from "../../../src/feishu/user-days/plan-windows.ts";

const FIRST = "2026-01-01";

test("any days in any number of chains: each once, in windows of at most 31, as many as keep all busy", () => {
  fc.assert(
    fc.property(
      fc.uniqueArray(fc.nat(200), { minLength: 1 }),
      fc.integer({ min: 1, max: 8 }),
      (offsets, chains) => {
        const days = offsets.map((offset) => addDays(FIRST, offset)).sort();
        const windows = planWindows(days, chains);
        expect(windows.flatMap(({ from, to }) => daysOf(from, to))).toEqual(days);
        expect(Math.max(...windows.map(({ from, to }) => dayCount(from, to)))).toBeLessThanOrEqual(31);
        expect(windows.length % chains === 0 || windows.length === days.length).toBe(true);
      },
    ),
  );
});

test("no days, no windows", () => {
  expect(planWindows([], 4)).toEqual([]);
});
