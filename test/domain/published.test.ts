import { describe, expect, test } from "vitest";
import { lastPublishedDay, publishedWindow } from "../../src/domain/published.ts";

const at = (iso: string) => Date.parse(iso) / 1000;

test.for([
  ["2026-11-18T09:29+08:00", "+08:00", "2026-11-16"],
  ["2026-11-18T09:30+08:00", "+08:00", "2026-11-17"],
  ["2026-11-18T23:59+08:00", "+08:00", "2026-11-17"],
  ["2026-11-19T00:01+08:00", "+08:00", "2026-11-17"],
  ["2026-11-18T09:29Z", "UTC", "2026-11-16"],
  ["2026-11-18T09:30Z", "UTC", "2026-11-17"],
  ["2026-01-01T09:00+08:00", "+08:00", "2025-12-30"],
] as const)("at %s in %s the last published day is %s", ([now, zone, day]) => {
  expect(lastPublishedDay(at(now), zone)).toBe(day);
});

describe("named periods end on the last published day", () => {
  test.for([
    ["2026-11-18T15:30+08:00", "last_7_days", "2026-11-11", "2026-11-17"],
    ["2026-11-18T09:00+08:00", "last_7_days", "2026-11-10", "2026-11-16"],
    ["2026-11-18T09:00+08:00", "yesterday", "2026-11-16", "2026-11-16"],
    ["2026-11-18T15:30+08:00", "this_week", "2026-11-16", "2026-11-17"],
    ["2026-11-18T09:00+08:00", "this_month", "2026-11-01", "2026-11-16"],
    ["2026-11-16T09:00+08:00", "last_week", "2026-11-09", "2026-11-14"],
    ["2026-11-01T09:00+08:00", "last_month", "2026-10-01", "2026-10-30"],
    ["2026-11-16T09:00+08:00", "this_week", "2026-11-16", "2026-11-16"],
    ["2026-11-18T15:30+08:00", "today", "2026-11-18", "2026-11-18"],
  ] as const)("at %s %s is %s to %s", ([now, period, from, to]) => {
    const { window, notes, through } = publishedWindow({ period }, at(now), "+08:00");
    expect(window).toMatchObject({ from, to, period });
    expect(window.days).toBe((Date.parse(to) - Date.parse(from)) / 86_400_000 + 1);
    const isShifted = now.includes("T09:00") && (period.startsWith("last_") || period === "yesterday");
    const isShort = period.startsWith("this_") && from <= through;
    expect(notes).toHaveLength(isShifted || isShort ? 1 : 0);
    expect(through < now.slice(0, 10)).toBe(true);
  });
});

test("days that were asked for by date stay as asked, published or not", () => {
  const asked = { from: "2026-11-16", to: "2026-11-18" };
  const { window, through } = publishedWindow(asked, at("2026-11-18T09:00+08:00"), "+08:00");
  expect(window).toEqual({ ...asked, days: 3 });
  expect(through).toBe("2026-11-16");
});

test("Feishu's day decides, not the reader's: at 23:00 UTC it is tomorrow in China", () => {
  const asked = { from: "2026-11-18", to: "2026-11-18" };
  expect(publishedWindow(asked, at("2026-11-17T23:00Z"), "+08:00").window.from).toBe("2026-11-18");
  expect(() => publishedWindow(asked, at("2026-11-17T23:00Z"), "UTC")).toThrow("in the future");
});
