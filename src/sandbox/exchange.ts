/** One request and its reply as bytes on a connection. */
import type { IncomingMessage, ServerResponse } from "node:http";
import type { Reply } from "./reply.ts";
import type { Outcome } from "./troubles.ts";

const LONGEST_BODY = 1_000_000;

/** @throws RangeError for more than a million characters. */
export async function readBody(request: IncomingMessage): Promise<string> {
  request.setEncoding("utf8");
  let text = "";
  for await (const part of request) {
    text += String(part);
    if (text.length > LONGEST_BODY) throw new RangeError("a request body of over a million characters");
  }
  return text;
}

/** @param now unix milliseconds: the sandbox's clock, as a reply's date tells it. */
export function send(response: ServerResponse, reply: Reply, ending: Outcome["ending"], now: number): void {
  if (ending === "hang" || response.destroyed) return;
  if (ending === "reset") {
    response.socket?.resetAndDestroy();
    return;
  }
  const isRaw = typeof reply.body === "string" || reply.body instanceof Uint8Array;
  const bytes = Buffer.from(isRaw ? reply.body : JSON.stringify(reply.body));
  response.writeHead(reply.status, {
    date: new Date(now).toUTCString(),
    "content-type": reply.contentType ?? "application/json; charset=utf-8",
    "content-length": bytes.length,
    ...reply.headers,
  });
  if (ending === "whole") response.end(bytes);
  else response.write(bytes.subarray(0, Math.ceil(bytes.length / 2)), () => response.socket?.destroy());
}
