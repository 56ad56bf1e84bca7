/** Spreadsheets as Feishu might send them, honest and hostile. */
import { type ZipPart, zipOf } from "./zip.ts";

const XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>';
const OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const PACKAGE = "http://schemas.openxmlformats.org/package/2006";
const MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
const TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml";
const SHEET = "xl/worksheets/sheet1.xml";

/** A sheet of text cells, the titles first. */
export function sheetOf(rows: readonly (readonly string[])[]): Buffer {
  return zipOf(partsOf(rowsXml(rows)));
}

/** @param cells the XML inside sheetData. @param after the XML behind it. */
export function partsOf(cells: string, after = ""): (ZipPart & { readonly content: string })[] {
  return [
    {
      name: "[Content_Types].xml",
      content: `${XML}<Types xmlns="${PACKAGE}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="${TYPE}.sheet.main+xml"/><Override PartName="/${SHEET}" ContentType="${TYPE}.worksheet+xml"/></Types>`,
    },
    {
      name: "_rels/.rels",
      content: `${XML}<Relationships xmlns="${PACKAGE}/relationships"><Relationship Id="rId1" Type="${OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
    },
    {
      name: "xl/workbook.xml",
      content: `${XML}<workbook xmlns="${MAIN}" xmlns:r="${OFFICE}"><sheets><sheet name="Sheet1" sheetId="1" r:id="rId1"/></sheets></workbook>`,
    },
    {
      name: "xl/_rels/workbook.xml.rels",
      content: `${XML}<Relationships xmlns="${PACKAGE}/relationships"><Relationship Id="rId1" Type="${OFFICE}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>`,
    },
    {
      name: SHEET,
      content: `${XML}<worksheet xmlns="${MAIN}"><sheetData>${cells}</sheetData>${after}</worksheet>`,
    },
  ];
}

export function rowsXml(rows: readonly (readonly string[])[]): string {
  return rows
    .map((row, index) => `<row r="${index + 1}">${row.map((text) => textCell(text)).join("")}</row>`)
    .join("");
}

export function textCell(text: string, place?: string): string {
  const escaped = text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
  const where = place === undefined ? "" : ` r="${place}"`;
  return `<c${where} t="inlineStr"><is><t xml:space="preserve">${escaped}</t></is></c>`;
}

/** A stream of pieces, as a download comes. */
export async function* streamOf(bytes: Uint8Array, pieceBytes = 1000): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += pieceBytes) yield bytes.subarray(at, at + pieceBytes);
}
