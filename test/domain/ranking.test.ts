import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { extremes, firstOf, ranked } from "../../src/domain/ranking.ts";

const figures = fc.array(fc.integer({ min: 0, max: 12 }), { maxLength: 30 });
const rowsOf = (numbers: readonly number[]) => numbers.map((value, id) => ({ id, value }));

describe("ranks", () => {
  test.for([
    [[], []],
    [[7], [1]],
    [
      [5, 5, 3],
      [1, 1, 3],
    ],
    [
      [3, 5, 5, 5, 1],
      [1, 1, 1, 4, 5],
    ],
    [
      [9, 100, 20],
      [1, 2, 3],
    ],
    [
      [0, 0],
      [1, 1],
    ],
  ] as const)("%j have %j", ([numbers, ranks]) => {
    expect(ranked(rowsOf(numbers), (row) => row.value).map((row) => row.rank)).toEqual(ranks);
  });

  test("keep every row and the sum, and each rank counts those that are ahead", () => {
    fc.assert(
      fc.property(figures, (numbers) => {
        const rows = ranked(rowsOf(numbers), (row) => row.value);
        expect(rows.map((row) => row.id).sort((a, b) => a - b)).toEqual(numbers.map((_, id) => id));
        expect(rows.reduce((sum, row) => sum + row.value, 0)).toBe(
          numbers.reduce((sum, one) => sum + one, 0),
        );
        for (const row of rows) expect(row.rank).toBe(numbers.filter((one) => one > row.value).length + 1);
      }),
    );
  });

  test("rows that tie keep the order in which they came", () => {
    const rows = ranked(rowsOf([5, 5, 9, 5]), (row) => row.value);
    expect(rows.map((row) => row.id)).toEqual([2, 0, 1, 3]);
  });
});

describe("extremes", () => {
  test.for([
    ["largest", [3, 9, 9, 1], [1, 2], 2],
    ["smallest", [3, 9, 9, 1], [3], 1],
    ["largest", [2, 2, 2, 2, 2, 2, 2], [0, 1, 2, 3, 4], 7],
    ["smallest", [], [], 0],
  ] as const)("the %s of %j", ([which, numbers, ids, tied]) => {
    const found = extremes(rowsOf(numbers), (row) => row.value, which);
    expect(found.rows.map((row) => row.id)).toEqual(ids);
    expect(found.tied).toBe(tied);
  });
});

test("the first of many are those of the whole sorted, ties in the order in which they came", () => {
  const numbers = fc.array(fc.nat({ max: 9 }), { maxLength: 40 });
  fc.assert(
    fc.property(numbers, fc.constantFrom(0, 1, 2, 5, 39, 41, 4001), (figures, count) => {
      const compare = (a: number, b: number) => (figures[b] ?? 0) - (figures[a] ?? 0);
      const items = Int32Array.from(figures.keys());
      expect(firstOf(items, count, compare)).toEqual([...items].sort(compare).slice(0, count));
    }),
  );
});
