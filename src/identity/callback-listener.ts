/** The loopback address to which the browser comes back (RFC 8252): one path, one method, one Host, once. */
import { createHash, timingSafeEqual } from "node:crypto";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { Problem } from "../domain/problem.ts";
import { callbackPage, PAGE_HEADERS } from "./callback-page.ts";

export interface CallbackListener {
  close(): Promise<void>;
}

export interface CallbackOptions {
  readonly port: number;
  readonly state: string;
  /** Called once, for the request that bears the state; what it resolves with is shown. It does not reject. */
  readonly arrived: (
    parameters: URLSearchParams,
  ) => Promise<{ readonly title: string; readonly text: string }>;
}

export const CALLBACK_PATH = "/callback";

/** Nothing here needs more of a browser, and a slow one must not hold the address. */
const REQUEST_TIMEOUT_MILLISECONDS = 10_000;
const LONGEST_HEADERS_BYTES = 16_384;
/** A machine without IPv6. */
const NO_SUCH_ADDRESS = new Set(["EADDRNOTAVAIL", "EAFNOSUPPORT", "EINVAL"]);

/** @throws Problem `access` for a port that is taken or may not be had. */
export async function listenForCallback(options: CallbackOptions): Promise<CallbackListener> {
  let used = false;
  const answer = async (request: IncomingMessage, response: ServerResponse) => {
    const refuse = (status: number, text: string) => reply(response, status, "Not a sign-in", text);
    // A page of another site that had its name point here would come with that name.
    if (request.headers.host !== `localhost:${options.port}`) return refuse(403, "Unknown host.");
    if (!URL.canParse(request.url ?? "", "http://localhost")) return refuse(404, "There is nothing here.");
    const { pathname, searchParams } = new URL(request.url ?? "", "http://localhost");
    if (pathname !== CALLBACK_PATH) return refuse(404, "There is nothing here.");
    if (request.method !== "GET") {
      response.setHeader("allow", "GET");
      return refuse(405, "Only GET is answered.");
    }
    const states = searchParams.getAll("state");
    if (states.length !== 1 || !isSame(states[0] ?? "", options.state)) {
      return refuse(400, "This sign-in was not begun here.");
    }
    if (used) return refuse(400, "This sign-in was used already.");
    used = true;
    const { title, text } = await options.arrived(searchParams);
    return reply(response, 200, title, text);
  };
  const servers: Server[] = [];
  const close = async () => {
    await Promise.all(servers.map(closed));
  };
  try {
    for (const host of ["127.0.0.1", "::1"]) {
      const server = createServer(
        { requestTimeout: REQUEST_TIMEOUT_MILLISECONDS, maxHeaderSize: LONGEST_HEADERS_BYTES },
        (request, response) => {
          answer(request, response).catch((error: unknown) => response.destroy(asError(error)));
        },
      );
      if (await listening(server, options.port, host)) servers.push(server);
    }
  } catch (error) {
    await close();
    throw error;
  }
  return { close };
}

/** @returns false where the machine has no such address. */
function listening(server: Server, port: number, host: string): Promise<boolean> {
  return new Promise((resolve, reject) => {
    server.once("error", (error) => {
      const code = "code" in error ? String(error.code) : "";
      if (host === "::1" && NO_SUCH_ADDRESS.has(code)) resolve(false);
      else reject(code === "" ? error : unavailable(port, code));
    });
    server.listen({ port, host, exclusive: true, ipv6Only: true }, () => resolve(true));
  });
}

function closed(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    // The page's own connection ends with its answer; others would be waited for.
    server.closeIdleConnections();
  });
}

function unavailable(port: number, code: string): Problem {
  const why =
    code === "EADDRINUSE" ? "is taken, perhaps by another sign-in" : `cannot be listened on (${code})`;
  return new Problem(
    "access",
    `The sign-in cannot begin: port ${port} of this machine ${why}.`,
    `Finish the other sign-in or free the port; or set FEISHU_SIGN_IN_PORT (for login alone: --port) to another, with http://localhost:PORT${CALLBACK_PATH} on the app's list of redirect addresses.`,
  );
}

/** Takes as long for any text; hashes are equally long. */
function isSame(one: string, other: string): boolean {
  const hash = (text: string) => createHash("sha256").update(text, "utf8").digest();
  return timingSafeEqual(hash(one), hash(other));
}

function reply(response: ServerResponse, status: number, title: string, text: string): void {
  response.writeHead(status, PAGE_HEADERS);
  response.end(callbackPage(title, text));
}

function asError(error: unknown): Error {
  return error instanceof Error ? error : new Error(String(error));
}
