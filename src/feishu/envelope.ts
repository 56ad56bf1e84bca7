/** Opens what came back: an answer of Feishu's, or something that cannot be used. */
import type { Problem } from "../domain/problem.ts";
import type { Ask } from "./operations/operation.ts";
import type { Head } from "./receive.ts";
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
  /** Whether it was waited for in vain. */
  readonly isSlow: boolean;
  readonly problem: Problem;
}

/** What is longer is no answer of Feishu's. */
export const LONGEST_REPLY_BYTES = 32 * 1024 * 1024;

/** @param bytes absent where there were more than the longest reply has */
export function opened(ask: Ask<unknown>, head: Head, bytes: Buffer | undefined): Reply | Broken {
  const failing = head.statusCode >= 500;
  if (head.statusCode >= 300 && head.statusCode < 400) {
    return unusable(ask, head, "it points to another address, which is not followed", false);
  }
  if (!/^application\/(?:[\w.-]+\+)?json\b/i.test(headerOf(head, "content-type") ?? "")) {
    return unusable(ask, head, `it is not JSON (HTTP ${head.statusCode})`, failing);
  }
  if (bytes?.length === 0) return unusable(ask, head, `it is empty (HTTP ${head.statusCode})`, failing);
  return envelopeOf(ask, head, bytes);
}

/** Of bytes that should be JSON, whatever their content type says. */
export function envelopeOf(ask: Ask<unknown>, head: Head, bytes: Buffer | undefined): Reply | Broken {
  if (bytes === undefined) return unusable(ask, head, "it is longer than 32 MB", false);
  const failing = head.statusCode >= 500;
  const body = parsed(bytes);
  // JSON that does not end is a reply cut in the middle.
  if (body === undefined) return unusable(ask, head, "it is cut off or no JSON", true);
  if (typeof body !== "object" || body === null || !("code" in body) || !Number.isSafeInteger(body.code)) {
    return unusable(ask, head, "it has no code", failing);
  }
  return {
    kind: "reply",
    status: head.statusCode,
    code: Number(body.code),
    body,
    logId: logIdIn(body) ?? headerOf(head, "x-tt-logid"),
    link: linkIn(body),
    resetSeconds: resetOf(head),
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

export function headerOf(head: Head, name: string): string | undefined {
  const value = head.headers[name];
  return typeof value === "string" ? value : value?.[0];
}

function resetOf(head: Head): number | undefined {
  const value = headerOf(head, "x-ogw-ratelimit-reset");
  return value !== undefined && /^\d{1,7}(?:\.\d{1,6})?$/.test(value) ? Number(value) : undefined;
}

export function unusable(ask: Ask<unknown>, head: Head, what: string, transient: boolean): Broken {
  return {
    kind: "broken",
    status: head.statusCode,
    transient,
    isSlow: false,
    arrived: true,
    resetSeconds: resetOf(head),
    problem: nonsense(ask.operation, what),
  };
}
