import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { Problem } from "../../src/domain/problem.ts";
import { partsOf, rowsXml, sheetOf, streamOf, textCell } from "../support/sheet.ts";
import { type ZipPart, zipOf } from "../support/zip.ts";
import { contents, problemOf, save, workspace } from "./workspace.ts";

const space = workspace();
const GOOD = rowsXml([["参会人"], ["张三"]]);
const DEEP = sheetOf([["参会人"], ...Array.from({ length: 500 }, (_, index) => [`张三 ${index * 7919}`])]);

/** The good sheet with its last part, the cells, changed. */
function withCells(change: Partial<ZipPart>): Buffer {
  return zipOf(partsOf(GOOD).map((part, index) => (index === 4 ? { ...part, ...change } : part)));
}

function padded(bytes: number, change: Partial<ZipPart> = {}): Buffer {
  return zipOf([...partsOf(GOOD), { name: "xl/padding.xml", content: Buffer.alloc(bytes), ...change }]);
}

const HOSTILE: [string, () => Uint8Array, RegExp][] = [
  ["nothing", () => Buffer.alloc(0), /is empty/],
  ["JSON", () => Buffer.from('{"code":126001,"msg":"no <b>permission</b>"}'), /JSON message/],
  ["a web page", () => Buffer.from("\n<!DOCTYPE html><title>Sign in</title>"), /web page/],
  ["plain text", () => Buffer.from("gateway timeout"), /breaks off, or is not a spreadsheet/],
  [
    "an old .xls file",
    () => Buffer.concat([Buffer.from("d0cf11e0a1b11ae1", "hex"), Buffer.alloc(5000)]),
    /not a spread/,
  ],
  ["a zip of other things", () => zipOf([{ name: "a.txt", content: "x" }]), /cannot be read/],
  ["a zip of nothing", () => zipOf([]), /cannot be read/],
  ["a sheet without cells", () => zipOf(partsOf("")), /without a single cell/],
  ["a sheet of other columns", () => sheetOf([["薪资"], ["1"]]), /none of the columns/],
  ["an encrypted sheet", () => withCells({ flags: 1 }), /encrypted/],
  ["a strange packing", () => withCells({ method: 12 }), /packed in a way/],
  ["a wrong check sum", () => withCells({ claimedCheckSum: 1 }), /damaged/],
  ["a part that is larger than it says", () => withCells({ claimedBytes: 10 }), /damaged|larger/],
  ["a part that is smaller than it says", () => withCells({ claimedBytes: 100_000 }), /damaged|smaller/],
  ["a part twice", () => zipOf([...partsOf(GOOD), ...partsOf(GOOD).slice(4)]), /twice/],
  ["a bomb", () => padded(70 * 1024 * 1024), /unpack to far more/],
  ["a small bomb", () => padded(2 * 1024 * 1024), /unpack to far more/],
  [
    "a bomb in many parts",
    () => {
      const content = Buffer.alloc(1024 * 1024);
      const parts = Array.from({ length: 65 }, (_, index) => ({ name: `xl/${index}.xml`, content }));
      return zipOf([...partsOf(GOOD), ...parts]);
    },
    /unpack to far more/,
  ],
  ["a bomb that lies", () => padded(2 * 1024 * 1024, { claimedBytes: 1000 }), /damaged|larger/],
  [
    "thousands of parts",
    () => zipOf(Array.from({ length: 1001 }, (_, index) => ({ name: `${index}`, content: "" }))),
    /more parts/,
  ],
  [
    "a million columns",
    () => zipOf(partsOf(`<row r="1">${textCell("参会人", "A1")}${textCell("x", "BDWGN1")}</row>`)),
    /more than 256 columns/,
  ],
  [
    "a million rows",
    () =>
      zipOf(
        partsOf(`<row r="1">${textCell("参会人", "A1")}</row><row r="2">${textCell("x", "A1000000")}</row>`),
      ),
    /more than 100000 rows/,
  ],
  [
    "rows beyond the ceiling",
    () => zipOf(partsOf(`${GOOD}<row r="100001">${textCell("x", "A100001")}</row>`)),
    /more than 100000 rows/,
  ],
  [
    "cells that repeat one text into gigabytes",
    () => {
      const text = Array.from({ length: 30_000 }, (_, index) =>
        String.fromCharCode(97 + ((index * index) % 26)),
      );
      const cell = '<c t="s"><v>0</v></c>';
      const shared: ZipPart = {
        name: "xl/sharedStrings.xml",
        content: `<sst><si><t>${text.join("")}</t></si></sst>`,
      };
      const parts = partsOf(`<row>${cell.repeat(100)}</row>`.repeat(100)).map((part) =>
        part.name === "[Content_Types].xml"
          ? {
              ...part,
              content: part.content.replace(
                "</Types>",
                '<Override PartName="/xl/sharedStrings.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"/></Types>',
              ),
            }
          : part,
      );
      return zipOf([...parts, shared]);
    },
    /more text/,
  ],
  [
    "a link hidden among the cells",
    () => zipOf(partsOf(`${GOOD}<hyperlink ref="A1:XFD1048576" location="x"/>`)),
    /not built/,
  ],
];

