/** What was measured, beside what was aimed at: whether it is good is for the reader. */
export type Row = readonly [what: string, figure: string, target: string];

export function printTable(rows: readonly Row[]): void {
  const lines = [["what", "figure", "target"] as const, ...rows];
  const width = Math.max(...lines.map(([what]) => what.length));
  const line = ([what, figure, target]: Row) =>
    `  ${what.padEnd(width)}  ${figure.padStart(10)}  ${target.padStart(10)}`;
  console.log(`\n${lines.map(line).join("\n")}\n`);
}

export function median(figures: readonly number[]): number {
  const sorted = figures.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}
