/** What was measured, beside what was aimed at. A missed target is marked and fails nothing: machines differ. */
export type Row = readonly [what: string, figure: string, target: string];

export function tableText(rows: readonly Row[]): string {
  const lines = [["what", "figure", "target"] as const, ...rows];
  const width = Math.max(...lines.map(([what]) => what.length));
  const line = ([what, figure, target]: Row) =>
    `  ${what.padEnd(width)}  ${figure.padStart(10)}  ${target.padStart(10)}${isMissed(figure, target) ? "  missed" : ""}`;
  return lines.map(line).join("\n");
}

/** All targets are upper bounds; a figure that is no number reached none. */
function isMissed(figure: string, target: string): boolean {
  const most = Number.parseFloat(target);
  return !Number.isNaN(most) && !(Number.parseFloat(figure) <= most);
}

export function median(figures: readonly number[]): number {
  const sorted = figures.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}
