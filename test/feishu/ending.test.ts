import { getEventListeners } from "node:events";
import { expect, test } from "vitest";
import { endingOf } from "../../src/feishu/ending.ts";

test("all who are at it are told once, and the signal has one listener for all of them", () => {
  const controller = new AbortController();
  const ending = endingOf(controller.signal);
  const told: number[] = [];
  const stays = Array.from({ length: 20 }, (_, who) => ending.whenEnded(() => told.push(who)));
  expect(getEventListeners(controller.signal, "abort")).toHaveLength(1);
  for (const stay of stays.slice(2)) stay();
  controller.abort();
  expect(told).toEqual([0, 1]);
});
