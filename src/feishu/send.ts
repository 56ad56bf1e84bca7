/** One request over HTTP, only ever to the configured origin, and its envelope opened. */

import type { Dispatcher } from "undici";
import { type Arriving, arriving } from "./arriving.ts";
import { type Broken, headerOf, LONGEST_REPLY_BYTES, opened, type Reply } from "./envelope.ts";
import { interruption, slow } from "./interruption.ts";
import type { Ask } from "./operations/operation.ts";
import { type Head, Late, receive } from "./receive.ts";
import type { Traffic } from "./traffic.ts";
import { openWire, type Wire } from "./wire.ts";

export interface Limit {
  readonly signal: AbortSignal;
  /** Where a reply may take less time than usual. */
  readonly milliseconds?: number;
}

export interface Sender {
  /** @throws the signal's reason when it is aborted; the socket is closed then. */
  send(ask: Ask<unknown>, token: string | undefined, limit: Limit): Promise<Reply | Broken>;
  /** Asks for a file; what is no file comes as from `send`. The file ends with the signal's reason when it is aborted. */
  open(ask: Ask<unknown>, token: string | undefined, limit: Limit): Promise<Arriving | Reply | Broken>;
  close(): Promise<void>;
}

/** @param timeoutMilliseconds how long one reply may take, from the request to its last byte. */
export function createSender(
  origin: URL,
  connections: number,
  timeoutMilliseconds: number,
  traffic?: Traffic,
): Sender {
  let wire: Promise<Wire> | undefined;
  let answered = false;

  /** Does it with a connection; what came in place of an answer is told as such. */
  async function answeredBy<T>(
    ask: Ask<unknown>,
    { signal, milliseconds = timeoutMilliseconds }: Limit,
    work: (wire: Wire, milliseconds: number) => Promise<T>,
  ): Promise<T | Broken> {
    const most = Math.min(timeoutMilliseconds, milliseconds);
    wire ??= openWire(origin, connections);
    const opening = wire;
    const connected = await usable(opening);
    signal.throwIfAborted();
    try {
      traffic?.asked();
      const got = await work(connected, most);
      answered = true;
      return got;
    } catch (reason) {
      signal.throwIfAborted();
      // Another one was late, and took the connections of all with it.
      const isDestroyed = wire !== opening;
      if (!(reason instanceof Late) && !isDestroyed) return interruption(ask, reason);
      // A proxy that never opens its tunnel would keep all others waiting.
      if (!answered) await dispose(opening);
      return slow(ask, most);
    }
  }

  /** The file's first bytes, or what came in its place. */
  async function begun(
    { request }: Wire,
    ask: Ask<unknown>,
    token: string | undefined,
    { signal, milliseconds }: Required<Limit>,
  ) {
    const controller = new AbortController();
    const leave = () => controller.abort(signal.reason);
    const timer = setTimeout(() => controller.abort(new Late()), milliseconds);
    signal.addEventListener("abort", leave, { once: true });
    try {
      const asked = request({ ...requestOf(origin, ask, token), signal: controller.signal });
      const response = await promptly(asked, controller.signal);
      noted(response);
      return await arriving(ask, response, signal, timeoutMilliseconds);
    } finally {
      clearTimeout(timer);
      signal.removeEventListener("abort", leave);
    }
  }

  function noted(head: Head): void {
    traffic?.answered(headerOf(head, "date"));
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
    send: (ask, token, limit) =>
      answeredBy(ask, limit, async ({ dispatcher }, most) => {
        const limits = {
          mostBytes: LONGEST_REPLY_BYTES,
          timeoutMilliseconds: most,
          signal: limit.signal,
        };
        const { head, body } = await receive(dispatcher, requestOf(origin, ask, token), limits);
        noted(head);
        return opened(ask, head, body);
      }),
    open: (ask, token, limit) =>
      answeredBy(ask, limit, (connected, milliseconds) =>
        begun(connected, ask, token, { signal: limit.signal, milliseconds }),
      ),
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

function requestOf(origin: URL, ask: Ask<unknown>, token: string | undefined): Dispatcher.RequestOptions {
  return {
    origin: origin.origin,
    path: pathOf(ask),
    method: ask.operation.method,
    headers: {
      accept: ask.operation.replyIn === "file" ? "*/*" : "application/json",
      "user-agent": "feishu-meeting-mcp",
      ...(token !== undefined && { authorization: `Bearer ${token}` }),
      ...(ask.body && { "content-type": "application/json; charset=utf-8" }),
    },
    ...(ask.body && { body: JSON.stringify(ask.body) }),
  };
}

/** @throws TypeError for a part of the path that has no value: a bug of ours. */
function pathOf({ operation, parameters, query }: Ask<unknown>): string {
  const path = operation.path.replaceAll(/:(\w+)/g, (_, name: string) => {
    const value = parameters?.[name];
    // A dot would be a step in the path, and encoding leaves it as it is.
    if (!value || /^\.+$/.test(value)) throw new TypeError(`${operation.name} lacks its ${name}.`);
    return encodeURIComponent(value);
  });
  const fields = new URLSearchParams();
  for (const [name, value] of Object.entries(query ?? {})) {
    if (value !== undefined) fields.set(name, String(value));
  }
  return fields.size === 0 ? path : `${path}?${fields.toString()}`;
}
