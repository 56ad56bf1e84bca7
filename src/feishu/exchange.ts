/** Plain requests over HTTP for signing in, through the same proxy as all others. */
import { z } from "zod";
import { Problem } from "../domain/problem.ts";
import type { Exchange } from "../domain/user-tokens.ts";
import { headerOf } from "./envelope.ts";
import { interruption, slow } from "./interruption.ts";
import type { Ask } from "./operations/operation.ts";
import { openWire, type Wire } from "./wire.ts";

export interface Exchanger {
  readonly exchange: Exchange;
  readonly close: () => Promise<void>;
}

const CONNECTIONS = 2;
const TIMEOUT_MILLISECONDS = 15_000;
const LONGEST_REPLY_BYTES = 1024 * 1024;

/** What stands in a failure. */
const SIGN_IN: Ask<unknown> = {
  operation: {
    name: "sign-in",
    gives: "the sign-in",
    method: "POST",
    path: "/open-apis/",
    identity: "none",
    scope: "",
    repeatable: false,
    replyIn: "body",
    reply: z.unknown(),
  },
};

/** Connections are opened at the first request to an origin. */
export function openExchange(timeoutMilliseconds: number = TIMEOUT_MILLISECONDS): Exchanger {
  const wires = new Map<string, Promise<Wire>>();

  function wireTo(origin: string): Promise<Wire> {
    const known = wires.get(origin) ?? openWire(new URL(origin), CONNECTIONS);
    wires.set(origin, known);
    return known;
  }

  async function close(): Promise<void> {
    const opened = [...wires.values()];
    wires.clear();
    await Promise.all(opened.map(async (wire) => (await wire).dispatcher.destroy()));
  }

  return {
    close,
    exchange: async ({ method, url, headers, body }, signal) => {
      signal.throwIfAborted();
      const { origin, pathname, search } = new URL(url);
      const { request } = await wireTo(origin);
      const within = AbortSignal.any([signal, AbortSignal.timeout(timeoutMilliseconds)]);
      try {
        const sent = { "user-agent": "feishu-meeting-mcp", ...headers };
        const asked = { origin, path: `${pathname}${search}`, method, headers: sent, signal: within };
        const response = await promptly(request({ ...asked, ...(body !== undefined && { body }) }), within);
        const text = await promptly(textOf(response.body), within);
        return { status: response.statusCode, contentType: headerOf(response, "content-type") ?? "", text };
      } catch (reason) {
        signal.throwIfAborted();
        if (reason instanceof Problem) return { status: undefined, arrived: true, problem: reason };
        const fault = within.aborted ? slow(SIGN_IN, timeoutMilliseconds) : interruption(SIGN_IN, reason);
        return { status: undefined, arrived: fault.arrived, problem: fault.problem };
      }
    },
  };
}

async function textOf(body: AsyncIterable<unknown>): Promise<string> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of body) {
    if (!Buffer.isBuffer(chunk)) throw new TypeError("A reply's body came as something else than bytes.");
    bytes += chunk.length;
    if (bytes > LONGEST_REPLY_BYTES) {
      throw new Problem("upstream", "Feishu's reply to the sign-in is too long.", "Check FEISHU_DOMAIN.");
    }
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString("utf8");
}

/** A request that still waits for its connection would not hear that it was given up. */
function promptly<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise<T>((resolve, reject) => {
    const stop = () => reject(signal.reason);
    if (signal.aborted) stop();
    signal.addEventListener("abort", stop, { once: true });
    work.then(resolve, reject).finally(() => signal.removeEventListener("abort", stop));
  });
}
