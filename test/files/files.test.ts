import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { read } from "@e965/xlsx";
import { expect, test } from "vitest";
import { workbook } from "../../src/sandbox/workbook.ts";
import { sheetOf } from "../support/sheet.ts";
import { unzip } from "../support/zip.ts";
import { contents, modeOf, save, TASK, workspace } from "./workspace.ts";

const space = workspace();
const NAME = "meeting-987654321-2026-11-16-1000";

const SHEET = sheetOf([
  ["参会人", "部门", "用户ID", "电话", "公网IP", "设备", "音频", "薪资"],
  ["张三", "销售部", "ou_1", "13800138000", "203.0.113.7", "Mac", "是", "1"],
  ["张三", "销售部", "ou_1", "13800138000", "203.0.113.7", "iPhone", "否", "1"],
  ["李四", "研发部", "ou_2", "13800138001", "203.0.113.8", "Windows", "是", "2"],
  ["Guest", "", "", "", "198.51.100.4", "Web", "是", ""],
  ["Guest", "", "", "", "198.51.100.5", "Web", "是", ""],
]);

test("only harmless columns are kept, and the others are named", async () => {
  const saved = await save(space.open(), SHEET);
  expect(saved).toEqual({
    path: join(space.exports, `${NAME}.csv`),
    bytes: readFileSync(saved.path).length,
    rows: 5,
    nameTaken: false,
    people: 4,
    columns: ["参会人", "部门", "用户ID", "音频"],
    leftOut: ["电话", "公网IP", "设备", "薪资"],
  });
  expect(readFileSync(saved.path, "utf8")).toBe(
    "\ufeff参会人,部门,用户ID,音频\r\n张三,销售部,ou_1,是\r\n张三,销售部,ou_1,否\r\n李四,研发部,ou_2,是\r\nGuest,,,是\r\nGuest,,,是\r\n",
  );
});

test("an open group keeps its columns, a title that nobody knows stays out", async () => {
  const saved = await save(space.open(), SHEET, { open: ["contact", "device", "activity"] });
  expect(saved.columns).toEqual(["参会人", "部门", "用户ID", "电话", "设备", "音频"]);
  expect(saved.leftOut).toEqual(["公网IP", "薪资"]);
});

test("a title from outside is cleaned and cut before it is named", async () => {
  const title = `\u202e秘密\n\u0007${"x".repeat(200)}`;
  const saved = await save(
    space.open(),
    sheetOf([
      ["参会人", title],
      ["张三", "1"],
    ]),
  );
  expect(saved.leftOut).toEqual([`秘密 ${"x".repeat(61)}`]);
});

test("a column without a title is left out and told", async () => {
  const saved = await save(space.open(), sheetOf([["参会人"], ["张三", "hidden"]]));
  expect(saved).toMatchObject({ columns: ["参会人"], leftOut: ["(no title)"] });
  expect(readFileSync(saved.path, "utf8")).not.toContain("hidden");
});

test("a sheet without a user id does not tell people from rows", async () => {
  const rows = [["张三"], ["张三"]];
  expect(await save(space.open(), sheetOf([["参会人"], ...rows]))).not.toHaveProperty("people");
  const emptyIds = sheetOf([["参会人", "用户ID"], ...rows]);
  expect(await save(space.open(), emptyIds)).not.toHaveProperty("people");
});

test("the sandbox's own spreadsheets are read", async () => {
  const sheet = workbook("参会人", [
    ["参会人", "用户ID"],
    ["王 & <五>", "ou_3"],
  ]);
  const saved = await save(space.open(), sheet);
  expect(readFileSync(saved.path, "utf8")).toBe("\ufeff参会人,用户ID\r\n王 & <五>,ou_3\r\n");
});