test.each(HOSTILE)("%s is refused and leaves nothing", async (_, sheet, words) => {
  const problem = await problemOf(save(space.open(), sheet(), { format: "xlsx" }));
  expect(problem.kind).toBe("upstream");
  expect(problem.message).toMatch(words);
  expect(problem.message).not.toMatch(/permission|Sign in|gateway/);
  expect(problem.remedy).toContain("list_meeting_participants");
  expect(contents(space.exports)).toEqual([]);
});

test("a sheet that breaks off anywhere is refused and leaves nothing", async () => {
  const files = space.open();
  for (let bytes = 1; bytes < DEEP.length; bytes += 397) {
    const problem = await problemOf(save(files, DEEP.subarray(0, bytes)));
    expect(problem.kind).toBe("upstream");
  }
  expect(contents(space.exports)).toEqual([]);
});

test("a sheet with a flipped bit is read or refused, never more", async () => {
  const files = space.open();
  const outcomes: unknown[] = [];
  for (let bit = 0; bit < DEEP.length * 8; bit += 811) {
    const sheet = Buffer.from(DEEP);
    sheet[bit >> 3] = (sheet[bit >> 3] ?? 0) ^ (1 << (bit & 7));
    const outcome = await save(files, sheet).then(
      (saved) => saved.rows,
      (error: unknown) => error,
    );
    if (!(outcome instanceof Problem && outcome.kind === "upstream")) outcomes.push(outcome);
  }
  expect(new Set(outcomes)).toEqual(new Set([500]));
});

test("a download that fails half-way fails with its own reason and leaves nothing", async () => {
  const reason = new Error("The connection broke.");
  async function* broken() {
    yield DEEP.subarray(0, 1000);
    throw reason;
  }
  await expect(save(space.open(), broken())).rejects.toBe(reason);
  expect(contents(space.exports)).toEqual([]);
});

test("a download above 200 MB is stopped, and the sender told", async () => {
  const chunk = new Uint8Array(8 * 1024 * 1024);
  let sent = 0;
  let isClosed = false;
  async function* endless() {
    try {
      for (;;) {
        sent += chunk.length;
        yield chunk;
      }
    } finally {
      isClosed = true;
    }
  }
  const disk = { append: async () => undefined, link: async () => undefined };
  const problem = await problemOf(save(space.open(disk), endless()));
  expect(problem).toMatchObject({ kind: "upstream", message: expect.stringContaining("200 MB") });
  expect(sent).toBe(208 * 1024 * 1024);
  expect(isClosed).toBe(true);
  expect(contents(space.exports)).toEqual([]);
});

test("a formula gives only the text that it showed", async () => {
  const cells = '<row><c t="str"><f>HYPERLINK("http://example.org","参会人")</f><v>参会人</v></c></row>';
  const body =
    '<row><c t="str"><f>cmd|"/c calc"!A1</f><v>=cmd|"/c calc"!A1</v></c></row><row><c><f>1+1</f></c></row>';
  const saved = await save(space.open(), zipOf(partsOf(cells + body)));
  expect(readFileSync(saved.path, "utf8")).toBe('\ufeff参会人\r\n"\'=cmd|""/c calc""!A1"\r\n');
});

test("what stands behind the cells is not looked at: links over the whole sheet cost nothing", async () => {
  const after = '<hyperlinks><hyperlink ref="A1:XFD1048576" location="x"/></hyperlinks>';
  const saved = await save(space.open(), zipOf(partsOf(GOOD, after)));
  expect(saved.rows).toBe(1);
});

test("a claimed size of the sheet is not believed", async () => {
  const parts = partsOf(GOOD).map((part) => ({
    ...part,
    content: part.content.replace("<sheetData>", '<dimension ref="A1:XFD1048576"/><sheetData>'),
  }));
  expect(await save(space.open(), zipOf(parts))).toMatchObject({ rows: 1, columns: ["参会人"] });
});

test("numbers, dates and yes or no are read as people see them", async () => {
  const cells = '<row><c><v>8613800138000</v></c><c t="b"><v>1</v></c><c t="e"><v>#REF!</v></c></row>';
  const titles = rowsXml([["部门", "音频", "视频"]]);
  const saved = await save(space.open(), zipOf(partsOf(titles + cells.replace("<row>", '<row r="2">'))));
  expect(readFileSync(saved.path, "utf8")).toBe("\ufeff部门,音频,视频\r\n8613800138000,TRUE,#REF!\r\n");
});

test("stored parts and sizes in 64 bits are read too", async () => {
  for (const change of [{ isStored: true }, { isWide: true }]) {
    const parts = partsOf(GOOD).map((part) => ({ ...part, ...change }));
    expect(await save(space.open(), zipOf(parts))).toMatchObject({ rows: 1 });
  }
});

test("a sheet in pieces of one byte is the same sheet", async () => {
  const small = zipOf(partsOf(GOOD));
  expect(await save(space.open(), streamOf(small, 1))).toMatchObject({ rows: 1 });
});
