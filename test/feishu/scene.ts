/** A client that speaks to a scripted stand-in, with a clock that records what it was asked to sleep. */
import { readFileSync } from "node:fs";
import { onTestFinished } from "vitest";
import type { Caller, MeetingSource, Progress } from "../../src/domain/source.ts";
import { type Clock, type FeishuOptions, openFeishu } from "../../src/feishu/feishu.ts";
import { openStandIn, type StandIn } from "./stand-in.ts";

/** 2026-11-20 12:00 in Shanghai. */
export const NOW = Date.UTC(2026, 10, 20, 4) / 1000;

export interface TestClock extends Clock {
  /** Milliseconds, one for each sleep. */
  readonly slept: number[];
  advance(milliseconds: number): void;
}

/** Sleeping takes no time but moves the clock on. */
export function testClock(): TestClock {
  const slept: number[] = [];
  let now = NOW * 1000;
  return {
    slept,
    now: () => now,
    random: () => 0,
    advance: (milliseconds) => {
      now += milliseconds;
    },
    sleep: (milliseconds, signal) => {
      if (signal.aborted) return Promise.reject(signal.reason);
      slept.push(milliseconds);
      now += milliseconds;
      return Promise.resolve();
    },
  };
}

export interface Scene {
  readonly source: MeetingSource & { close(): Promise<void> };
  readonly standIn: StandIn;
  readonly clock: TestClock;
  /** Someone who waits 45 seconds if not told otherwise. */
  readonly caller: (told?: {
    deadline?: number;
    signal?: AbortSignal;
  }) => Caller & { readonly heard: Progress[] };
}

export async function openScene(
  script: Parameters<typeof openStandIn>[0],
  options: Partial<FeishuOptions> = {},
  tokens?: Parameters<typeof openStandIn>[1],
): Promise<Scene> {
  const standIn = await openStandIn(script, tokens);
  const clock = testClock();
  const source = openFeishu({
    name: "feishu",
    baseUrl: standIn.origin,
    app: { id: "cli_test", secret: "a-secret-of-the-app" },
    zone: "Asia/Shanghai",
    statisticsZone: "+08:00",
    maxConcurrency: 4,
    personal: new Set(),
    clock,
    ...options,
  });
  onTestFinished(async () => {
    await source.close();
    await standIn.close();
  });
  return {
    source,
    standIn,
    clock,
    caller: (told = {}) => {
      const heard: Progress[] = [];
      return {
        heard,
        signal: told.signal ?? new AbortController().signal,
        deadline: told.deadline ?? clock.now() + 45_000,
        progress: (current) => heard.push(current()),
      };
    },
  };
}

/** An example of the documents, byte for byte. */
export function fixture(name: string): string {
  return readFileSync(new URL(`fixtures/${name}.json`, import.meta.url), "utf8");
}
