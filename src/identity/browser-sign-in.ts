/** Signing in with a browser on this machine: authorization code with PKCE on a loopback address. */
import { randomBytes } from "node:crypto";
import { Problem } from "../domain/problem.ts";
import type { BegunSignIn, SignedIn, SignIn } from "../domain/user-tokens.ts";
import { CALLBACK_PATH, listenForCallback } from "./callback-listener.ts";
import type { Hosts } from "./hosts.ts";
import type { Grant, IdentityClock, TokenEndpoint } from "./token-endpoint.ts";

export interface BrowserSignInOptions {
  readonly appId: string;
  readonly hosts: Hosts;
  readonly scope: string;
  readonly port: number;
  readonly endpoint: TokenEndpoint;
  readonly clock: IdentityClock;
  /** Who it is, checked and kept. @throws Problem. */
  readonly welcome: (grant: Grant, signal: AbortSignal) => Promise<SignedIn>;
  /** Aborted when the program ends. */
  readonly closing: AbortSignal;
}

const TIME_MILLISECONDS = 5 * 60_000;

export function browserSignIn(options: BrowserSignInOptions): SignIn {
  let underway: Promise<BegunSignIn> | undefined;
  return {
    begin: () => {
      underway ??= begin(options).then(
        (begun) => {
          const forget = () => {
            underway = undefined;
          };
          begun.done.then(forget, forget);
          return begun;
        },
        (error: unknown) => {
          underway = undefined;
          throw error;
        },
      );
      return underway;
    },
  };
}

export function redirectUri(port: number): string {
  return `http://localhost:${port}${CALLBACK_PATH}`;
}

async function begin(options: BrowserSignInOptions): Promise<BegunSignIn> {
  const { appId, hosts, scope, port, endpoint, clock, welcome, closing } = options;
  const oauth = await import("oauth4webapi");
  const state = oauth.generateRandomState();
  const codeVerifier = oauth.generateRandomCodeVerifier();
  const ended = new AbortController();
  const signal = AbortSignal.any([ended.signal, closing]);
  let finish: (signedIn: Promise<SignedIn>) => void = () => undefined;
  let giveUp: (reason: unknown) => void = () => undefined;
  const done = new Promise<SignedIn>((resolve, reject) => {
    finish = resolve;
    giveUp = reject;
  });
  const listener = await listenForCallback({
    port,
    state,
    arrived: async (callback) => {
      const signedIn = endpoint
        .redeem({ callback, state, redirectUri: redirectUri(port), codeVerifier }, signal)
        .then((grant) => welcome(grant, signal));
      finish(signedIn);
      return pageOf(signedIn);
    },
  });
  const waiting = clock.sleep(TIME_MILLISECONDS, signal).then(() => {
    throw new Problem("access", "The sign-in was not finished within five minutes.", "Sign in once more.");
  });
  // Without a redirect nothing else ends the wait; after one this does nothing.
  waiting.catch(giveUp);
  const cleared = clearedAfter(done, async () => {
    ended.abort(new Error("The sign-in is over."));
    await listener.close();
  });
  // Who began it may look later, or never.
  cleared.catch(() => undefined);
  const link = new URL(`${hosts.accounts}/open-apis/authen/v1/authorize`);
  link.search = new URLSearchParams({
    client_id: appId,
    response_type: "code",
    redirect_uri: redirectUri(port),
    scope,
    state,
    code_challenge: await oauth.calculatePKCECodeChallenge(codeVerifier),
    code_challenge_method: "S256",
  }).toString();
  return { link: link.href, id: randomBytes(12).toString("hex"), done: cleared };
}

async function clearedAfter<T>(work: Promise<T>, clear: () => Promise<void>): Promise<T> {
  try {
    return await work;
  } finally {
    await clear();
  }
}

async function pageOf(signedIn: Promise<SignedIn>): Promise<{ title: string; text: string }> {
  try {
    const { name, tenantName } = await signedIn;
    const where = tenantName === undefined ? "" : ` (${tenantName})`;
    return { title: "Signed in", text: `${name}${where}. You can close this page.` };
  } catch (error) {
    // Whoever waits for the sign-in gets the same failure.
    const told =
      error instanceof Problem ? `${error.message} ${error.remedy}` : "This program itself failed.";
    return { title: "Not signed in", text: told };
  }
}
