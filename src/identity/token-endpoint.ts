/** Grants for tokens: OAuth by oauth4webapi, Feishu's JSON and its two versions by ours. */
import type {
  AuthorizationServer,
  DeviceAuthorizationResponse,
  TokenEndpointRequestOptions,
  TokenEndpointResponse,
} from "oauth4webapi";
import type { UnixSeconds } from "../domain/day.ts";
import { Problem } from "../domain/problem.ts";
import type { Exchange, UserTokens } from "../domain/user-tokens.ts";
import type { Hosts } from "./hosts.ts";
import { readReply } from "./oauth-reply.ts";
import { endsTheSignIn, isWorthARetry, type Refusal, refusedProblem } from "./refusals.ts";

export interface IdentityClock {
  /** Unix milliseconds. */
  now(): number;
  /** Rejects with the signal's reason when it is aborted. */
  sleep(milliseconds: number, signal: AbortSignal): Promise<void>;
}

export interface TokenEndpointOptions {
  readonly app: { readonly id: string; readonly secret: string };
  readonly hosts: Hosts;
  readonly exchange: Exchange;
  readonly clock: IdentityClock;
}

export type Grant = Pick<
  UserTokens,
  "accessToken" | "accessGivenAt" | "accessEndsAt" | "refreshToken" | "refreshEndsAt" | "scopes"
>;

export interface AuthorizationCode {
  /** What the browser brought. */
  readonly callback: URLSearchParams;
  readonly state: string;
  readonly redirectUri: string;
  readonly codeVerifier: string;
}

/** Every method throws a Problem, or the signal's reason. */
export interface TokenEndpoint {
  redeem(code: AuthorizationCode, signal: AbortSignal): Promise<Grant>;
  /** `ended`: this refresh token will never work again. */
  refresh(refreshToken: string, signal: AbortSignal): Promise<Grant | { readonly ended: Problem }>;
  authorizeDevice(scope: string, signal: AbortSignal): Promise<DeviceAuthorizationResponse>;
  pollDevice(deviceCode: string, signal: AbortSignal): Promise<Grant | "pending" | "slow_down">;
}

type OAuth = typeof import("oauth4webapi");
type Options = TokenEndpointRequestOptions;

/** One answer from the endpoint: a grant, a refusal, or a page of somebody else's. */
type Outcome<T> =
  | { readonly kind: "granted"; readonly value: T }
  | { readonly kind: "refused"; readonly refusal: Refusal }
  | { readonly kind: "foreign"; readonly spent: boolean }
  | { readonly kind: "unsent"; readonly problem: Problem };

const ATTEMPTS = 3;
const FIRST_WAIT_MILLISECONDS = 500;

