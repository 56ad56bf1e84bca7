/** The app's tokens: fetched once for all who need one, renewed before the end; and the fixed ones. */
import { Problem } from "../domain/problem.ts";
import type { UserTokenSource } from "../domain/user-tokens.ts";
import type { Authorization } from "./call.ts";
import type { Clock } from "./clock.ts";
import type { AskFeishu } from "./operations/operation.ts";
import { tenantToken } from "./operations/tenant-token.ts";
import { type Run, share } from "./run.ts";

interface Held {
  readonly text: string;
  /** Unix milliseconds: from then on it is renewed while it still serves. */
  readonly renewFrom: number;
  /** Unix milliseconds: from then on it is not used any more. */
  readonly endsAt: number;
}

// Feishu gives a new token only when less than 30 minutes of the old one are left.
const RENEW_BEFORE_MILLISECONDS = 20 * 60_000;
/** Between two renewals of which the first has failed. */
const REST_MILLISECONDS = 60_000;
const END_BEFORE_MILLISECONDS = 60_000;

/** A token from the environment: never refreshed. @param variable the setting that holds it. */
export function fixedToken(token: string, variable: string): Authorization {
  return {
    token: () => Promise.resolve(token),
    refused: (_, problem) => {
      throw new Problem(
        "access",
        `Feishu refused the token in ${variable}: it is invalid, expired or of the wrong kind.`,
        `Set a valid ${variable}, or leave it out and set FEISHU_APP_ID and FEISHU_APP_SECRET; a retry does not help.`,
        problem.details,
      );
    },
  };
}

/** The token of the user who signed in; another who signs in meanwhile is not taken for them. */
export function signedInToken(users: UserTokenSource, openId: string): Authorization {
  return {
    token: (run) => users.token(openId, run.signal),
    refused: (token) => users.refused(token),
  };
}

/**
 * @param closing ends a renewal for which nobody waits.
 * @param hide is told each token that is fetched, so that none is ever printed.
 */
export function appToken(
  app: { readonly id: string; readonly secret: string },
  ask: AskFeishu,
  clock: Clock,
  closing: AbortSignal,
  hide: (secret: string) => void,
): Authorization {
  let held: Held | undefined;
  const fetching = share(async (run) => {
    const reply = await ask(
      { operation: tenantToken, body: { app_id: app.id, app_secret: app.secret } },
      run,
    );
    hide(reply.tenant_access_token);
    const life = reply.expire * 1000;
    const endsAt = clock.now() + life - Math.min(END_BEFORE_MILLISECONDS, life / 10);
    // A token with a short life must not be renewed at every use.
    const renewFrom = clock.now() + life - Math.min(RENEW_BEFORE_MILLISECONDS, life / 4);
    held = { text: reply.tenant_access_token, renewFrom, endsAt };
    return held;
  });

  let restsUntil = Number.NEGATIVE_INFINITY;

  /** Whoever needs a token gets the old one meanwhile. */
  function renewInBackground(current: Held): void {
    if (clock.now() < restsUntil) return;
    // Also while it is under way, so that not every use waits for it anew.
    restsUntil = clock.now() + REST_MILLISECONDS;
    const nobody: Run = { signal: closing, deadline: () => current.endsAt, advanced: () => {} };
    // A failed renewal shows when the old token has ended and somebody waits for a new one.
    fetching.join(nobody).catch(() => {});
  }

  return {
    token: async (run) => {
      const now = clock.now();
      if (held === undefined || now >= held.endsAt) return (await fetching.join(run)).text;
      if (now >= held.renewFrom) renewInBackground(held);
      return held.text;
    },
    refused: (token) => {
      // Only the refused one: another caller may have fetched a new one by now.
      if (held?.text === token) held = undefined;
    },
  };
}
