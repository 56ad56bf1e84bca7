/**
 * Rows as the bytes of an .xlsx file with one sheet.
 * The cells are texts: what begins with = stays a text, since only a cell's type makes a formula.
 */
export async function workbookOf(rows: readonly (readonly string[])[]): Promise<Uint8Array> {
  const { utils, write } = await import("@e965/xlsx");
  const cells = rows.map((row) => row.map((text) => (text === "" ? null : { t: "s", v: text, z: "@" })));
  const book = utils.book_new();
  utils.book_append_sheet(book, utils.aoa_to_sheet(cells, { dense: true }), "Participants");
  const bytes: unknown = write(book, { type: "buffer", bookType: "xlsx", compression: true });
  if (bytes instanceof Uint8Array) return bytes;
  throw new Error("The spreadsheet library wrote no bytes.");
}
