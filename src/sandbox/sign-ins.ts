/** Codes, and the tokens that they become: how long each lives, and how often it works. */
import { randomBytes } from "node:crypto";
import type { JsonObject } from "./json.ts";
import { OAuthRefusal } from "./oauth-reply.ts";
import type { User } from "./users.ts";

export interface Lifetimes {
  /** 7,200 unless given. */
  readonly accessTokenSeconds: number;
  /** 604,800 unless given: each refresh token's own. */
  readonly refreshTokenSeconds: number;
  /** 365 days unless given: from the sign-in, however often it was refreshed. */
  readonly signInSeconds: number;
}

/** Times are unix seconds. */
export interface Grant {
  readonly user: User;
  readonly scopes: readonly string[];
  readonly signedInAt: number;
}

export interface Authorization extends Grant {
  readonly redirect: string;
  readonly challenge?: { readonly text: string; readonly method: "S256" | "plain" };
}

export interface IssuedTokens {
  readonly accessToken: string;
  readonly expiresIn: number;
  /** Only for the scope `offline_access`. */
  readonly refresh?: { readonly token: string; readonly expiresIn: number };
  readonly scopes: readonly string[];
}

interface AccessToken {
  readonly grant: Grant;
  endsAt: number;
}
interface RefreshToken {
  readonly grant: Grant;
  readonly endsAt: number;
  state: "fresh" | "used" | "revoked";
}

export interface SignIns {
  writeCode(authorization: Authorization): string;
  /** The code works once, whether or not the rest of the request is right. @throws OAuthRefusal */
  spendCode(code: string, now: number): Authorization;
  issue(grant: Grant, now: number): IssuedTokens;
  /** Without spending it: whose it is. @throws OAuthRefusal */
  holder(refreshToken: string, now: number): Grant;
  /** @throws OAuthRefusal */
  refresh(refreshToken: string, now: number): IssuedTokens;
  find(accessToken: string): Readonly<AccessToken> | undefined;
  /** A token given by a test, which never ends. */
  adopt(accessToken: string, grant: Grant): void;
  /** Ends one access token. */
  expire(accessToken: string): void;
  forget(accessToken: string): void;
  /** The user took the consent back: nothing that follows from it works. */
  revoke(user: User): void;
}

const CODE_SECONDS = 300;

export function keepSignIns(lifetimes: Lifetimes): SignIns {
  const codes = new Map<string, Authorization & { used: boolean }>();
  const accessTokens = new Map<string, AccessToken>();
  const refreshTokens = new Map<string, RefreshToken>();

  const issue = (grant: Grant, now: number): IssuedTokens => {
    const accessToken = longToken();
    const expiresIn = lifetimes.accessTokenSeconds;
    accessTokens.set(accessToken, { grant, endsAt: now + expiresIn });
    const issued = { accessToken, expiresIn, scopes: grant.scopes };
    if (!grant.scopes.includes("offline_access")) return issued;
    const token = longToken();
    const endsAt = Math.min(now + lifetimes.refreshTokenSeconds, grant.signedInAt + lifetimes.signInSeconds);
    refreshTokens.set(token, { grant, endsAt, state: "fresh" });
    return { ...issued, refresh: { token, expiresIn: Math.floor(endsAt - now) } };
  };
  const known = (token: string, now: number): RefreshToken => {
    const found = refreshTokens.get(token);
    if (found === undefined) throw new OAuthRefusal(20026);
    if (found.state === "revoked") throw new OAuthRefusal(20064);
    if (found.state === "used") throw new OAuthRefusal(20073);
    if (found.endsAt <= now) throw new OAuthRefusal(20037);
    return found;
  };

  return {
    writeCode(authorization) {
      const code = randomBytes(48).toString("base64url");
      codes.set(code, { ...authorization, used: false });
      return code;
    },
    spendCode(code, now) {
      const found = codes.get(code);
      if (found === undefined) throw new OAuthRefusal(20003);
      if (found.used) throw new OAuthRefusal(20065);
      found.used = true;
      if (found.signedInAt + CODE_SECONDS <= now) throw new OAuthRefusal(20004);
      return found;
    },
    issue,
    holder: (token, now) => known(token, now).grant,
    refresh(token, now) {
      const found = known(token, now);
      found.state = "used";
      return issue(found.grant, now);
    },
    find: (token) => accessTokens.get(token),
    adopt(token, grant) {
      accessTokens.set(token, { grant, endsAt: Number.POSITIVE_INFINITY });
    },
    expire(token) {
      const found = accessTokens.get(token);
      if (found !== undefined) found.endsAt = 0;
    },
    forget(token) {
      accessTokens.delete(token);
    },
    revoke(user) {
      for (const [token, { grant }] of accessTokens) if (grant.user === user) accessTokens.delete(token);
      for (const token of refreshTokens.values()) if (token.grant.user === user) token.state = "revoked";
    },
  };
}

/** As the token endpoint says it. */
export function tokenBody({ accessToken, expiresIn, refresh, scopes }: IssuedTokens): JsonObject {
  return {
    code: 0,
    access_token: accessToken,
    expires_in: expiresIn,
    ...(refresh === undefined
      ? {}
      : { refresh_token: refresh.token, refresh_token_expires_in: refresh.expiresIn }),
    scope: scopes.join(" "),
    token_type: "Bearer",
  };
}

/** Looks like the tokens of today, about 1.5 KB, and means nothing. */
function longToken(): string {
  return `eyJ${[60, 1_000, 64].map((bytes) => randomBytes(bytes).toString("base64url")).join(".")}`;
}
