/** Order and ties. */

/** More than this many that share a place are named only by their number. */
const MOST_TIED = 5;

/** Rows with their places from the largest figure down; equals share a place: 1, 1, 3. */
export function ranked<T>(rows: readonly T[], figure: (row: T) => number): (T & { rank: number })[] {
  const ordered = rows.toSorted((a, b) => figure(b) - figure(a));
  let rank = 0;
  return ordered.map((row, position) => {
    const before = ordered[position - 1];
    if (before === undefined || figure(before) !== figure(row)) rank = position + 1;
    return { ...row, rank };
  });
}

/** Beyond so many, sorting may be quicker. */
const FEW = 4000;

/** What comes first in this order, as if all were sorted; of a hundred thousand, a few are found many times sooner. */
export function firstOf(
  items: Int32Array,
  count: number,
  compare: (a: number, b: number) => number,
): number[] {
  if (count > FEW) return [...items].sort(compare).slice(0, count);
  const first: number[] = [];
  for (const item of items) {
    const last = first[count - 1];
    if (last !== undefined && compare(item, last) >= 0) continue;
    let low = 0;
    let high = first.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (compare(item, first[middle] ?? item) < 0) high = middle;
      else low = middle + 1;
    }
    first.splice(low, 0, item);
    if (first.length > count) first.pop();
  }
  return first;
}

/** The rows with the largest (or smallest) figure: all that tie, at most five, and how many tie in all. */
export function extremes<T>(
  rows: readonly T[],
  figure: (row: T) => number,
  which: "largest" | "smallest",
): { rows: T[]; tied: number } {
  const figures = rows.map(figure);
  const wanted = which === "largest" ? Math.max(...figures) : Math.min(...figures);
  const tied = rows.filter((row) => figure(row) === wanted);
  return { rows: tied.slice(0, MOST_TIED), tied: tied.length };
}

/** By code point: the same order in every locale. */
export function compareText(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
