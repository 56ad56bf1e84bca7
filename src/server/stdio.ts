/** A clean life over stdio: stdin end, closed stdout, signals, and nothing that kills the process between. */
import type { Server } from "@modelcontextprotocol/sdk/server/index.js";
import { openLineTransport } from "./line-transport.ts";
import type { Log } from "./log.ts";

export interface StdioOptions {
  readonly log: Log;
  /** Takes what must not leave out of an outgoing line. */
  readonly clean: (line: string) => string;
  /** Stops what the calls left behind: connections, the sandbox. */
  readonly close: () => Promise<void>;
}

/** After the end of stdin, answers that are nearly ready still go out; a client waits about a second. */
const GRACE_MILLISECONDS = 500;
/** A token that is being renewed may take what the answers left: its old one is spent, and the new one not yet saved. */
const LEAVING_MILLISECONDS = 700;
const FLUSHING_MILLISECONDS = 150;

/** Serves until stdin ends, stdout is closed or a signal comes, and then leaves within a second. */
export async function serveStdio(server: Server, { log, clean, close }: StdioOptions): Promise<never> {
  const transport = openLineTransport({ input: process.stdin, output: process.stdout, clean });
  const ended = new Promise<string>((resolve) => {
    for (const signal of ["SIGTERM", "SIGINT", "SIGHUP"] as const) process.on(signal, () => resolve(signal));
    process.stdout.on("error", () => resolve("stdout is closed"));
    process.stdin.on("error", () => resolve("stdin failed"));
    process.stdin.on("end", () => resolve("stdin has ended"));
    process.stdin.on("close", () => resolve("stdin has ended"));
  });
  // Nobody reads the log any more: that is no reason to stop serving.
  process.stderr.on("error", () => undefined);
  // A fault outside any call belongs to nobody who could be told, and the next call may well work.
  process.on("uncaughtException", (error) => log("error", "A fault outside any call", { error }));
  process.on("unhandledRejection", (error) => log("error", "A fault outside any call", { error }));

  await server.connect(transport);
  const reason = await ended;
  log("debug", "Leaving", { reason });
  const began = Date.now();
  if (reason === "stdin has ended") await atMost(GRACE_MILLISECONDS, transport.drained);
  await server.close();
  await atMost(
    began + LEAVING_MILLISECONDS - Date.now(),
    close().catch((error: unknown) => log("warn", "Closing failed", { error })),
  );
  await atMost(FLUSHING_MILLISECONDS, flush(process.stdout));
  process.exit(0);
}

function flush(output: NodeJS.WriteStream): Promise<void> {
  return new Promise((resolve) => {
    if (output.writableLength === 0) resolve();
    else output.write("", () => resolve());
  });
}

async function atMost(milliseconds: number, work: Promise<void>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, milliseconds);
  });
  await Promise.race([work, limit]);
  clearTimeout(timer);
}
