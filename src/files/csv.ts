/** Rows as csv that spreadsheet programs open rightly and run nothing of. */

const BYTE_ORDER_MARK = "\ufeff";
/**
 * What a program may take for the start of a formula: also behind spaces and invisible marks, and behind a
 * semicolon, which separates cells where the comma is the decimal sign.
 */
const FORMULA_START = /(^|;)([\s\p{Z}\p{C}]*)(?=[=+\-@＝＋－＠])/gu;
const RUNNING_START = /^\s*[\t\r\n]/;

/** UTF-8 with a byte order mark, CRLF, and an apostrophe before what would start a formula. */
export function csvOf(rows: readonly (readonly string[])[]): Uint8Array {
  const lines = rows.map((row) => `${row.map((text) => quoted(harmless(text))).join(",")}\r\n`);
  return Buffer.from(BYTE_ORDER_MARK + lines.join(""), "utf8");
}

function harmless(text: string): string {
  const safe = text.replaceAll(FORMULA_START, "$1'$2");
  return RUNNING_START.test(safe) ? `'${safe}` : safe;
}

function quoted(text: string): string {
  return /[",;\r\n\t]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
