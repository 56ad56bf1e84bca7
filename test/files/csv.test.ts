import { expect, test } from "vitest";
import { csvOf } from "../../src/files/csv.ts";

const line = (...cells: string[]) =>
  Buffer.from(csvOf([cells]))
    .toString("utf8")
    .replace("\ufeff", "")
    .replace(/\r\n$/, "");

test.each([
  ["=1+1", "'=1+1"],
  ["+86 138", "'+86 138"],
  ["-2", "'-2"],
  ["@SUM(A1)", "'@SUM(A1)"],
  ["＝1", "'＝1"],
  ["＋1", "'＋1"],
  ["－1", "'－1"],
  ["＠x", "'＠x"],
  ["   =1", "'   =1"],
  ["\u00a0\u3000=1", "'\u00a0\u3000=1"],
  ["\u200b=1", "'\u200b=1"],
  ["\tx", '"\'\tx"'],
  ["\rx", '"\'\rx"'],
  [" \t=1", '"\' \t=1"'],
  ["a;=1", '"a;\'=1"'],
])("%j cannot start a formula", (text, written) => {
  expect(line(text)).toBe(written);
});

test.each(["张三", "a-b", "1+1", "a@example.org", "2026-11-16 10:00", "'=1", "x = y"])(
  "%j stays as it is",
  (text) => {
    expect(line(text)).toBe(text);
  },
);

test("commas, quotes and breaks are quoted", () => {
  expect(line("a,b", 'say "hi"', "two\nlines", "")).toBe('"a,b","say ""hi""","two\nlines",');
});

test("it begins with a byte order mark and its lines end with CRLF", () => {
  expect(Buffer.from(csvOf([["a"], ["b"]]))).toEqual(Buffer.from("\ufeffa\r\nb\r\n", "utf8"));
});
