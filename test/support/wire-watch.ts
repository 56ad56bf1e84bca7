/** Watches the requests that HTTP servers of this process get: their tokens, and whether they were let go. */
import { subscribe, unsubscribe } from "node:diagnostics_channel";
import { IncomingMessage, ServerResponse } from "node:http";

export interface WireWatch {
  /** Every value that ever stood behind `Bearer`. */
  readonly tokens: ReadonlySet<string>;
  /** Requests that are waiting for their reply. */
  readonly waiting: () => number;
  /** Requests whose connection was closed before they were answered. */
  readonly abandoned: () => number;
  readonly end: () => void;
}

const STARTED = "http.server.request.start";

export function watchWire(): WireWatch {
  const tokens = new Set<string>();
  let waiting = 0;
  let abandoned = 0;
  const started = (message: unknown) => {
    if (typeof message !== "object" || message === null) return;
    const { request, response }: { request?: unknown; response?: unknown } = message;
    if (!(request instanceof IncomingMessage) || !(response instanceof ServerResponse)) return;
    const token = /^Bearer (.+)$/.exec(request.headers.authorization ?? "")?.[1];
    if (token !== undefined) tokens.add(token);
    waiting += 1;
    response.on("close", () => {
      waiting -= 1;
      if (!response.writableFinished) abandoned += 1;
    });
  };
  subscribe(STARTED, started);
  return {
    tokens,
    waiting: () => waiting,
    abandoned: () => abandoned,
    end: () => {
      unsubscribe(STARTED, started);
    },
  };
}
