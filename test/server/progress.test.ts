import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { openProgress, type ProgressNote } from "../../src/server/progress.ts";

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

function open() {
  const notes: (ProgressNote & { at: number })[] = [];
  const began = Date.now();
  const reporter = openProgress((note) => notes.push({ ...note, at: Date.now() - began }), Date.now);
  return { notes, reporter };
}

test("at most twice a second, and the newest word wins", () => {
  const { notes, reporter } = open();
  for (let page = 1; page <= 100; page += 1) {
    reporter.report(() => ({ donePages: page, aboutPages: 100, message: `page ${page}` }));
    vi.advanceTimersByTime(20);
  }
  reporter.close();
  expect(notes.map(({ at }) => at)).toEqual([0, 500, 1000, 1500, 2000]);
  expect(notes.at(-1)).toMatchObject({ progress: 100, total: 100, message: "page 100" });
});

test("never silent for longer than ten seconds, and always growing", () => {
  const { notes, reporter } = open();
  vi.advanceTimersByTime(25_000);
  reporter.report(() => ({ donePages: 0, message: "page 0" }));
  vi.advanceTimersByTime(12_000);
  reporter.close();
  expect(notes.map(({ at }) => at)).toEqual([10_000, 20_000, 25_000, 35_000]);
  for (const [index, note] of notes.slice(1).entries()) {
    expect(note.progress).toBeGreaterThan(notes[index]?.progress ?? Number.NaN);
  }
});

test("a total that was passed is not told", () => {
  const { notes, reporter } = open();
  reporter.report(() => ({ donePages: 7, aboutPages: 5, message: "" }));
  reporter.close();
  expect(notes[0]).not.toHaveProperty("total");
});

test("nothing follows the answer", () => {
  const { notes, reporter } = open();
  reporter.report(() => ({ donePages: 1, message: "" }));
  reporter.report(() => ({ donePages: 2, message: "" }));
  reporter.close();
  vi.advanceTimersByTime(1_000);
  reporter.report(() => ({ donePages: 3, message: "" }));
  vi.advanceTimersByTime(60_000);
  expect(notes).toHaveLength(1);
  expect(vi.getTimerCount()).toBe(0);
});
