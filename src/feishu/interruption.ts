/** A request that got no answer: what that means, and whether it may fare better in a moment. */
import { Problem } from "../domain/problem.ts";
import type { Broken } from "./envelope.ts";
import type { Ask } from "./operations/operation.ts";

/** The code of a tunnel that its proxy closed at once: nothing went through it. */
export const TUNNEL_CLOSED = "PROXY_TUNNEL_CLOSED";
/** What came was no HTTP; undici gives that error a name only. */
const BROKEN_HTTP = "BROKEN_HTTP";

const UNREACHABLE = new Set([
  "ECONNREFUSED",
  "ENOTFOUND",
  "EAI_AGAIN",
  "EHOSTUNREACH",
  "ENETUNREACH",
  "UND_ERR_CONNECT_TIMEOUT",
  TUNNEL_CLOSED,
]);
const INTERRUPTED = new Set([
  "ECONNRESET",
  "EPIPE",
  "ETIMEDOUT",
  "UND_ERR_SOCKET",
  "UND_ERR_DESTROYED",
  "UND_ERR_RES_CONTENT_LENGTH_MISMATCH",
  BROKEN_HTTP,
]);

export function slow(ask: Ask<unknown>, milliseconds: number): Broken {
  const message = `Feishu did not give ${ask.operation.gives} within ${Math.ceil(milliseconds / 1000)} seconds.`;
  const problem = new Problem("upstream", message, "Try again in a minute, or ask for fewer days.", {
    network: "TIMEOUT",
  });
  return {
    kind: "broken",
    status: undefined,
    transient: true,
    arrived: true,
    resetSeconds: undefined,
    isSlow: true,
    problem,
  };
}

/** Errors without a code are bugs of ours and rise as they are. */
export function interruption(ask: Ask<unknown>, reason: unknown): Broken {
  const code = codeOf(reason);
  if (code === undefined || code === "UND_ERR_INVALID_ARG") throw reason;
  const unreachable = UNREACHABLE.has(code);
  const network = /^[A-Z_0-9]{1,40}$/.test(code) ? code : "network failure";
  const what = unreachable ? "could not be reached" : `broke off the connection for ${ask.operation.gives}`;
  return {
    kind: "broken",
    status: undefined,
    isSlow: false,
    transient: unreachable || INTERRUPTED.has(code),
    arrived: !unreachable,
    resetSeconds: undefined,
    problem: new Problem(
      "upstream",
      `Feishu ${what} (${network}).`,
      "Check the network, FEISHU_DOMAIN and HTTPS_PROXY, then try again.",
      { network },
    ),
  };
}

export function codeOf(reason: unknown): string | undefined {
  if (!(reason instanceof Error)) return undefined;
  if (reason.name === "HTTPParserError") return BROKEN_HTTP;
  return "code" in reason && typeof reason.code === "string" ? reason.code : undefined;
}
