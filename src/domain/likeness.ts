/**
 * How alike two texts are, from 0 to 1: what is left when the fewest insertions, deletions and replacements that
 * turn one into the other (Levenshtein) are held against the longer one.
 */
export function likeness(one: string, other: string): number {
  const from = Array.from(one.toLocaleLowerCase());
  const to = Array.from(other.toLocaleLowerCase());
  const longest = Math.max(from.length, to.length);
  if (longest === 0) return 1;
  let above = Array.from({ length: to.length + 1 }, (_, column) => column);
  for (const [row, character] of from.entries()) {
    const line = [row + 1];
    for (const [column, wanted] of to.entries()) {
      const replaced = (above[column] ?? 0) + (character === wanted ? 0 : 1);
      line.push(Math.min(replaced, (above[column + 1] ?? 0) + 1, (line[column] ?? 0) + 1));
    }
    above = line;
  }
  return 1 - (above[to.length] ?? longest) / longest;
}
