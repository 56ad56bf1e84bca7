import { isUserToken, tokenOf } from "./access.ts";
import type { Arrived } from "./respond.ts";
import type { Operation } from "./routes.ts";
import type { State } from "./state.ts";
import { grantTypeOf } from "./token-endpoint.ts";

export interface RecordedRequest {
  readonly operation: Operation | "unknown";
  readonly method: string;
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  /** Unix milliseconds of the sandbox's clock. */
  readonly at: number;
  readonly token: "tenant" | "user" | "none" | "other";
  /** `tenant`, or the user's open_id; absent for a token that the sandbox never gave. */
  readonly identity?: string;
  /** What the token endpoint was asked for. */
  readonly grantType?: string;
}

/** @param at unix milliseconds */
export function record(method: string, arrived: Arrived, { access }: State, at: number): RecordedRequest {
  const { found, authorization, query } = arrived;
  const identity = access.holder(authorization);
  const grantType = found?.operation === "user_token" ? grantTypeOf(arrived) : undefined;
  return {
    operation: found?.operation ?? "unknown",
    method,
    path: arrived.path,
    query: Object.fromEntries(query),
    at,
    token: tokenKind(authorization, identity),
    ...(identity === undefined ? {} : { identity }),
    ...(grantType === undefined ? {} : { grantType }),
  };
}

function tokenKind(
  authorization: string | undefined,
  identity: string | undefined,
): RecordedRequest["token"] {
  if (authorization === undefined || authorization === "") return "none";
  const token = tokenOf(authorization) ?? "";
  if (token.startsWith("t-")) return "tenant";
  return identity !== undefined || isUserToken(token) ? "user" : "other";
}
