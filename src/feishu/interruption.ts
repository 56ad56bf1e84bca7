/** A request that got no answer: what that means, and whether it may fare better in a moment. */
import { Problem } from "../domain/problem.ts";
import type { Broken } from "./envelope.ts";
import type { Ask } from "./operations/operation.ts";

const UNREACHABLE = new Set([
  "ECONNREFUSED",
  "ENOTFOUND",
  "EAI_AGAIN",
  "EHOSTUNREACH",
  "ENETUNREACH",
  "UND_ERR_CONNECT_TIMEOUT",
]);
const INTERRUPTED = new Set([
  "ECONNRESET",
  "EPIPE",
  "ETIMEDOUT",
  "UND_ERR_SOCKET",
  "UND_ERR_DESTROYED",
  "UND_ERR_RES_CONTENT_LENGTH_MISMATCH",
  "HPE_INVALID_EOF_STATE",
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
    waitedMilliseconds: milliseconds,
    problem,
  };
}

/** Errors without a code are bugs of ours and rise as they are. */
export function interruption(ask: Ask<unknown>, reason: unknown): Broken {
  const code = reason instanceof Error && "code" in reason ? reason.code : undefined;
  if (typeof code !== "string" || code === "UND_ERR_INVALID_ARG") throw reason;
  const unreachable = UNREACHABLE.has(code);
  const network = /^[A-Z_0-9]{1,40}$/.test(code) ? code : "network failure";
  const what = unreachable ? "could not be reached" : `broke off the connection for ${ask.operation.gives}`;
  return {
    kind: "broken",
    status: undefined,
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
