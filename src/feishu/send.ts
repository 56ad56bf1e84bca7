/** One request over HTTP, only ever to the configured origin, and its envelope opened. */
import { Problem } from "../domain/problem.ts";
import { type Broken, opened, type Reply, unusable } from "./envelope.ts";
import type { Ask } from "./operations/operation.ts";
import { openWire, type Wire } from "./wire.ts";

export interface Sender {
  /** @throws the signal's reason when it is aborted; the socket is closed then. */
  send(ask: Ask<unknown>, token: string | undefined, signal: AbortSignal): Promise<Reply | Broken>;
  close(): Promise<void>;
}

const LONGEST_REPLY_BYTES = 32 * 1024 * 1024;
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

/** @param timeoutMilliseconds how long one reply may take, from the request to its last byte. */
export function createSender(origin: URL, connections: number, timeoutMilliseconds: number): Sender {
  let wire: Promise<Wire> | undefined;
  let answered = false;

  async function send(ask: Ask<unknown>, token: string | undefined, signal: AbortSignal) {
    wire ??= openWire(origin, connections);
    const opening = wire;
    const { request } = await usable(opening);
    signal.throwIfAborted();
    const controller = new AbortController();
    const stop = () => controller.abort(signal.reason);
    signal.addEventListener("abort", stop, { once: true });
    const timer = setTimeout(stop, timeoutMilliseconds);
    try {
      const got = await promptly(exchange(request, origin, ask, token, controller.signal), controller.signal);
      answered = true;
      return got;
    } catch (reason) {
      signal.throwIfAborted();
      if (!controller.signal.aborted) return interruption(ask, reason);
      // A tunnel that its proxy closes is tried again by undici without an end, unless it is destroyed.
      if (!answered) await dispose(opening);
      return slow(ask, timeoutMilliseconds);
    } finally {
      clearTimeout(timer);
      signal.removeEventListener("abort", stop);
    }
  }

  async function usable(opening: Promise<Wire>): Promise<Wire> {
    try {
      return await opening;
    } catch (reason) {
      // The next request tries anew.
      if (wire === opening) wire = undefined;
      throw reason;
    }
  }

  async function dispose(opening: Promise<Wire>): Promise<void> {
    if (wire === opening) wire = undefined;
    const { dispatcher } = await opening;
    await dispatcher.destroy();
  }

  return {
    send,
    close: async () => {
      if (wire !== undefined) await dispose(wire);
    },
  };
}

/** A request that still waits for its connection would not hear that it was given up. */
function promptly<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise<T>((resolve, reject) => {
    signal.addEventListener("abort", () => reject(signal.reason), { once: true });
    work.then(resolve, reject);
  });
}

async function exchange(
  request: Wire["request"],
  origin: URL,
  ask: Ask<unknown>,
  token: string | undefined,
  signal: AbortSignal,
): Promise<Reply | Broken> {
  const response = await request({
    origin: origin.origin,
    path: pathOf(ask),
    method: ask.operation.method,
    headers: {
      accept: "application/json",
      "user-agent": "feishu-meeting-mcp",
      ...(token !== undefined && { authorization: `Bearer ${token}` }),
      ...(ask.body && { "content-type": "application/json; charset=utf-8" }),
    },
    ...(ask.body && { body: JSON.stringify(ask.body) }),
    signal,
  });
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of response.body) {
    if (!Buffer.isBuffer(chunk)) throw new TypeError("A reply's body came as something else than bytes.");
    bytes += chunk.length;
    if (bytes > LONGEST_REPLY_BYTES) {
      response.body.destroy();
      return unusable(ask, response, "it is longer than 32 MB", false);
    }
    chunks.push(chunk);
  }
  return opened(ask, response, Buffer.concat(chunks));
}

function pathOf(ask: Ask<unknown>): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(ask.query ?? {})) {
    if (value !== undefined) query.set(name, String(value));
  }
  return query.size === 0 ? ask.operation.path : `${ask.operation.path}?${query.toString()}`;
}

function slow(ask: Ask<unknown>, milliseconds: number): Broken {
  const message = `Feishu did not give ${ask.operation.gives} within ${Math.ceil(milliseconds / 1000)} seconds.`;
  const problem = new Problem("upstream", message, "Try again in a minute, or ask for fewer days.");
  return {
    kind: "broken",
    status: undefined,
    transient: true,
    arrived: true,
    resetSeconds: undefined,
    problem,
  };
}

/** Errors without a code are bugs of ours and rise as they are. */
function interruption(ask: Ask<unknown>, reason: unknown): Broken {
  const code = reason instanceof Error && "code" in reason ? reason.code : undefined;
  if (typeof code !== "string" || code === "UND_ERR_INVALID_ARG") throw reason;
  const unreachable = UNREACHABLE.has(code);
  const what = unreachable ? "could not be reached" : `broke off the connection for ${ask.operation.gives}`;
  return {
    kind: "broken",
    status: undefined,
    transient: unreachable || INTERRUPTED.has(code),
    arrived: !unreachable,
    resetSeconds: undefined,
    problem: new Problem(
      "upstream",
      `Feishu ${what} (${/^[A-Z_0-9]{1,40}$/.test(code) ? code : "network failure"}).`,
      "Check the network, FEISHU_DOMAIN and HTTPS_PROXY, then try again.",
    ),
  };
}
