/** The built program, as a client starts it. */
import { type ChildProcessByStdio, spawn } from "node:child_process";
import type { Readable, Writable } from "node:stream";
import { fileURLToPath } from "node:url";

export const PROGRAM = fileURLToPath(new URL("../../dist/main.js", import.meta.url));

export type Message = Readonly<Record<string, unknown>>;

export interface Running {
  readonly child: ChildProcessByStdio<Writable, Readable, Readable>;
  /** Everything that came so far. */
  readonly stdout: () => string;
  readonly stderr: () => string;
  /** Writes one message a line, or a text as it stands. */
  readonly send: (...messages: readonly (Message | string)[]) => void;
  /** The reply with that id, as soon as it has come. */
  readonly reply: (id: number | string | null) => Promise<Message>;
  /** Closes stdin. */
  readonly end: () => void;
  readonly left: Promise<{ readonly code: number | null; readonly signal: string | null }>;
}

export const INITIALIZE: Message = {
  jsonrpc: "2.0",
  id: "initialize",
  method: "initialize",
  params: {
    protocolVersion: "2025-06-18",
    capabilities: {},
    clientInfo: { name: "test", version: "1" },
  },
};

export const INITIALIZED: Message = { jsonrpc: "2.0", method: "notifications/initialized" };

export function request(id: number, method: string, params: Message = {}): Message {
  return { jsonrpc: "2.0", id, method, params };
}

export function toolCall(id: number, name: string, args: Message = {}): Message {
  return request(id, "tools/call", { name, arguments: args });
}

/** Without the settings of the machine it runs on; NODE_EXTRA_CA_CERTS alone costs 25 ms at each start. */
export function cleanEnvironment(settings: Readonly<Record<string, string>> = {}): NodeJS.ProcessEnv {
  const kept = Object.entries(process.env).filter(
    ([name]) => !/^(?:FEISHU_|NODE_|VITEST|https?_proxy$)/i.test(name),
  );
  // Where CI is set, colours are on even without a terminal.
  return { ...Object.fromEntries(kept), NO_COLOR: "1", ...settings };
}

export function startProgram(
  args: readonly string[],
  settings: Readonly<Record<string, string>> = {},
): Running {
  const child = spawn(process.execPath, [PROGRAM, ...args], {
    env: cleanEnvironment(settings),
    stdio: ["pipe", "pipe", "pipe"],
  });
  let stdout = "";
  /** What was not looked at yet, and what was. */
  let unseen = "";
  const seen: Message[] = [];
  let stderr = "";
  const watchers = new Set<() => void>();
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    stdout += text;
    unseen += text;
    for (const watch of watchers) watch();
  });
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    stderr += text;
  });
  // A program that has left takes no more lines: the test sees that by its reply.
  child.stdin.on("error", () => undefined);
  const left = new Promise<{ code: number | null; signal: string | null }>((resolve) => {
    child.on("close", (code, signal) => resolve({ code, signal }));
  });
  return {
    child,
    left,
    stdout: () => stdout,
    stderr: () => stderr,
    end: () => child.stdin.end(),
    send: (...messages) => {
      for (const message of messages) {
        child.stdin.write(typeof message === "string" ? message : `${JSON.stringify(message)}\n`);
      }
    },
    reply: (id) =>
      new Promise((resolve, reject) => {
        const watch = () => {
          const end = unseen.lastIndexOf("\n") + 1;
          seen.push(...messagesOf(unseen.slice(0, end)));
          unseen = unseen.slice(end);
          const found = seen.findLast((message) => message["id"] === id && !("method" in message));
          if (found === undefined) return;
          watchers.delete(watch);
          resolve(found);
        };
        watchers.add(watch);
        void left.then(() => reject(new Error(`It left without a reply to ${id}: ${stderr}`)));
        watch();
      }),
  };
}

/** Whole lines of stdout as messages; a line that is no JSON object fails the test that reads it. */
export function messagesOf(stdout: string): Message[] {
  return stdout
    .split("\n")
    .slice(0, -1)
    .map((line) => {
      const value: unknown = JSON.parse(line);
      if (typeof value !== "object" || value === null || Array.isArray(value)) throw new Error(line);
      return { ...value };
    });
}
