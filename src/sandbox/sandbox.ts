/** An invented tenant behind an HTTP server on loopback that answers as Feishu's documents say. */
import { randomBytes, randomInt } from "node:crypto";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { guardAccess, limitCalls } from "./access.ts";
import type { Behaviour, Call, ExportTask } from "./call.ts";
import { openPaging } from "./paging.ts";
import { failure, Refusal, type Reply } from "./reply.ts";
import { type Operation, ROUTES, type Route, TOKEN_PATH } from "./routes.ts";
import { openTenant, type Tenant } from "./tenant.ts";
import { keepTroubles, type Outcome, type Trouble } from "./troubles.ts";

export interface SandboxOptions extends Partial<Behaviour> {
  /** The clock: unix milliseconds. The organisation's story ends on its day at the start. */
  readonly now: () => number;
  /** Random at each start unless given. */
  readonly appId?: string;
  readonly appSecret?: string;
  /** Signed-in users' tokens (`u-…`) that work from the start. */
  readonly userAccessTokens?: readonly string[];
  readonly seed?: number;
  readonly people?: number;
  /** How long each reply takes. */
  readonly latencyMilliseconds?: number;
  /** Of the operations with a published limit: 100. */
  readonly callsPerMinute?: number;
}

export interface Sandbox {
  /** `http://127.0.0.1:PORT` */
  readonly url: string;
  readonly appId: string;
  readonly appSecret: string;
  readonly tenant: Tenant;
  /** Everything that arrived, in order; no secrets. */
  readonly requests: readonly RecordedRequest[];
  trouble(trouble: Trouble): void;
  clearTroubles(): void;
  /** Drops open connections. */
  close(): Promise<void>;
}

export interface RecordedRequest {
  readonly operation: Operation | "unknown";
  readonly method: string;
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  /** Unix milliseconds of the sandbox's clock. */
  readonly at: number;
  readonly token: "tenant" | "user" | "none" | "other";
}

const LONGEST_BODY = 1_000_000;

export async function startSandbox(options: SandboxOptions): Promise<Sandbox> {
  const appId = options.appId ?? `cli_sandbox${randomBytes(4).toString("hex")}`;
  const appSecret = options.appSecret ?? randomBytes(16).toString("hex");
  const seconds = () => Math.floor(options.now() / 1000);
  const tenant = openTenant(options.seed ?? 1, options.people ?? 260, seconds());
  const access = guardAccess(appId, appSecret, options.userAccessTokens ?? []);
  const limits = limitCalls(options.callsPerMinute ?? 100);
  const paging = openPaging(randomBytes(16).toString("hex"));
  const settings: Behaviour = {
    emptyDays: options.emptyDays ?? "left_out",
    meetingMatch: options.meetingMatch ?? "start",
  };
  const exports = new Map<string, ExportTask>();
  const troubles = keepTroubles();
  const requests: RecordedRequest[] = [];
  let hosts: readonly string[] = [];

  const serve = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    if (!hosts.includes(request.headers.host ?? "")) {
      send(response, { status: 403, body: "", contentType: "text/plain" }, "whole");
      return;
    }
    const url = new URL(request.url ?? "/", "http://sandbox");
    const { authorization } = request.headers;
    const found = findRoute(request.method ?? "", url.pathname);
    const operation = found?.operation ?? "unknown";
    const body = await readBody(request);
    const query = Object.fromEntries(url.searchParams);
    const token = tokenKind(authorization);
    requests.push({
      operation,
      method: request.method ?? "",
      path: url.pathname,
      query,
      at: options.now(),
      token,
    });
    const logId = `${randomInt(1e8, 1e9)}${randomBytes(12).toString("hex").toUpperCase()}`;
    const asked = {
      operation,
      id: found?.id ?? "",
      query: url.searchParams,
      paging,
      authorization,
      access,
      logId,
    };
    const outcome = troubles.answer(asked, () => {
      try {
        if (operation === "tenant_token") return access.grant(parseBody(body), options.now() / 1000);
        if (found?.route === undefined) throw new Refusal(99991201);
        const identity = access.identify(authorization, found.route.takes, options.now() / 1000);
        if (found.route.limited) limits.pass(operation, options.now() / 1000);
        const call: Call = {
          ...asked,
          tenant,
          settings,
          exports,
          now: seconds(),
          identity,
          body: parseBody(body),
        };
        return found.route.answer(call);
      } catch (error) {
        if (error instanceof Refusal) return failure(error.code, logId, undefined, error.headers);
        throw error;
      }
    });
    const wait = outcome.delayMilliseconds + (options.latencyMilliseconds ?? 0);
    if (wait === 0) send(response, outcome.reply, outcome.ending);
    else setTimeout(() => send(response, outcome.reply, outcome.ending), wait).unref();
  };

  const server = createServer((request, response) => {
    serve(request, response).catch(() => {
      // A caller that hung up, or a mistake of the sandbox's own: either way nothing can be said but this.
      if (!response.headersSent) send(response, failure(121001, "0"), "whole");
    });
  });
  const port = await new Promise<number>((resolve, reject) => {
    server.once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      if (address === null || typeof address === "string") reject(new Error("the sandbox got no port"));
      else resolve(address.port);
    });
  });
  hosts = [`127.0.0.1:${port}`, `localhost:${port}`];
  return {
    url: `http://127.0.0.1:${port}`,
    appId,
    appSecret,
    tenant,
    requests,
    trouble: (trouble) => troubles.add(trouble),
    clearTroubles: () => troubles.clear(),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

interface Found {
  readonly operation: Operation;
  readonly id: string;
  readonly route?: Route;
}

function findRoute(method: string, path: string): Found | undefined {
  if (method === "POST" && path === TOKEN_PATH) return { operation: "tenant_token", id: "" };
  for (const route of ROUTES) {
    const match = route.method === method ? route.path.exec(path) : null;
    if (match !== null) return { operation: route.operation, id: decode(match[1] ?? ""), route };
  }
  return undefined;
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    // Not an encoding: it can only be compared as it stands.
    return text;
  }
}

function tokenKind(authorization: string | undefined): RecordedRequest["token"] {
  if (authorization === undefined || authorization === "") return "none";
  if (authorization.startsWith("Bearer t-")) return "tenant";
  return authorization.startsWith("Bearer u-") ? "user" : "other";
}

async function readBody(request: IncomingMessage): Promise<string> {
  request.setEncoding("utf8");
  let text = "";
  for await (const part of request) {
    text += String(part);
    if (text.length > LONGEST_BODY) throw new RangeError("a request body of over a million characters");
  }
  return text;
}

function parseBody(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // An operation that needs a body refuses it as a bad parameter.
    return undefined;
  }
}

function send(response: ServerResponse, reply: Reply, ending: Outcome["ending"]): void {
  if (ending === "hang" || response.destroyed) return;
  if (ending === "reset") {
    response.socket?.resetAndDestroy();
    return;
  }
  const isRaw = typeof reply.body === "string" || reply.body instanceof Uint8Array;
  const bytes = Buffer.from(isRaw ? reply.body : JSON.stringify(reply.body));
  response.writeHead(reply.status, {
    "content-type": reply.contentType ?? "application/json; charset=utf-8",
    "content-length": bytes.length,
    ...reply.headers,
  });
  if (ending === "whole") response.end(bytes);
  else response.write(bytes.subarray(0, Math.ceil(bytes.length / 2)), () => response.socket?.destroy());
}
