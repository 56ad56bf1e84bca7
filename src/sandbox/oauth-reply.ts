/** What the sign-in's endpoints answer: RFC 6749's fields with Feishu's code beside them. */
import type { JsonObject } from "./json.ts";
import type { Reply } from "./reply.ts";

/** HTTP status, RFC 6749's error and Feishu's words for each code. */
const FAILURES: Readonly<Record<number, readonly [status: number, error: string, description: string]>> = {
  20001: [400, "invalid_request", "The request is missing a required parameter."],
  20002: [400, "invalid_client", "The client secret is invalid."],
  20003: [
    400,
    "invalid_grant",
    "The authorization code is not found. Please note that an authorization code can only be used once.",
  ],
  20004: [400, "invalid_grant", "The authorization code has expired."],
  20009: [400, "invalid_client", "The specified app is not installed."],
  20010: [400, "access_denied", "The user does not have permission to use this app."],
  20026: [400, "invalid_grant", "The refresh token passed is invalid. Please check the value."],
  20027: [400, "invalid_scope", "The app has not been granted the requested scope."],
  20029: [400, "invalid_request", "redirect_uri 请求不合法"],
  20036: [400, "unsupported_grant_type", "The specified grant_type is not supported."],
  20037: [400, "invalid_grant", "The refresh token passed has expired. Please generate a new one."],
  20048: [400, "invalid_client", "The specified app does not exist."],
  20049: [400, "invalid_grant", "PKCE code challenge failed."],
  20050: [500, "server_error", "An unexpected server error occurred. Please retry your request."],
  20063: [400, "invalid_request", "The request is malformed. Please check your request."],
  20064: [
    400,
    "invalid_grant",
    "The refresh token has been revoked. Please note that a refresh token can only be used once.",
  ],
  20065: [
    400,
    "invalid_grant",
    "The authorization code has been used. Please note that an authorization code can only be used once.",
  ],
  20070: [
    400,
    "invalid_request",
    "Multiple authentication methods were provided. Please only use one to proceed.",
  ],
  20071: [
    400,
    "invalid_grant",
    "The provided redirect URI does not match the one used during authorization.",
  ],
  20072: [
    503,
    "temporarily_unavailable",
    "The server is temporarily unavailable. Please retry your request.",
  ],
  20073: [
    400,
    "invalid_grant",
    "The refresh token has been used. Please note that a refresh token can only be used once.",
  ],
  20074: [400, "unauthorized_client", "The specified app is not allowed to refresh token."],
};

/** RFC 8628's answers to a poll: no code of Feishu's is documented for them. */
export type PollError =
  | "authorization_pending"
  | "slow_down"
  | "expired_token"
  | "access_denied"
  | "invalid_grant";

/** A documented failure of the sign-in, thrown by whatever checks a request. */
export class OAuthRefusal extends Error {
  readonly reason: number | PollError;

  constructor(reason: number | PollError) {
    super(typeof reason === "number" ? FAILURES[reason]?.[2] : reason);
    this.reason = reason;
  }
}

/** @param status overrides the documented one. */
export function oauthFailure(reason: number | PollError, status?: number): Reply {
  if (typeof reason === "string") return oauthReply({ error: reason }, status ?? 400);
  const [documented, error, error_description] = FAILURES[reason] ?? [500, "server_error", "unknown error"];
  return oauthReply({ code: reason, error, error_description }, status ?? documented);
}

export function oauthReply(body: JsonObject, status = 200): Reply {
  return { status, body, headers: { "cache-control": "no-store" } };
}
