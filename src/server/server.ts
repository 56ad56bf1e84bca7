/** tools/list and tools/call by our own handlers: the only place where answers and failures become protocol. */
import { Server } from "@modelcontextprotocol/sdk/server/index.js";
import type { RequestHandlerExtra } from "@modelcontextprotocol/sdk/shared/protocol.js";
import {
  ErrorCode,
  type Notification,
  type Request,
  type ResourceLink,
  type Result,
} from "@modelcontextprotocol/sdk/types.js";
import type { FileLink, Tool } from "../tools/tool.ts";
import { answerCall, type Backend } from "./answer-call.ts";
import { failureOf, failureResult } from "./failure.ts";
import { INSTRUCTIONS } from "./instructions.ts";
import type { ListedTool } from "./listing.ts";
import type { Log } from "./log.ts";
import { NO_PROGRESS, openProgress } from "./progress.ts";
import { watchProtocolVersion } from "./protocol-version.ts";
import { createSignInOffer, type SignInOffer } from "./sign-in.ts";

export { answerCall, type Backend } from "./answer-call.ts";
export { failureOf } from "./failure.ts";
export type { JsonObject, ListedTool } from "./listing.ts";
export { type Log, type LogLevel, logLevel, openLog } from "./log.ts";
export { openRedactor, type Redactor } from "./redact.ts";

export interface ServerOptions {
  readonly version: string;
  /** What is listed; cheaper than the tools. */
  readonly listing: () => Promise<readonly ListedTool[]>;
  /** The tools that are callable; loaded at the first need. */
  readonly tools: () => Promise<readonly Tool[]>;
  /** Rejects with a Problem where the settings are wrong: every call is answered with it. */
  readonly backend: () => Promise<Backend>;
  /** Unix milliseconds. */
  readonly now: () => number;
  readonly log: Log;
}

/** The listing of all tools. */
export async function loadListing(): Promise<readonly ListedTool[]> {
  return (await import("./prepared-listing.ts")).LISTING;
}

/** The protocol version from which results may hold links. */
const LINKS_SINCE = "2025-06-18";

type Extra = RequestHandlerExtra<Request, Notification>;

/** An MCP server that waits for its transport; nothing heavy is loaded before a request needs it. */
export function createServer(options: ServerOptions): Server {
  const server = new Server(
    { name: "feishu-meeting-mcp", title: "Feishu meetings", version: options.version },
    {
      capabilities: { tools: {}, logging: {} },
      instructions: INSTRUCTIONS,
    },
  );
  // The SDK's typed handlers answer arguments that are no object with its own text; ours are failures (rule 12).
  server.fallbackRequestHandler = async (request, extra): Promise<Result> => {
    if (request.method === "tools/list") {
      const listed = await options.listing();
      // A call will follow; by then its tools are there, and a wrong setting has been told to the log.
      setImmediate(() => {
        options.tools().catch((error: unknown) => failed(options, error));
      });
      return { tools: listed };
    }
    if (request.method === "tools/call")
      return callTool({ ...options, server, protocolVersion, signInOffer }, request.params ?? {}, extra);
    throw refusal(ErrorCode.MethodNotFound, "There is no such method.");
  };
  const protocolVersion = watchProtocolVersion(server);
  const signInOffer = createSignInOffer(server, options.log);
  server.onerror = (error) => options.log("debug", "Protocol", { error: error.message });
  return server;
}

interface Serving extends ServerOptions {
  readonly server: Server;
  readonly protocolVersion: () => string;
  readonly signInOffer: SignInOffer;
}

async function callTool(
  options: Serving,
  params: Readonly<Record<string, unknown>>,
  extra: Extra,
): Promise<Result> {
  const { server, protocolVersion, signInOffer } = options;
  const tools = await options.tools();
  const tool = tools.find(({ name }) => name === params["name"]);
  if (tool === undefined) {
    const names = tools.map(({ name }) => name).join(", ");
    throw refusal(ErrorCode.InvalidParams, `There is no tool of that name. Tools: ${names}.`);
  }
  const { now, backend, log } = options;
  const token = extra._meta?.progressToken;
  const progress =
    token === undefined
      ? NO_PROGRESS
      : openProgress((note) => {
          const sent = extra.sendNotification({
            method: "notifications/progress",
            params: { progressToken: token, ...note },
          });
          sent.catch(() => log("debug", "A progress note found its client gone"));
        }, now);
  const { signal } = extra;
  const began = now();
  try {
    const { value, file } = await answerCall({
      tool,
      args: params["arguments"],
      backend,
      now,
      signal,
      progress: progress.report,
    });
    log("info", "Answered", { tool: tool.name, milliseconds: now() - began });
    const links = file !== undefined && protocolVersion() >= LINKS_SINCE ? [linkTo(file)] : [];
    return { structuredContent: value, content: [{ type: "text", text: JSON.stringify(value) }, ...links] };
  } catch (error) {
    // The client asked to stop: what the stopped work throws is no failure, and the SDK sends no reply.
    if (signal.aborted) return {};
    const failure = failureOf(await signInOffer.offered(error, backend), log);
    log("info", "Failed", { tool: tool.name, kind: failure.kind, milliseconds: now() - began });
    if (failure.kind === "access") await warn(server, failure.message);
    return failureResult(failure);
  } finally {
    progress.close();
  }
}

function linkTo({ path, mimeType, bytes }: FileLink): ResourceLink {
  const slashed = path.replaceAll("\\", "/");
  const absolute = slashed.startsWith("/") ? slashed : `/${slashed}`;
  const uri = `file://${encodeURI(absolute).replaceAll(/[?#]/g, encodeURIComponent)}`;
  const name = slashed.slice(slashed.lastIndexOf("/") + 1);
  return { type: "resource_link", uri, name, mimeType, size: bytes };
}

/** What the SDK turns into a JSON-RPC error; its own class puts the code into the text as well. */
function refusal(code: ErrorCode, message: string): Error {
  return Object.assign(new Error(message), { code });
}

function failed({ log }: ServerOptions, error: unknown): void {
  log("error", "The tools could not be loaded", { error });
}

/** What only the operator can cure is worth a line in a client that shows logs. */
async function warn(server: Server, message: string): Promise<void> {
  await server.sendLoggingMessage({ level: "warning", logger: "feishu-meeting-mcp", data: message });
}
