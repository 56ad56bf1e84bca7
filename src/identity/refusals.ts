/** What Feishu's sign-in refuses, as failures that the reader can act on. Never in Feishu's own words. */
import { Problem } from "../domain/problem.ts";

interface Refused {
  readonly message: string;
  readonly remedy: string;
}

export const SIGN_IN_AGAIN = "Sign in again: feishu-meeting-mcp login.";

const ENDED: Refused = {
  message: "The sign-in has ended: Feishu no longer renews it.",
  remedy: SIGN_IN_AGAIN,
};
const CODE_SPENT: Refused = {
  message: "Feishu refused the sign-in: its code is unknown, expired or was used before.",
  remedy: "Sign in once more, within five minutes.",
};
const CREDENTIALS: Refused = {
  message: "Feishu refused the app: its id or secret is wrong.",
  remedy: "Check FEISHU_APP_ID and FEISHU_APP_SECRET against the app's credentials page.",
};

const REFUSED: Readonly<Record<number, Refused>> = {
  10003: CREDENTIALS,
  10014: CREDENTIALS,
  10015: CREDENTIALS,
  20003: CODE_SPENT,
  20004: CODE_SPENT,
  20065: CODE_SPENT,
  20009: {
    message: "The app is not installed in this organisation.",
    remedy: "Let an administrator install it and release a version, then sign in again.",
  },
  20010: {
    message: "This user may not use the app.",
    remedy: "Let an administrator add the user to the app's availability, then sign in again.",
  },
  20026: ENDED,
  20037: ENDED,
  20064: ENDED,
  20073: ENDED,
  20027: {
    message: "The app lacks a scope that signing in asks for.",
    remedy:
      "Grant the app vc:rooms.room.detailinfo:read, vc:export and offline_access as user scopes and release a version, then sign in again.",
  },
  20049: { message: "Feishu refused the proof of the sign-in (PKCE).", remedy: "Sign in once more." },
  20070: {
    message: "Feishu refused the request: it saw the app's secret twice.",
    remedy: "Check that no proxy adds an Authorization header, then sign in again.",
  },
  20071: {
    message: "Feishu refused the redirect address.",
    remedy: "Put the address that login shows on the app's list of redirect addresses (Security settings).",
  },
  20074: {
    message: "The sign-in has ended: renewing tokens is switched off for the app.",
    remedy: "Switch refreshing user_access_token on in the app's security settings, then sign in again.",
  },
};

const BY_OAUTH_ERROR: Readonly<Record<string, Refused>> = {
  access_denied: { message: "The sign-in was declined.", remedy: "Sign in again and agree." },
  expired_token: { message: "The sign-in was not finished in time.", remedy: "Sign in once more." },
  invalid_client: CREDENTIALS,
};

const ENDS_THE_SIGN_IN: ReadonlySet<number> = new Set([20026, 20037, 20064, 20073, 20074]);
const WORTH_A_RETRY: ReadonlySet<number> = new Set([20050, 20072]);

export interface Refusal {
  /** Feishu's, 0 if it gave none. */
  readonly code: number;
  /** OAuth's, empty if there is none. */
  readonly error: string;
}

export function refusedProblem({ code, error }: Refusal): Problem {
  const known = REFUSED[code] ?? (Object.hasOwn(BY_OAUTH_ERROR, error) ? BY_OAUTH_ERROR[error] : undefined);
  const details = code === 0 ? {} : { feishuCode: code };
  if (known !== undefined) return new Problem("access", known.message, known.remedy, details);
  if (code === 99991400) {
    return new Problem("busy", "Feishu limits signing in for the moment.", "Try again in a minute.", {
      ...details,
      retryAfterSeconds: 60,
    });
  }
  const passing = WORTH_A_RETRY.has(code) ? " for the moment" : "";
  return new Problem(
    "upstream",
    `Feishu's sign-in failed${passing}${code === 0 ? "" : `, with the code ${code}`}.`,
    "Try again in a minute.",
    details,
  );
}

/** Whether a refresh token that met this will never work again. */
export function endsTheSignIn({ code, error }: Refusal): boolean {
  return ENDS_THE_SIGN_IN.has(code) || (code === 0 && error === "invalid_grant");
}

export function isWorthARetry({ code }: Refusal): boolean {
  return WORTH_A_RETRY.has(code);
}

/** Nobody is signed in, or whoever was has to do it again. */
export function signInNeeded(message: string): Problem {
  return new Problem("access", message, "Sign in: feishu-meeting-mcp login; then ask again.", {
    needsSignIn: true,
  });
}
