/** Plain requests over HTTP for signing in, through the same proxy as all others. */
import { z } from "zod";
import { Problem } from "../domain/problem.ts";
import type { Exchange } from "../domain/user-tokens.ts";
import { headerOf } from "./envelope.ts";
import { interruption, slow } from "./interruption.ts";
import type { Ask } from "./operations/operation.ts";
import { Late, receive } from "./receive.ts";
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

  async function wireTo(origin: string): Promise<Wire> {
    const opening = wires.get(origin) ?? openWire(new URL(origin), CONNECTIONS);
    wires.set(origin, opening);
    try {
      return await opening;
    } catch (reason) {
      // The next request tries anew.
      wires.delete(origin);
      throw reason;
    }
  }

  async function close(): Promise<void> {
    const opened = [...wires.values()];
    wires.clear();
    await Promise.allSettled(opened.map(async (wire) => (await wire).dispatcher.destroy()));
  }

  return {
    close,
    exchange: async ({ method, url, headers, body }, signal) => {
      signal.throwIfAborted();
      const { origin, pathname, search } = new URL(url);
      const request = {
        origin,
        path: `${pathname}${search}`,
        method,
        headers: { "user-agent": "feishu-meeting-mcp", ...headers },
        ...(body !== undefined && { body }),
      };
      try {
        const { dispatcher } = await wireTo(origin);
        const got = await receive(dispatcher, request, {
          mostBytes: LONGEST_REPLY_BYTES,
          timeoutMilliseconds,
          signal,
        });
        if (got.body === undefined) return { status: undefined, arrived: true, problem: tooLong() };
        const contentType = headerOf(got.head, "content-type") ?? "";
        return { status: got.head.statusCode, contentType, text: got.body.toString("utf8") };
      } catch (reason) {
        signal.throwIfAborted();
        if (reason instanceof Problem) return { status: undefined, arrived: false, problem: reason };
        const fault =
          reason instanceof Late ? slow(SIGN_IN, timeoutMilliseconds) : interruption(SIGN_IN, reason);
        return { status: undefined, arrived: fault.arrived, problem: fault.problem };
      }
    },
  };
}

function tooLong(): Problem {
  return new Problem("upstream", "Feishu's reply to the sign-in is too long.", "Check FEISHU_DOMAIN.");
}
