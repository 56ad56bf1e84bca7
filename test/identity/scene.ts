/** Signing in at the stand-in, with tokens in memory and a clock that a test moves. */
import { get } from "node:http";
import { createServer } from "node:net";
import { onTestFinished } from "vitest";
import { Problem } from "../../src/domain/problem.ts";
import type { TokenStore, UserTokens } from "../../src/domain/user-tokens.ts";
import { openExchange } from "../../src/feishu/exchange.ts";
import { type Identity, openIdentity } from "../../src/identity/identity.ts";
import { APP, openStandIn, type StandIn } from "./stand-in.ts";

/** 2026-11-20 12:00 in Shanghai, unix seconds. */
export const NOW = Date.UTC(2026, 10, 20, 4) / 1000;

export interface TestClock {
  now(): number;
  sleep(milliseconds: number, signal: AbortSignal): Promise<void>;
  readonly slept: number[];
  /** Moves on, and wakes whoever sleeps until then. */
  advance(milliseconds: number): void;
}

/** Sleeps end when the clock is moved; with `hurry` they move it themselves. */
export function testClock(hurry = false): TestClock {
  let now = NOW * 1000;
  const slept: number[] = [];
  const sleepers = new Set<{ until: number; wake: () => void }>();
  return {
    slept,
    now: () => now,
    advance: (milliseconds) => {
      now += milliseconds;
      for (const sleeper of sleepers) if (sleeper.until <= now) sleeper.wake();
    },
    sleep: (milliseconds, signal) => {
      slept.push(milliseconds);
      if (hurry) {
        now += milliseconds;
        return signal.aborted ? Promise.reject(signal.reason) : Promise.resolve();
      }
      return new Promise((resolve, reject) => {
        const sleeper = { until: now + milliseconds, wake: resolve };
        sleepers.add(sleeper);
        signal.addEventListener("abort", () => {
          sleepers.delete(sleeper);
          reject(signal.reason);
        });
      });
    },
  };
}

/** One after another, as the file's lock has it. */
export function memoryStore(first?: UserTokens): TokenStore & { current(): UserTokens | undefined } {
  let kept = first;
  let last: Promise<unknown> = Promise.resolve();
  const alone = <T>(work: () => Promise<T>): Promise<T> => {
    const next = last.then(work, work);
    last = next.catch(() => undefined);
    return next;
  };
  return {
    current: () => kept,
    read: () => Promise.resolve(kept),
    change: (renew) =>
      alone(async () => {
        kept = await renew(kept);
        return kept;
      }),
    save: (tokens) =>
      alone(async () => {
        kept = tokens;
      }),
    clear: () =>
      alone(async () => {
        const was = kept !== undefined;
        kept = undefined;
        return was;
      }),
  };
}

export const TOKENS: UserTokens = {
  accessToken: "u-first",
  accessGivenAt: NOW,
  accessEndsAt: NOW + 7200,
  refreshToken: "r-first",
  refreshEndsAt: NOW + 604_800,
  scopes: ["vc:export"],
  openId: "ou_1",
  name: "王小明",
  tenantKey: "tenant-1",
  signedInAt: NOW,
};

export interface Scene {
  readonly standIn: StandIn;
  readonly identity: Identity;
  readonly clock: TestClock;
  readonly store: ReturnType<typeof memoryStore>;
}

export async function openScene(options: { tokens?: UserTokens; hurry?: boolean } = {}): Promise<Scene> {
  const standIn = await openStandIn();
  const clock = testClock(options.hurry);
  const store = memoryStore(options.tokens);
  const { exchange, close } = openExchange();
  const identity = openIdentity({ app: APP, baseUrl: standIn.origin, store, exchange, clock });
  onTestFinished(async () => {
    await identity.close();
    await close();
    await standIn.close();
  });
  return { standIn, identity, clock, store };
}

export interface Page {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly text: string;
}

/** As a browser on this machine, but with whatever method, Host and address a test wants. */
export function visit(
  address: string,
  options: { method?: string; host?: string; from?: "127.0.0.1" | "::1" } = {},
): Promise<Page> {
  const url = new URL(address);
  const { method = "GET", host = url.host, from = "127.0.0.1" } = options;
  return new Promise((resolve, reject) => {
    const path = `${url.pathname}${url.search}`;
    get({ host: from, port: url.port, path, method, headers: { host }, agent: false }, (response) => {
      let text = "";
      response.setEncoding("utf8");
      response.on("data", (chunk: string) => {
        text += chunk;
      });
      response.on("end", () =>
        resolve({ status: response.statusCode ?? 0, headers: response.headers, text }),
      );
    }).on("error", reject);
  });
}

/** A port that was free a moment ago. */
export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => {
    server.listen(0, "127.0.0.1", resolve);
  });
  const address = server.address();
  await new Promise<void>((resolve) => {
    server.close(() => resolve());
  });
  if (typeof address !== "object" || address === null) throw new Error("There is no port.");
  return address.port;
}

/** The Problem that a promise fails with; anything else fails the test. */
export async function problemOf(work: Promise<unknown>): Promise<Problem> {
  try {
    await work;
  } catch (error) {
    if (error instanceof Problem) return error;
    throw error;
  }
  throw new Error("It did not fail.");
}