export function openTokenEndpoint(options: TokenEndpointOptions): TokenEndpoint {
  const { app, hosts, exchange, clock } = options;
  let [preferred, other] = hosts.tokenEndpoints;

  async function once<T>(
    tokenEndpoint: string,
    signal: AbortSignal,
    form: "json" | "form",
    request: (oauth: OAuth, server: AuthorizationServer, options: Options) => Promise<T>,
  ): Promise<Outcome<T>> {
    const oauth = await import("oauth4webapi");
    let seen: Outcome<T> | undefined;
    const customFetch: NonNullable<Options[typeof oauth.customFetch]> = async (url, { body, headers }) => {
      if (!(body instanceof URLSearchParams)) throw new TypeError("A grant without its form.");
      const sent =
        form === "form"
          ? { headers, body: body.toString() }
          : {
              headers: { ...headers, "content-type": "application/json; charset=utf-8" },
              body: JSON.stringify(Object.fromEntries(body)),
            };
      const reply = await exchange({ method: "POST", url, ...sent }, signal);
      if (reply.status === undefined) {
        if (!reply.arrived) seen = { kind: "unsent", problem: reply.problem };
        throw reply.problem;
      }
      const read = readReply(reply);
      if (read.kind === "foreign") {
        seen = read;
        throw unusable();
      }
      return Response.json(read.body, { status: read.status });
    };
    const server: AuthorizationServer = {
      issuer: hosts.accounts,
      token_endpoint: tokenEndpoint,
      device_authorization_endpoint: `${hosts.accounts}/oauth/v1/device_authorization`,
    };
    try {
      const insecure = tokenEndpoint.startsWith("http:");
      const value = await request(oauth, server, {
        [oauth.customFetch]: customFetch,
        // The settings let http pass for loopback only.
        [oauth.allowInsecureRequests]: insecure,
      });
      return { kind: "granted", value };
    } catch (error) {
      signal.throwIfAborted();
      if (seen !== undefined) return seen;
      if (error instanceof oauth.ResponseBodyError) {
        const code = error.cause["code"];
        return {
          kind: "refused",
          refusal: { code: typeof code === "number" ? code : 0, error: error.error },
        };
      }
      if (error instanceof oauth.AuthorizationResponseError) {
        return { kind: "refused", refusal: { code: 0, error: error.error } };
      }
      // What the library finds wrong with a reply is Feishu's fault, all else ours.
      if (
        error instanceof oauth.OperationProcessingError ||
        error instanceof oauth.UnsupportedOperationError
      ) {
        throw unusable();
      }
      throw error;
    }
  }

  /** Tries again what is worth it, and the other version once where this one surely used nothing up. */
  async function ask<T>(
    signal: AbortSignal,
    form: "json" | "form",
    request: (oauth: OAuth, server: AuthorizationServer, options: Options) => Promise<T>,
  ): Promise<{ readonly value: T } | { readonly refusal: Refusal }> {
    let switched = false;
    for (let attempt = 1; ; ) {
      const outcome = await once(preferred, signal, form, request);
      if (outcome.kind === "granted") return outcome;
      const again =
        outcome.kind === "unsent" || (outcome.kind === "refused" && isWorthARetry(outcome.refusal));
      if (outcome.kind === "foreign" && !outcome.spent && !switched && form === "json") {
        [preferred, other] = [other, preferred];
        switched = true;
      } else if (again && attempt < ATTEMPTS) {
        await clock.sleep(FIRST_WAIT_MILLISECONDS * 2 ** (attempt - 1), signal);
        attempt += 1;
      } else if (outcome.kind === "refused") {
        return outcome;
      } else {
        throw outcome.kind === "unsent" ? outcome.problem : unusable();
      }
    }
  }

  const client = { client_id: app.id };
  const grantOf = (reply: TokenEndpointResponse) => toGrant(reply, Math.floor(clock.now() / 1000));
  return {
    redeem: async ({ callback, state, redirectUri, codeVerifier }, signal) => {
      const got = await ask(signal, "json", async (oauth, server, options) => {
        const checked = oauth.validateAuthResponse(server, client, callback, state);
        const response = await oauth.authorizationCodeGrantRequest(
          ...([server, client, oauth.ClientSecretPost(app.secret)] as const),
          ...([checked, redirectUri, codeVerifier, options] as const),
        );
        return oauth.processAuthorizationCodeResponse(server, client, response);
      });
      if ("refusal" in got) throw refusedProblem(got.refusal);
      return grantOf(got.value);
    },
    refresh: async (refreshToken, signal) => {
      const got = await ask(signal, "json", async (oauth, server, options) => {
        const secret = oauth.ClientSecretPost(app.secret);
        const response = await oauth.refreshTokenGrantRequest(server, client, secret, refreshToken, options);
        return oauth.processRefreshTokenResponse(server, client, response);
      });
      if ("value" in got) return grantOf(got.value);
      const problem = refusedProblem(got.refusal);
      if (endsTheSignIn(got.refusal)) return { ended: problem };
      throw problem;
    },
    authorizeDevice: async (scope, signal) => {
      const got = await ask(signal, "form", async (oauth, server, options) => {
        const response = await oauth.deviceAuthorizationRequest(
          server,
          client,
          basic(app),
          { scope },
          options,
        );
        return oauth.processDeviceAuthorizationResponse(server, client, response);
      });
      if ("refusal" in got) throw refusedProblem(got.refusal);
      return got.value;
    },
    pollDevice: async (deviceCode, signal) => {
      const got = await ask(signal, "json", async (oauth, server, options) => {
        const secret = oauth.ClientSecretPost(app.secret);
        const response = await oauth.deviceCodeGrantRequest(server, client, secret, deviceCode, options);
        return oauth.processDeviceCodeResponse(server, client, response);
      });
      if ("value" in got) return grantOf(got.value);
      if (got.refusal.error === "authorization_pending") return "pending";
      if (got.refusal.error === "slow_down") return "slow_down";
      throw refusedProblem(got.refusal);
    },
  };
}

/** Feishu takes the pair as it is; the library would write the id's underscore as %5F. */
function basic(app: TokenEndpointOptions["app"]) {
  const pair = Buffer.from(`${app.id}:${app.secret}`, "utf8").toString("base64");
  return (_server: unknown, _client: unknown, _body: unknown, headers: Headers) => {
    headers.set("authorization", `Basic ${pair}`);
  };
}

/** A token that is to stand in a header must fit into one. */
const TOKEN = /^[\x21-\x7e]{1,16384}$/;

/** @throws Problem `upstream` that names the field. */
function toGrant(reply: TokenEndpointResponse, now: UnixSeconds): Grant {
  const { access_token: accessToken, refresh_token: refreshToken, expires_in: seconds, scope = "" } = reply;
  if (!TOKEN.test(accessToken)) throw unusable("access_token");
  if (seconds === undefined) throw unusable("expires_in");
  if (refreshToken !== undefined && !TOKEN.test(refreshToken)) throw unusable("refresh_token");
  const refreshSeconds = Number(reply["refresh_token_expires_in"]);
  return {
    accessToken,
    accessGivenAt: now,
    accessEndsAt: now + Math.floor(seconds),
    ...(refreshToken !== undefined && { refreshToken }),
    ...(refreshToken !== undefined &&
      refreshSeconds > 0 && { refreshEndsAt: now + Math.floor(refreshSeconds) }),
    scopes: scope.split(/\s+/).filter((word) => word !== ""),
  };
}

function unusable(field?: string): Problem {
  const what = field === undefined ? "it is not what a sign-in answers" : `${field} is missing or wrong`;
  return new Problem(
    "upstream",
    `Feishu's reply to the sign-in cannot be used: ${what}.`,
    "Check FEISHU_DOMAIN, then try again in a minute.",
  );
}
