/** Opens what came back: an answer of Feishu's, or something that cannot be used. */
import type { Dispatcher } from "undici";
import type { Problem } from "../domain/problem.ts";
import type { Ask } from "./operations/operation.ts";
import { nonsense } from "./refusal.ts";

/** Feishu's answer: its truth is `code`, whatever the HTTP status. */
export interface Reply {
  readonly kind: "reply";
  readonly status: number;
  readonly code: number;
  readonly body: object;
  readonly logId: string | undefined;
  /** The first address in Feishu's message, unchecked. */
  readonly link: string | undefined;
  readonly resetSeconds: number | undefined;
}

/** No answer of Feishu's. */
export interface Broken {
  readonly kind: "broken";
  readonly status: number | undefined;
  /** Whether the same request may fare better in a moment. */
  readonly transient: boolean;
  /** False if the request surely did not arrive. */
  readonly arrived: boolean;
  readonly resetSeconds: number | undefined;
  readonly problem: Problem;
}

export function opened(ask: Ask<unknown>, response: Dispatcher.ResponseData, bytes: Buffer): Reply | Broken {
  const failing = response.statusCode >= 500;
  if (response.statusCode >= 300 && response.statusCode < 400) {
    return unusable(ask, response, "it points to another address, which is not followed", false);
  }
  if (!/^application\/(?:[\w.-]+\+)?json\b/i.test(headerOf(response, "content-type") ?? "")) {
    return unusable(ask, response, `it is not JSON (HTTP ${response.statusCode})`, failing);
  }
  if (bytes.length === 0)
    return unusable(ask, response, `it is empty (HTTP ${response.statusCode})`, failing);
  return envelopeOf(ask, response, bytes);
}

/** Of bytes that should be JSON, whatever their content type says. */
export function envelopeOf(
  ask: Ask<unknown>,
  response: Dispatcher.ResponseData,
  bytes: Buffer,
): Reply | Broken {
  const failing = response.statusCode >= 500;
  const body = parsed(bytes);
  // JSON that does not end is a reply cut in the middle.
  if (body === undefined) return unusable(ask, response, "it is cut off or no JSON", true);
  if (typeof body !== "object" || body === null || !("code" in body) || !Number.isSafeInteger(body.code)) {
    return unusable(ask, response, "it has no code", failing);
  }
  return {
    kind: "reply",
    status: response.statusCode,
    code: Number(body.code),
    body,
    logId: logIdIn(body) ?? headerOf(response, "x-tt-logid"),
    link: linkIn(body),
    resetSeconds: resetOf(response),
  };
}

function parsed(bytes: Buffer): unknown {
  try {
    const value: unknown = JSON.parse(bytes.toString("utf8"));
    return value;
  } catch {
    // Whoever asked judges it as a reply that was cut off.
    return undefined;
  }
}

function logIdIn(body: object): string | undefined {
  if (!("error" in body) || typeof body.error !== "object" || body.error === null) return undefined;
  return "log_id" in body.error && typeof body.error.log_id === "string" ? body.error.log_id : undefined;
}

function linkIn(body: object): string | undefined {
  if (!("msg" in body) || typeof body.msg !== "string") return undefined;
  // It stands among Chinese words, without a space before or after it.
  return /https:\/\/[\w.~:/?#[\]@!$&'()*+,;=%-]+/.exec(body.msg)?.[0];
}

export function headerOf(response: Dispatcher.ResponseData, name: string): string | undefined {
  const value = response.headers[name];
  return typeof value === "string" ? value : value?.[0];
}

function resetOf(response: Dispatcher.ResponseData): number | undefined {
  const value = headerOf(response, "x-ogw-ratelimit-reset");
  return value !== undefined && /^\d{1,7}(?:\.\d{1,6})?$/.test(value) ? Number(value) : undefined;
}

export function unusable(
  ask: Ask<unknown>,
  response: Dispatcher.ResponseData,
  what: string,
  transient: boolean,
): Broken {
  return {
    kind: "broken",
    status: response.statusCode,
    transient,
    arrived: true,
    resetSeconds: resetOf(response),
    problem: nonsense(ask.operation, what),
  };
}
