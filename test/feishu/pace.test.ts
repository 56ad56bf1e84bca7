import { expect, test } from "vitest";
import { getDaily } from "../../src/feishu/operations/get-daily.ts";
import { meetingList } from "../../src/feishu/operations/meeting-list.ts";
import { createPace } from "../../src/feishu/pace.ts";
import type { Run } from "../../src/feishu/run.ts";
import { testClock } from "./scene.ts";

function waiting(deadline = Number.POSITIVE_INFINITY, signal = new AbortController().signal): Run {
  return { signal, deadline: () => deadline, advanced: () => {} };
}

test("never more than the published ceiling in any sliding minute, whoever asks", async () => {
  const clock = testClock();
  const pace = createPace(clock, 4);
  const sent: number[] = [];
  for (let count = 0; count < 350; count += 1) {
    await pace.turn(meetingList, waiting(), () => {
      sent.push(clock.now());
      clock.advance(100);
      return Promise.resolve();
    });
  }
  for (const [index, at] of sent.entries()) {
    expect((sent[index + 100] ?? Number.POSITIVE_INFINITY) - at).toBeGreaterThan(60_000);
  }
  // Not slower than it must be either.
  expect((sent.at(-1) ?? 0) - (sent[0] ?? 0)).toBeLessThan(3.2 * 60_000);
});

test("a request counts until a minute after its end, because Feishu may count it at any time until then", async () => {
  const clock = testClock();
  const pace = createPace(clock, 4);
  const slow = async () => {
    clock.advance(10_000);
  };
  await pace.turn(meetingList, waiting(), slow);
  for (let count = 1; count < 100; count += 1)
    await pace.turn(meetingList, waiting(), () => Promise.resolve());
  await pace.turn(meetingList, waiting(), () => Promise.resolve());
  expect(clock.slept).toEqual([60_100]);
});

test("a turn beyond the deadline is busy at once", async () => {
  const clock = testClock();
  const pace = createPace(clock, 4);
  pace.hold(meetingList, clock.now() + 9_500);
  const turn = pace.turn(meetingList, waiting(clock.now() + 9_500), () => Promise.resolve());
  await expect(turn).rejects.toMatchObject({ kind: "busy", details: { retryAfterSeconds: 10 } });
  expect(clock.slept).toEqual([]);
});

test("an operation without a published ceiling is not slowed down", async () => {
  const clock = testClock();
  const pace = createPace(clock, 4);
  for (let count = 0; count < 200; count += 1) await pace.turn(getDaily, waiting(), () => Promise.resolve());
  expect(clock.slept).toEqual([]);
});

test("a place that whoever was woken does not take goes to the next", async () => {
  const clock = testClock();
  const pace = createPace(clock, 1);
  let resolve = () => {};
  const promise = new Promise<void>((done) => {
    resolve = done;
  });
  const under = pace.turn(getDaily, waiting(), () => promise);
  const gone = new AbortController();
  const abandoned = pace.turn(getDaily, waiting(undefined, gone.signal), () => Promise.resolve("never"));
  const limited = pace.turn(meetingList, waiting(clock.now() + 1), () => Promise.resolve("never"));
  const next = pace.turn(getDaily, waiting(), () => Promise.resolve("mine"));
  const outcomes = Promise.allSettled([abandoned, limited]);
  pace.hold(meetingList, clock.now() + 60_000);
  gone.abort(new Error("gone"));
  resolve();
  await under;
  expect(await next).toBe("mine");
  expect((await outcomes).map((outcome) => outcome.status)).toEqual(["rejected", "rejected"]);
});
