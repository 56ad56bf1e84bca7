import { expect, test } from "vitest";
import type { Caller } from "../../src/domain/source.ts";
import { endingOf } from "../../src/feishu/ending.ts";
import { createJobs, type Job, type Wanted } from "../../src/feishu/job.ts";
import { testClock } from "./scene.ts";

const clock = testClock();

function caller(): Caller {
  return { signal: new AbortController().signal, deadline: clock.now() + 1000, progress: () => {} };
}

/** A job of one page that counts how often it was read. */
function wanted(key: string, bytes: number, reads: string[]): Wanted<string> {
  const open = (): Job<string> => {
    let done = 0;
    return {
      from: "2026-11-01",
      to: "2026-11-01",
      get finished() {
        return done > 0;
      },
      get donePages() {
        return done;
      },
      spoiled: false,
      readAt: 1,
      bytes,
      value: () => key,
      lacking: () => [],
      run: () => {
        done = 1;
        reads.push(key);
        return Promise.resolve();
      },
    };
  };
  return { key, open, reusable: () => true };
}

test("what was used longest ago goes first when the memory is full", async () => {
  const reads: string[] = [];
  const jobs = createJobs<string>({
    clock,
    width: 2,
    bytes: 100,
    closing: endingOf(new AbortController().signal),
  });
  for (const key of ["a", "b", "a", "c", "a", "b"])
    await jobs.attend([wanted(key, 40, reads)], caller(), () => {});
  expect(reads).toEqual(["a", "b", "c", "b"]);
});

test("one that is larger than the memory stays until the next, or it would begin anew for ever", async () => {
  const reads: string[] = [];
  const jobs = createJobs<string>({
    clock,
    width: 2,
    bytes: 100,
    closing: endingOf(new AbortController().signal),
  });
  for (const key of ["huge", "huge", "b", "huge"]) {
    await jobs.attend([wanted(key, key === "huge" ? 500 : 1, reads)], caller(), () => {});
  }
  expect(reads).toEqual(["huge", "b", "huge"]);
});

test("an error that is no Problem is a bug and rises as it is", async () => {
  const jobs = createJobs<string>({
    clock,
    width: 2,
    bytes: 100,
    closing: endingOf(new AbortController().signal),
  });
  const broken = wanted("a", 1, []);
  const failing = {
    ...broken,
    open: () => ({ ...broken.open(), run: () => Promise.reject(new TypeError("a bug")) }),
  };
  await expect(jobs.attend([failing], caller(), () => {})).rejects.toThrow("a bug");
});

test("a finished one that hands over what it read is not kept", async () => {
  const reads: string[] = [];
  const jobs = createJobs<string>({
    clock,
    width: 2,
    bytes: 100,
    closing: endingOf(new AbortController().signal),
  });
  const handing = { ...wanted("x", 500, reads), handsOver: true };
  for (const one of [
    wanted("a", 40, reads),
    handing,
    wanted("b", 40, reads),
    wanted("a", 40, reads),
    handing,
  ]) {
    await jobs.attend([one], caller(), () => {});
  }
  expect(reads).toEqual(["a", "x", "b", "x"]);
});

test("what one call used stays together, whatever its size", async () => {
  const reads: string[] = [];
  const jobs = createJobs<string>({
    clock,
    width: 2,
    bytes: 100,
    closing: endingOf(new AbortController().signal),
  });
  const both = [wanted("a", 80, reads), wanted("b", 80, reads)];
  await jobs.attend(both, caller(), () => {});
  await jobs.attend(both, caller(), () => {});
  expect(reads).toEqual(["a", "b"]);
});
