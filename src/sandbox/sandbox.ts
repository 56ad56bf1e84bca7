/** An invented tenant behind an HTTP server on loopback that answers as Feishu's documents say. */
import { randomBytes, randomInt } from "node:crypto";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { type App, SCOPES } from "./app.ts";
import type { Browser } from "./browser.ts";
import { verifyDevice } from "./device-authorization.ts";
import { readBody, send } from "./exchange.ts";
import { findRoute } from "./find-route.ts";
import { type RecordedRequest, record } from "./recorded-request.ts";
import { failure } from "./reply.ts";
import { type Arrived, respondTo } from "./respond.ts";
import type { IssuedTokens } from "./sign-ins.ts";
import { openState, type SandboxOptions } from "./state.ts";
import type { Tenant } from "./tenant.ts";
import { keepTroubles, type Trouble } from "./troubles.ts";
import { type User, userNamed } from "./users.ts";

export type { SandboxOptions };

/** What stands in it can be changed in this process alone: nothing over HTTP leads to it. */
export interface Sandbox {
  /** `http://127.0.0.1:PORT` */
  readonly url: string;
  readonly appId: string;
  readonly appSecret: string;
  readonly tenant: Tenant;
  readonly app: App;
  readonly users: readonly User[];
  readonly browser: Browser;
  /** Everything that arrived, in order; no secrets. */
  readonly requests: readonly RecordedRequest[];
  /** Tokens without a browser; of the first user and for all scopes unless given. @throws RangeError */
  signIn(name?: string, scopes?: readonly string[]): IssuedTokens;
  /** That user takes back every consent. @throws RangeError */
  revokeSignIns(name: string): void;
  /** Whoever sits at the browser decides about the screen of that code, the newest unless given. */
  verifyDevice(userCode?: string): boolean;
  trouble(trouble: Trouble): void;
  clearTroubles(): void;
  /** Drops open connections. */
  close(): Promise<void>;
}

export async function startSandbox(options: SandboxOptions): Promise<Sandbox> {
  const state = openState(options);
  const { app, users, browser, signIns, devices, tenant } = state;
  const troubles = keepTroubles();
  const requests: RecordedRequest[] = [];
  let hosts: readonly string[] = [];

  const serve = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const now = options.now();
    if (!hosts.includes(request.headers.host ?? "")) {
      send(response, { status: 403, body: "", contentType: "text/plain" }, "whole", now);
      return;
    }
    const arrived = await arrive(request, `http://${hosts[0] ?? ""}`, now);
    requests.push(record(request.method ?? "", arrived, state, now));
    const { found, query, authorization, logId } = arrived;
    const { operation, id } = found ?? { operation: "unknown", id: "" };
    const { paging, access } = state;
    const outcome = troubles.answer({ operation, id, query, paging, authorization, access, logId }, () =>
      respondTo(state, arrived),
    );
    const wait = outcome.delayMilliseconds + (options.latencyMilliseconds ?? 0);
    const finish = () => send(response, outcome.reply, outcome.ending, now);
    if (wait === 0) finish();
    else setTimeout(finish, wait).unref();
  };

  const server = createServer((request, response) => {
    serve(request, response).catch(() => {
      // A caller that hung up, or a mistake of the sandbox's own: either way nothing can be said but this.
      if (!response.headersSent) send(response, failure(121001, "0"), "whole", options.now());
    });
  });
  const port = await listen(server);
  hosts = [`127.0.0.1:${port}`, `localhost:${port}`];
  const seconds = () => options.now() / 1000;
  return {
    url: `http://127.0.0.1:${port}`,
    appId: app.id,
    appSecret: app.secret,
    tenant,
    app,
    users,
    browser,
    requests,
    signIn: (name = users[0]?.name ?? "", scopes = SCOPES) =>
      signIns.issue({ user: userNamed(users, name), scopes, signedInAt: seconds() }, seconds()),
    revokeSignIns: (name) => signIns.revoke(userNamed(users, name)),
    verifyDevice: (userCode) => verifyDevice({ browser, users, devices, now: seconds() }, userCode),
    trouble: (trouble) => troubles.add(trouble),
    clearTroubles: () => troubles.clear(),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function arrive(request: IncomingMessage, url: string, now: number): Promise<Arrived> {
  const { pathname, searchParams } = new URL(request.url ?? "/", url);
  return {
    found: findRoute(request.method ?? "", pathname),
    now: now / 1000,
    url,
    path: pathname,
    query: searchParams,
    authorization: request.headers.authorization,
    contentType: request.headers["content-type"] ?? "",
    bodyText: await readBody(request),
    logId: `${randomInt(1e8, 1e9)}${randomBytes(12).toString("hex").toUpperCase()}`,
  };
}

async function listen(server: Server): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      if (address === null || typeof address === "string") reject(new Error("the sandbox got no port"));
      else resolve(address.port);
    });
  });
}
