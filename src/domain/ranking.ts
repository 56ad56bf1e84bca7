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
