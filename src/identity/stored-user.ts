/** The token of the user who signed in, renewed before it ends, by one process for all. */
import { Problem } from "../domain/problem.ts";
import type { TokenStore, UserTokenSource, UserTokens } from "../domain/user-tokens.ts";
import { SIGN_IN_AGAIN, signInNeeded } from "./refusals.ts";
import type { IdentityClock, TokenEndpoint } from "./token-endpoint.ts";

export interface StoredUser extends UserTokenSource {
  /** Resolves when no renewal is under way: one that is cut off may cost the sign-in. */
  settled(): Promise<void>;
}

interface Renewed {
  readonly tokens: UserTokens | undefined;
  /** Why Feishu renews no more. */
  readonly ended?: Problem;
}

const RENEW_BEFORE_SECONDS = 10 * 60;
const END_BEFORE_SECONDS = 60;
const WAIT_AFTER_FAILURE_MILLISECONDS = 60_000;

export function storedUser(store: TokenStore, endpoint: TokenEndpoint, clock: IdentityClock): StoredUser {
  let refusedToken: string | undefined;
  let underway: Promise<Renewed> | undefined;
  let restUntil = 0;

  const now = () => clock.now() / 1000;
  const serves = (tokens: UserTokens) =>
    tokens.accessToken !== refusedToken && now() < tokens.accessEndsAt - part(tokens, END_BEFORE_SECONDS, 10);
  const isDue = (tokens: UserTokens) =>
    !serves(tokens) || now() >= tokens.accessEndsAt - part(tokens, RENEW_BEFORE_SECONDS, 4);
  const isRenewable = (tokens: UserTokens) =>
    tokens.refreshToken !== undefined && (tokens.refreshEndsAt ?? Number.POSITIVE_INFINITY) > now();

  function renew(): Promise<Renewed> {
    underway ??= renewOnce().finally(() => {
      underway = undefined;
    });
    return underway;
  }

  async function renewOnce(): Promise<Renewed> {
    let ended: Problem | undefined;
    const tokens = await store.change(async (current) => {
      // While this process waited for its turn, another may have renewed them, or the user signed out.
      if (current === undefined || !isDue(current) || !isRenewable(current)) return current;
      const { refreshToken, refreshEndsAt: _, ...rest } = current;
      // Not to be given up half-way: the refresh token is spent from here on.
      const got = await endpoint.refresh(refreshToken ?? "", new AbortController().signal);
      if ("ended" in got) {
        ended = got.ended;
        // The access token goes on to its end; asking again would only be refused again.
        return rest;
      }
      return { ...rest, ...got, scopes: got.scopes.length > 0 ? got.scopes : rest.scopes };
    });
    return { tokens, ...(ended && { ended }) };
  }

  /** A failure shows when the token has ended and somebody waits for a new one. */
  function renewInBackground(): void {
    if (clock.now() < restUntil) return;
    renew().catch(() => {
      restUntil = clock.now() + WAIT_AFTER_FAILURE_MILLISECONDS;
    });
  }

  return {
    signedIn: async () => {
      const tokens = await store.read();
      return tokens && { openId: tokens.openId, name: tokens.name };
    },
    token: async (openId, signal) => {
      signal.throwIfAborted();
      const tokens = await store.read();
      if (tokens?.openId !== openId) throw nobody(tokens);
      if (serves(tokens)) {
        if (isDue(tokens) && isRenewable(tokens)) renewInBackground();
        return tokens.accessToken;
      }
      const renewed = await promptly(renew(), signal);
      if (renewed.tokens?.openId !== openId) throw nobody(renewed.tokens);
      if (serves(renewed.tokens)) return renewed.tokens.accessToken;
      throw over(renewed.ended);
    },
    refused: (token) => {
      refusedToken = token;
    },
    settled: async () => {
      await underway?.then(nothing, nothing);
    },
  };
}

/** A token with a short life must not be renewed at every use. */
function part(tokens: UserTokens, seconds: number, share: number): number {
  return Math.min(seconds, (tokens.accessEndsAt - tokens.accessGivenAt) / share);
}

/** Nobody, or somebody else than the question was begun for. */
function nobody(tokens: UserTokens | undefined): Problem {
  if (tokens === undefined) return signInNeeded("Nobody is signed in.");
  return new Problem(
    "access",
    "Someone else has signed in meanwhile.",
    "Ask again: it begins anew as that user.",
  );
}

function over(ended: Problem | undefined): Problem {
  if (ended === undefined)
    return signInNeeded("The sign-in has ended, and Feishu gives no more tokens for it.");
  return new Problem("access", ended.message, SIGN_IN_AGAIN, { ...ended.details, needsSignIn: true });
}

/** Leaves the work running for others when the signal comes. */
function promptly<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise<T>((resolve, reject) => {
    const stop = () => reject(signal.reason);
    if (signal.aborted) stop();
    signal.addEventListener("abort", stop, { once: true });
    work.then(resolve, reject).finally(() => signal.removeEventListener("abort", stop));
  });
}

function nothing(): void {}
