/** A Feishu that says what a test scripted, over real HTTP on loopback. */
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";

export interface Scripted {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** The envelope's code, with `data`. */
  readonly code?: number;
  readonly data?: unknown;
  /** Fields beside `code`. */
  readonly beside?: object;
  /** The body as it is, instead of an envelope. */
  readonly raw?: string | Uint8Array;
  /** The connection breaks in the middle of the body, before it, never says a word, or never the second half. */
  readonly fault?: "cut" | "reset" | "silent" | "stalled";
  /** Answers when this is done. */
  readonly after?: Promise<unknown>;
}

export interface Seen {
  readonly method: string;
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  readonly token: string | undefined;
  readonly body: string;
}

export interface Counts {
  /** Connections that were ever made. */
  connections: number;
  /** Requests that are waiting for their answer. */
  waiting: number;
  /** Requests whose connection was closed before they were answered. */
  abandoned: number;
}

export interface StandIn {
  readonly origin: string;
  /** Every request so far but those for tokens. */
  readonly seen: Seen[];
  readonly tokenRequests: Seen[];
  readonly counts: Counts;
  readonly close: () => Promise<void>;
}

const TOKEN_PATH = "/open-apis/auth/v3/tenant_access_token/internal";

/** @param script the replies in order, whatever is asked; after the last one every request is refused as a bug. */
export async function openStandIn(
  script: readonly Scripted[] | ((seen: Seen, index: number) => Scripted),
  tokens: (index: number) => Scripted = (index) => tokenReply(`t-${index + 1}`),
): Promise<StandIn> {
  const seen: Seen[] = [];
  const tokenRequests: Seen[] = [];
  const counts: Counts = { connections: 0, waiting: 0, abandoned: 0 };
  const server = createServer((request, response) => {
    counts.waiting += 1;
    response.on("close", () => {
      counts.waiting -= 1;
      if (!response.writableFinished) counts.abandoned += 1;
    });
    void bodyOf(request).then(async (body) => {
      const url = new URL(request.url ?? "/", "http://stand.in");
      const token = request.headers.authorization?.replace("Bearer ", "");
      const one = {
        method: request.method ?? "",
        path: url.pathname,
        query: Object.fromEntries(url.searchParams),
        token,
        body,
      };
      const list = one.path === TOKEN_PATH ? tokenRequests : seen;
      const index = list.push(one) - 1;
      await answer(response, list === tokenRequests ? tokens(index) : scripted(script, one, index));
    });
  });
  server.on("connection", () => {
    counts.connections += 1;
  });
  await new Promise<void>((resolve) => {
    server.listen(0, "127.0.0.1", resolve);
  });
  const address = server.address();
  if (typeof address !== "object" || address === null) throw new Error("The stand-in has no port.");
  return {
    origin: `http://127.0.0.1:${address.port}`,
    seen,
    tokenRequests,
    counts,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

export function tokenReply(token: string, expire = 7200): Scripted {
  return { beside: { tenant_access_token: token, expire } };
}

function scripted(
  script: readonly Scripted[] | ((seen: Seen, index: number) => Scripted),
  seen: Seen,
  index: number,
): Scripted {
  if (typeof script === "function") return script(seen, index);
  return script[index] ?? { status: 418, raw: "The script has no more replies." };
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: string[] = [];
  request.setEncoding("utf8");
  for await (const chunk of request) chunks.push(String(chunk));
  return chunks.join("");
}

async function answer(response: ServerResponse, reply: Scripted): Promise<void> {
  await reply.after;
  if (reply.fault === "silent") return;
  if (reply.fault === "reset") {
    response.socket?.resetAndDestroy();
    return;
  }
  const envelope = { code: reply.code ?? 0, msg: "a message of Feishu's", data: reply.data, ...reply.beside };
  const text = reply.raw ?? JSON.stringify(envelope);
  const headers = { "content-type": "application/json; charset=utf-8", ...reply.headers };
  if (reply.fault === "cut" || reply.fault === "stalled") {
    response.writeHead(reply.status ?? 200, {
      ...headers,
      "content-length": String(Buffer.byteLength(text)),
    });
    response.write(Buffer.from(text).subarray(0, text.length / 2), () => {
      if (reply.fault === "cut") response.socket?.destroy();
    });
    return;
  }
  response.writeHead(reply.status ?? 200, headers);
  response.end(text);
}
