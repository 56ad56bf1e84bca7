/** What an incomplete answer may not hold (surface.md, rule 6). */
import { type Answer, numbersIn, textsIn } from "./asked.ts";

/** Figures that may stand there: of days read wholly, of single meetings, and how far it is. */
const ALLOWED =
  /^(?:window\.days|remaining\.(?:done_pages|about_pages|about_seconds)|covered_totals\..+|meetings\.\d+\..+|meeting\.minutes)$/;
/** Smaller ones may stand in a text by chance. */
const TELLING = 200;

/** Where a figure stands that could be one over the whole window. */
export function figuresOverWindow(answer: Answer): string[] {
  const rows: unknown = answer["rows"];
  const isOfOneDay = (path: string) => {
    const place = /^rows\.(\d+)\./.exec(path)?.[1];
    const row: unknown = place !== undefined && Array.isArray(rows) ? rows[Number(place)] : undefined;
    return typeof row === "object" && row !== null && "date" in row;
  };
  return numbersIn(answer)
    .map(({ path }) => path)
    .filter((path) => !ALLOWED.test(path) && !isOfOneDay(path));
}

/** Figures of the whole answer that stand in the texts of the incomplete one. */
export function figuresTold(incomplete: Answer, whole: Answer): number[] {
  const { totals, counts, population } = whole;
  const text = textsIn(incomplete)
    .join(" ")
    .replaceAll(/(\d),(?=\d{3})/g, "$1");
  return numbersIn({ totals, counts, population })
    .map(({ number }) => number)
    .filter((number) => number >= TELLING && new RegExp(`(?<![\\d.])${number}(?![\\d.]?\\d)`).test(text));
}
