/** Signing in with a browser on another machine (RFC 8628). */
import { Problem } from "../domain/problem.ts";
import type { SignedIn } from "../domain/user-tokens.ts";
import type { Grant, IdentityClock, TokenEndpoint } from "./token-endpoint.ts";

export interface BegunDevice {
  /** Where to go with any browser: https, or loopback. */
  readonly link: string;
  /** What to enter there. */
  readonly userCode: string;
  /** The same with the code in it, where Feishu gives one. */
  readonly completeLink?: string;
  /** @throws Problem. */
  readonly done: Promise<SignedIn>;
}

export interface DeviceSignInOptions {
  readonly scope: string;
  readonly endpoint: TokenEndpoint;
  readonly clock: IdentityClock;
  readonly welcome: (grant: Grant, signal: AbortSignal) => Promise<SignedIn>;
  readonly closing: AbortSignal;
}

/** As RFC 8628 has them. */
const USUAL_INTERVAL_SECONDS = 5;
const SLOWER_BY_SECONDS = 5;
const LONGEST_MILLISECONDS = 30 * 60_000;

export async function deviceSignIn(options: DeviceSignInOptions): Promise<BegunDevice> {
  const { scope, endpoint, closing } = options;
  const given = await endpoint.authorizeDevice(scope, closing);
  const link = openable(given.verification_uri);
  const complete = given.verification_uri_complete;
  const seconds = given.interval ?? USUAL_INTERVAL_SECONDS;
  const done = poll(options, given.device_code, Math.max(1, seconds), given.expires_in * 1000);
  // Who began it looks later.
  done.catch(() => undefined);
  return {
    link,
    userCode: /^[\w-]{1,32}$/.test(given.user_code) ? given.user_code : "",
    ...(complete !== undefined && { completeLink: openable(complete) }),
    done,
  };
}

async function poll(
  { endpoint, clock, welcome, closing }: DeviceSignInOptions,
  deviceCode: string,
  firstInterval: number,
  lifeMilliseconds: number,
): Promise<SignedIn> {
  let interval = firstInterval;
  const end = clock.now() + Math.min(lifeMilliseconds, LONGEST_MILLISECONDS);
  while (clock.now() + interval * 1000 <= end) {
    await clock.sleep(interval * 1000, closing);
    const got = await endpoint.pollDevice(deviceCode, closing);
    if (got === "slow_down") interval += SLOWER_BY_SECONDS;
    else if (got !== "pending") return welcome(got, closing);
  }
  throw new Problem("access", "The sign-in was not finished in time.", "Sign in once more.");
}

/** @throws Problem `upstream` for an address that no browser should be sent to. */
export function openable(address: string): string {
  if (URL.canParse(address)) {
    const { protocol, hostname, username, href } = new URL(address);
    const loopback = hostname === "localhost" || hostname === "127.0.0.1" || hostname === "[::1]";
    if (username === "" && (protocol === "https:" || (protocol === "http:" && loopback))) return href;
  }
  throw new Problem(
    "upstream",
    "Feishu gave an address for the sign-in that is neither https nor on this machine.",
    "Check FEISHU_DOMAIN; sign in without --device.",
  );
}
