/** Feishu's replies in the shape that OAuth's own rules describe. */
import type { HttpReply } from "../domain/user-tokens.ts";

export type Read =
  | { readonly kind: "oauth"; readonly status: number; readonly body: object }
  /** Not from a token endpoint. `spent`: what was sent may have been used all the same. */
  | { readonly kind: "foreign"; readonly spent: boolean };

const NO_SUCH_PATH = 99991201;

export function readReply(reply: HttpReply): Read {
  const failing = reply.status >= 500;
  if (!/^application\/(?:[\w.-]+\+)?json\b/i.test(reply.contentType)) {
    return { kind: "foreign", spent: failing };
  }
  const body = objectIn(reply.text);
  // JSON that does not end was cut off by whoever had read the request.
  if (body === undefined) return { kind: "foreign", spent: reply.status !== 404 };
  const code = codeOf(body);
  const grants = "access_token" in body || "device_code" in body;
  if (grants && code === 0) {
    return { kind: "oauth", status: 200, body: { token_type: "Bearer", ...body } };
  }
  const isOauth = ("error" in body && typeof body.error === "string") || (code >= 20_000 && code < 21_000);
  if (!isOauth && (reply.status === 404 || code === NO_SUCH_PATH)) return { kind: "foreign", spent: false };
  if (!isOauth && code === 0) return { kind: "foreign", spent: failing };
  const error = isOauth && "error" in body && typeof body.error === "string" ? body.error : "unknown";
  return { kind: "oauth", status: 400, body: { ...body, error } };
}

/** Feishu's code in a reply; 0 for success, and where it gave none. */
export function codeOf(body: object): number {
  return "code" in body && typeof body.code === "number" && Number.isSafeInteger(body.code) ? body.code : 0;
}

/** Undefined for whatever is no JSON object. */
export function objectIn(text: string): object | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null && !Array.isArray(value) ? value : undefined;
  } catch {
    // Whoever asked judges a text that is no JSON.
    return undefined;
  }
}
