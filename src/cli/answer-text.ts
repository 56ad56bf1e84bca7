/** An answer as a person reads it: the summary, then a small table of its rows. */
import { dig } from "./dig.ts";
import { width } from "./width.ts";

const MOST_ROWS = 8;
const MOST_COLUMNS = 7;
const WIDEST_CELL = 28;
/** The fields that hold rows, in the order of preference. */
const ROWS = ["rows", "meetings", "people", "operations"] as const;

/** What tells rows apart, and is no answer where it tells none apart: other columns stay, alike or not. */
const ASIDES: ReadonlySet<string> = new Set([
  "kind",
  "external",
  "recorded",
  "rows",
  "devices",
  "days",
  "hours",
]);

export function answerText(answer: unknown): string {
  const summary = dig(answer, "summary");
  if (typeof summary !== "string") return `  ${JSON.stringify(answer)}`;
  const rows = ROWS.map((name) => dig(answer, name)).find(Array.isArray) ?? [];
  const notes: unknown = dig(answer, "notes");
  const lines = [summary, ...(Array.isArray(notes) ? notes.map((note) => `(${String(note)})`) : [])];
  return [...lines, ...tableLines(rows)].map((line) => `  ${line}`.trimEnd()).join("\n");
}

function tableLines(rows: readonly unknown[]): string[] {
  if (rows.length === 0) return [];
  const shown = rows.slice(0, MOST_ROWS);
  const titles = [...new Set(shown.flatMap(plainFields))]
    .filter(
      (title) =>
        shown.length === 1 || !ASIDES.has(title) || new Set(shown.map((row) => dig(row, title))).size > 1,
    )
    .slice(0, MOST_COLUMNS);
  const cells = shown.map((row) => titles.map((title) => cell(dig(row, title))));
  const widths = titles.map((title, column) =>
    Math.max(width(title), ...cells.map((line) => width(line[column] ?? ""))),
  );
  const line = (texts: readonly string[]) =>
    texts
      .map((text, column) => text + " ".repeat(Math.max(0, (widths[column] ?? 0) - width(text))))
      .join("  ");
  const more = rows.length > MOST_ROWS ? [`… and ${rows.length - MOST_ROWS} more rows`] : [];
  return ["", line(titles), line(widths.map((count) => "─".repeat(count))), ...cells.map(line), ...more];
}

/** Ids, departments and nested values are for the assistant; a table has little room. */
function plainFields(row: unknown): string[] {
  if (typeof row !== "object" || row === null) return [];
  const isPlain = ([name, value]: [string, unknown]) =>
    name !== "id" &&
    name !== "department" &&
    !name.endsWith("_id") &&
    (typeof value !== "object" || value === null);
  return Object.entries(row)
    .filter(isPlain)
    .map(([name]) => name);
}

function cell(value: unknown): string {
  const plain = typeof value === "string" ? value : JSON.stringify(value ?? "").replaceAll('"', "");
  const text = plain.replace(/T(\d\d:\d\d):\d\d[+-].*/, " $1");
  return text.length > WIDEST_CELL ? `${text.slice(0, WIDEST_CELL - 1)}…` : text;
}
