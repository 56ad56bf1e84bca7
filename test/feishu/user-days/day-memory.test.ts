import { expect, test } from "vitest";
import { daysOf } from "../../../src/domain/day.ts";
import { endingOf } from "../../../src/feishu/ending.ts";
import { createDayMemory, type DayMemory } from "../../../src/feishu/user-days/day-memory.ts";
import { detailsTable } from "../../../src/feishu/user-days/details-table.ts";
import { growingDay } from "../../../src/feishu/user-days/growing-day.ts";
import { testClock } from "../scene.ts";

/** A day of so many rows takes a little less than ten thousand bytes. */
const ROWS = 950;

function openMemory(days: number) {
  const clock = testClock();
  const closing = new AbortController();
  return {
    clock,
    closing,
    memory: createDayMemory({ clock, bytes: days * 10_000, closing: endingOf(closing.signal) }),
  };
}

/** Reads what of these days is not known. @returns the days read. */
function read(memory: DayMemory, key: string, from: string, to: string, isDetailed = false): string[] {
  const subject = memory.enter(key);
  const missing = daysOf(from, to).filter((day) => !subject.days.has(day));
  const days = missing.map((day) => {
    const growing = growingDay(day);
    for (let row = 0; row < ROWS; row += 1) growing.add(row, row, 1, 1, 1);
    return growing.trimmed();
  });
  const window = { from, to, readAt: 1, pages: 1, days, ...(isDetailed && { details: detailsTable() }) };
  memory.learn(subject, window, () => true);
  memory.leave(subject, { from, to });
  return missing.map((day) => day.slice(8));
}

test("above the limit the least recently used days go first, of those the oldest", () => {
  const { memory } = openMemory(4);
  read(memory, "a", "2026-11-01", "2026-11-03");
  read(memory, "b", "2026-11-01", "2026-11-02");
  expect(read(memory, "a", "2026-11-03", "2026-11-03")).toEqual([]);
  expect(read(memory, "a", "2026-11-01", "2026-11-03")).toEqual(["01"]);
  // Day 3 of a was used before the others of a, both days of b before that.
  expect(read(memory, "b", "2026-11-01", "2026-11-02")).toEqual(["01"]);
});

test("what the last question used stays whatever its size, or it would begin anew for ever", () => {
  const { memory } = openMemory(2);
  read(memory, "a", "2026-11-01", "2026-11-09");
  expect(read(memory, "a", "2026-11-01", "2026-11-09")).toEqual([]);
  read(memory, "b", "2026-11-01", "2026-11-01");
  expect(read(memory, "a", "2026-11-09", "2026-11-09")).toEqual([]);
  expect(read(memory, "a", "2026-11-01", "2026-11-02")).toEqual(["01", "02"]);
});

test("what a question under way has read stays", () => {
  const { memory } = openMemory(2);
  const underWay = memory.enter("a");
  read(memory, "a", "2026-11-01", "2026-11-09");
  read(memory, "b", "2026-11-01", "2026-11-05");
  expect(underWay.days.size).toBe(9);
  memory.leave(underWay, { from: "2026-11-01", to: "2026-11-09" });
});

test("details go with the first of their days", () => {
  const { memory } = openMemory(2);
  read(memory, "a", "2026-11-01", "2026-11-02", true);
  const subject = memory.enter("a");
  expect(subject.details).toHaveLength(1);
  memory.leave(subject, { from: "2026-11-02", to: "2026-11-02" });
  read(memory, "b", "2026-11-01", "2026-11-01");
  expect([...subject.days.keys()]).toEqual(["2026-11-02"]);
  expect(subject.details).toEqual([]);
});

test("after an idle hour the people are forgotten with the days", () => {
  const { memory, clock } = openMemory(9);
  read(memory, "a", "2026-11-01", "2026-11-01");
  const before = memory.enter("a");
  memory.leave(before, { from: "2026-11-01", to: "2026-11-01" });
  clock.advance(3_601_000);
  const after = memory.enter("a");
  expect(after.number).not.toBe(before.number);
  expect(after.days.size).toBe(0);
});

test("when the source is closed everything is forgotten", () => {
  const { memory, closing } = openMemory(9);
  read(memory, "a", "2026-11-01", "2026-11-01");
  closing.abort();
  expect(memory.enter("a").days.size).toBe(0);
});
