/** Tokens and published limits: who may ask, and how often. */
import { randomBytes } from "node:crypto";
import type { JsonObject, Reply } from "./reply.ts";
import { Refusal } from "./reply.ts";

const TOKEN_SECONDS = 7_200;
/** With less than this left, asking again gives a new token while the old one still works. */
const RENEWED_SECONDS = 1_800;

export type Identity = "tenant" | "user";

export interface Access {
  /** Answers a request for a tenant token. */
  grant(body: unknown, now: number): Reply;
  /** @throws Refusal 99991661, 99991663, 99991668 or 99991671. */
  identify(authorization: string | undefined, takes: readonly Identity[], now: number): Identity;
  /** The token that was shown stops working. */
  revoke(authorization: string | undefined): void;
}

export function guardAccess(appId: string, appSecret: string, userTokens: readonly string[]): Access {
  const tokens = new Map<string, number>();
  return {
    grant(body, now) {
      const { app_id: id, app_secret: secret } = isObject(body) ? body : {};
      if (id !== appId) return refused(10003, "invalid param");
      if (secret !== appSecret) return refused(10015, "app secret error");
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
    identify(authorization, takes, now) {
      if (authorization === undefined || authorization === "") throw new Refusal(99991661);
      const shape = /^Bearer ([tua]-[\w.-]+)$/.exec(authorization);
      const token = shape?.[1];
      if (token === undefined) throw new Refusal(99991671);
      if (token.startsWith("u-")) {
        if (!takes.includes("user") || !userTokens.includes(token)) throw new Refusal(99991668);
        return "user";
      }
      if (!takes.includes("tenant") || !((tokens.get(token) ?? 0) > now)) throw new Refusal(99991663);
      return "tenant";
    },
    revoke(authorization) {
      tokens.delete(authorization?.replace("Bearer ", "") ?? "");
    },
  };
}

/** The token's replies have no `data`, and failures come with HTTP 200. */
function refused(code: number, msg: string): Reply {
  return { status: 200, body: { code, msg } satisfies JsonObject };
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
    "x-ogw-ratelimit-limit": String(perMinute),
    "x-ogw-ratelimit-reset": String(resetSeconds),
  });
}

export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
