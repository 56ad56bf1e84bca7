/** A spreadsheet as rows of text: no formulas, no styles, within ceilings. */
import type { CellObject, WorkSheet } from "@e965/xlsx";
import { brokenSheet } from "./broken-sheet.ts";
import { zipParts } from "./zip-parts.ts";

const MAXIMUM_ROWS = 100_000;
/** The documents know 23. */
const MAXIMUM_COLUMNS = 256;
/** One shared text may stand in every cell: what the cells hold counts, not what the file does. */
const MAXIMUM_CHARACTERS = 64 * 1024 * 1024;

/** What the first sheet's cells need. Comments, links and drawings are left behind with the rest. */
const WANTED =
  /^(?:\[Content_Types\]\.xml|_rels\/\.rels|xl\/(?:worksheets\/|_rels\/)?[\w.-]+\.(?:xml|rels))$/i;
const WORKSHEET = /^xl\/worksheets\/[^/]+\.xml$/i;

/**
 * @param path of a file as Feishu sent it.
 * @returns the rows of the first sheet that hold text, the titles first.
 * @throws Problem `upstream` for anything that is not a sheet of a sensible size.
 */
export async function readSheet(path: string): Promise<string[][]> {
  const parts = await zipParts(path, (name) => WANTED.test(name));
  for (const [name, content] of parts) {
    if (WORKSHEET.test(name)) parts.set(name, cellsOnly(content));
  }
  const rows = textOf(await firstSheet(parts)).filter((row) => row.some((text) => text !== ""));
  if (rows.length === 0) throw brokenSheet("is a sheet without a single cell");
  return rows;
}

/** What follows the cells is cut off: the library would make a cell of each place in a link's range. */
function cellsOnly(worksheet: Buffer): Buffer {
  const text = worksheet.toString("latin1");
  const end = /<\/(?:\w+:)?sheetData\s*>/.exec(text);
  const kept = end === null ? text : `${text.slice(0, end.index)}${end[0]}</worksheet>`;
  if (/<(?:\w+:)?hyperlink\s/.test(kept)) throw brokenSheet("is not built as spreadsheets are");
  return Buffer.from(kept, "latin1");
}

async function firstSheet(parts: ReadonlyMap<string, Buffer>): Promise<WorkSheet> {
  const { CFB, read } = await import("@e965/xlsx");
  // Packed again without compression, since the library's own unpacking believes what a file says of itself.
  const zip = CFB.utils.cfb_new();
  for (const [name, content] of parts) CFB.utils.cfb_add(zip, name, content);
  const bytes: unknown = CFB.write(zip, { fileType: "zip", type: "buffer" });
  try {
    const book = read(bytes, {
      type: "buffer",
      dense: true,
      sheets: 0,
      // One more than allowed, so that a cut is seen.
      sheetRows: MAXIMUM_ROWS + 1,
      nodim: true,
      cellDates: true,
      cellFormula: false,
      cellHTML: false,
      cellStyles: false,
    });
    const sheet = book.Sheets[book.SheetNames[0] ?? ""];
    if (sheet !== undefined) return sheet;
  } catch {
    // The library throws plain errors, and here they can only be about the file.
    throw brokenSheet("cannot be read as a spreadsheet");
  }
  throw brokenSheet("cannot be read as a spreadsheet");
}

function textOf(sheet: WorkSheet): string[][] {
  const rows = sheet["!data"] ?? [];
  if (rows.length > MAXIMUM_ROWS) throw brokenSheet(`has more than ${MAXIMUM_ROWS} rows`);
  let characters = 0;
  // Array.from fills the holes that rows and cells left out leave.
  return Array.from(rows, (row: CellObject[] | undefined) => {
    if (row === undefined) return [];
    if (row.length > MAXIMUM_COLUMNS) throw brokenSheet(`has more than ${MAXIMUM_COLUMNS} columns`);
    return Array.from(row, (cell: CellObject | undefined) => {
      const text = cell === undefined ? "" : cellText(cell);
      characters += text.length;
      if (characters > MAXIMUM_CHARACTERS) throw brokenSheet("holds more text than a list of participants");
      return text;
    });
  });
}

function cellText(cell: CellObject): string {
  // As displayed a long number would read 8.6138E+12.
  if (cell.t === "n") return String(cell.v);
  if (cell.t === "s") return String(cell.v ?? "");
  return cell.w ?? String(cell.v ?? "");
}
