/** Tokens and published limits: who may ask, and how often. */
import { randomBytes } from "node:crypto";
import type { App } from "./app.ts";
import { isObject } from "./json.ts";
import { type Asker, checkPermission, type Permission } from "./permissions.ts";
import { Refusal, type Reply } from "./reply.ts";
import type { SignIns } from "./sign-ins.ts";

const TOKEN_SECONDS = 7_200;
/** With less than this left, asking again gives a new token while the old one still works. */
const RENEWED_SECONDS = 1_800;

export type Identity = "tenant" | "user";

/** What an operation asks of its callers. */
export interface Door {
  readonly takes: readonly Identity[];
  readonly permission: Permission;
}

export interface Access {
  /** Answers a request for a tenant token. */
  grant(body: unknown, now: number): Reply;
  /**
   * In the order of Feishu's gateway: the token, the app, its list of addresses, scopes, role.
   * @throws Refusal
   */
  admit(authorization: string | undefined, door: Door, now: number): Asker;
  /** Whose token that is, were it good or not: `tenant`, or the user's open_id. */
  holder(authorization: string | undefined): string | undefined;
  /** The token that was shown stops working; with 99991677 as one whose time has come. */
  revoke(authorization: string | undefined, code: number): void;
}

export function guardAccess(app: App, signIns: SignIns): Access {
  const tokens = new Map<string, number>();
  const identify = (token: string, takes: readonly Identity[], now: number): Asker => {
    if (token.startsWith("t-")) {
      if (!takes.includes("tenant") || !((tokens.get(token) ?? 0) > now)) throw new Refusal(99991663);
      return { id: "tenant" };
    }
    const found = signIns.find(token);
    if (found === undefined) throw new Refusal(isUserToken(token) ? 99991668 : 99991671);
    if (found.endsAt <= now) throw new Refusal(99991677);
    if (!takes.includes("user")) {
      throw new Refusal(99991668, {
        message: "Invalid access token for authorization: user access token not support",
      });
    }
    return { id: found.grant.user.openId, grant: found.grant };
  };
  return {
    grant(body, now) {
      const { app_id: id, app_secret: secret } = isObject(body) ? body : {};
      if (id !== app.id) return refusedToken(10003, "invalid param");
      if (secret !== app.secret) {
        const code = app.wrongSecretCode;
        return refusedToken(code, code === 10014 ? "app secret invalid" : "app secret error");
      }
      let [token, ends] = [...tokens].at(-1) ?? ["", 0];
      if (ends - now < RENEWED_SECONDS) {
        token = `t-${randomBytes(16).toString("hex")}`;
        ends = now + TOKEN_SECONDS;
        tokens.set(token, ends);
      }
      return {
        status: 200,
        body: { code: 0, msg: "ok", tenant_access_token: token, expire: Math.floor(ends - now) },
      };
    },
    admit(authorization, { takes, permission }, now) {
      if (authorization === undefined || authorization === "") throw new Refusal(99991661);
      const token = tokenOf(authorization);
      if (token === undefined) throw new Refusal(99991671);
      const asker = identify(token, takes, now);
      if (!app.released) throw new Refusal(99991662);
      if (!app.installed) throw new Refusal(99991673);
      if (!app.ipAllowed) throw new Refusal(99991401);
      checkPermission(app, asker, permission);
      return asker;
    },
    holder(authorization) {
      const token = tokenOf(authorization ?? "") ?? "";
      return tokens.has(token) ? "tenant" : signIns.find(token)?.grant.user.openId;
    },
    revoke(authorization, code) {
      const token = tokenOf(authorization ?? "") ?? "";
      tokens.delete(token);
      if (code === 99991677) signIns.expire(token);
      else signIns.forget(token);
    },
  };
}

export function tokenOf(authorization: string): string | undefined {
  return /^Bearer ([\w.-]+)$/.exec(authorization)?.[1];
}

/** By its look alone: an older one, or one of today. */
export function isUserToken(token: string): boolean {
  return /^(?:u-|eyJ)/.test(token);
}

/** The token's replies have no `data`, and failures come with HTTP 200. */
function refusedToken(code: number, msg: string): Reply {
  return { status: 200, body: { code, msg } };
}

export interface Limits {
  /** @throws Refusal 99991400 with the seconds until the window has room again. */
  pass(operation: string, now: number): void;
}

/** So many calls of an operation in any sliding minute. */
export function limitCalls(perMinute: number): Limits {
  const calls = new Map<string, number[]>();
  return {
    pass(operation, now) {
      const recent = (calls.get(operation) ?? []).filter((at) => at > now - 60);
      calls.set(operation, recent);
      const [oldest] = recent;
      if (recent.length >= perMinute && oldest !== undefined)
        throw tooFast(Math.max(1, Math.ceil(oldest + 60 - now)), perMinute);
      recent.push(now);
    },
  };
}

export function tooFast(resetSeconds: number, perMinute = 100): Refusal {
  return new Refusal(99991400, {
    headers: {
      "x-ogw-ratelimit-limit": String(perMinute),
      "x-ogw-ratelimit-reset": String(resetSeconds),
    },
  });
}