test("xlsx cells are texts, whatever they begin with", async () => {
  const texts = ["=1+1", "+86", "-2", "@SUM(A1)", "张三", "0012", "2026-11-16"];
  const saved = await save(space.open(), sheetOf([["部门"], ...texts.map((text) => [text])]), {
    format: "xlsx",
  });
  const bytes = readFileSync(saved.path);
  expect(saved).toMatchObject({ path: join(space.exports, `${NAME}.xlsx`), bytes: bytes.length, rows: 7 });
  const xml = unzip(bytes).get("xl/worksheets/sheet1.xml") ?? "";
  expect(xml).toContain("=1+1");
  expect(xml).not.toMatch(/<f[ >]/);
  expect(xml.match(/<c /g)).toHaveLength(8);
  expect(xml.match(/<c [^>]*t="(?:str|s|inlineStr)"/g)).toHaveLength(8);
  const sheet = read(bytes, { dense: true }).Sheets["Participants"];
  expect(sheet?.["!data"]?.flat().map(({ t, v, f }) => [t, v, f])).toEqual(
    ["部门", ...texts].map((text) => ["s", text, undefined]),
  );
});

test("a caller's number in the place of a name shows its end only, unless contact is open", async () => {
  const sheet = () => sheetOf([["参会人"], ["+86 138 0013 8000"], ["张三"]]);
  const closed = await save(space.open(), sheet(), { format: "csv" });
  expect(readFileSync(closed.path, "utf8")).toBe("\ufeff参会人\r\n***8000\r\n张三\r\n");
  const open = await save(space.open(), sheet(), { format: "csv", open: ["contact"] });
  expect(readFileSync(open.path, "utf8")).toContain("138 0013 8000");
});

test("formulas in Feishu's sheet become the text that they showed, in both formats", async () => {
  const sheet = sheetOf([["参会人"], ['=HYPERLINK("http://example.org","x")'], ["  ＝cmd"]]);
  const csv = await save(space.open(), sheet);
  expect(readFileSync(csv.path, "utf8")).toBe(
    '\ufeff参会人\r\n"\'=HYPERLINK(""http://example.org"",""x"")"\r\n\'＝cmd\r\n',
  );
});

test("folders are 0700 and files 0600, and no part of the work stays behind", async () => {
  const { path } = await save(space.open(), SHEET);
  expect(modeOf(space.exports)).toBe("700");
  expect(modeOf(path)).toBe("600");
  expect(contents(space.exports)).toEqual([`${NAME}.csv`]);
});

test("an existing name is never overwritten", async () => {
  mkdirSync(space.exports);
  writeFileSync(join(space.exports, `${NAME}.csv`), "mine");
  const paths = [await save(space.open(), SHEET), await save(space.open(), SHEET)].map(({ path }) => path);
  expect(paths).toEqual([`${NAME}-2.csv`, `${NAME}-3.csv`].map((name) => join(space.exports, name)));
  expect(readFileSync(join(space.exports, `${NAME}.csv`), "utf8")).toBe("mine");
});

test("a link in place of the file is not followed, even if it leads nowhere", async () => {
  mkdirSync(space.exports);
  const target = join(space.root, "target");
  symlinkSync(target, join(space.exports, `${NAME}.csv`));
  writeFileSync(join(space.root, "there"), "mine");
  symlinkSync(join(space.root, "there"), join(space.exports, `${NAME}-2.csv`));
  const { path } = await save(space.open(), SHEET);
  expect(path).toBe(join(space.exports, `${NAME}-3.csv`));
  expect(contents(space.root)).toEqual(["exports", "there"]);
  expect(readFileSync(join(space.root, "there"), "utf8")).toBe("mine");
});

test("many exports at once each get a name of their own", async () => {
  const files = space.open();
  const saved = await Promise.all(Array.from({ length: 8 }, () => save(files, SHEET)));
  expect(new Set(saved.map(({ path }) => path)).size).toBe(8);
  expect(contents(space.exports)).toHaveLength(8);
});

test("a file is not named by what is no meeting number", async () => {
  const task = { ...TASK, number: "../../etc" };
  await expect(save(space.open(), SHEET, { task })).rejects.toThrow(/number/);
  expect(contents(space.root)).toEqual([]);
});
