#!/usr/bin/env node
/** The bin: chooses a command, and loads nothing heavy before it knows which. */
import { homedir, tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { setFlagsFromString } from "node:v8";

const clock = {
  now: Date.now,
  sleep: async (milliseconds: number, signal: AbortSignal) => wait(milliseconds, undefined, { signal }),
  random: Math.random,
};
/** The build puts package.json's in here. */
const version = process.env["npm_package_version"] ?? "0.0.0";
const environment = process.env;
const place = { platform: process.platform, home: homedir() };
const args = process.argv.slice(2);
const words = args.filter((arg) => arg !== "--sandbox");
const isServe = words.length === 0 || (words.length === 1 && words[0] === "serve");
await (isServe ? serve(args.includes("--sandbox")) : command());

async function serve(sandbox: boolean): Promise<never> {
  spareMemory();
  if (process.stdin.isTTY) process.stderr.write("MCP server on stdin; --help shows commands\n");
  const [{ createServer, logLevel, openLog, openRedactor }, { serveStdio }, { openBackend }] =
    await Promise.all([
      import("./server/server.ts"),
      import("./server/stdio.ts"),
      import("./cli/open-backend.ts"),
    ]);
  const redactor = openRedactor();
  const level = logLevel(environment["FEISHU_LOG_LEVEL"]);
  const log = openLog(level, redactor.suspicious, (line) => process.stderr.write(line));
  const { listing, tools, backend, close } = openBackend({
    ...{ environment, sandbox, clock, place, log, redactor, reader: "server" },
    onProblem: ({ message, remedy }) => log("error", `${message} ${remedy}`),
  });
  const server = createServer({ version, listing, tools, backend, now: clock.now, log });
  return serveStdio(server, { log, clean: redactor.known, close });
}

/**
 * Both are worth about 20 MB and cost no time that could be measured: the HTTP client's parser is WebAssembly and
 * would be compiled a second time for speed, and the room for young objects would grow with the first long answer.
 * The engine's flags are the only place to say so; one that it does not know it passes over.
 */
function spareMemory(): void {
  setFlagsFromString("--liftoff-only");
  setFlagsFromString("--semi-space-growth-factor=1");
}

async function command(): Promise<void> {
  // Whoever read the output has gone, as `head` does: nothing is wrong, and nothing is left to say.
  for (const output of [process.stdout, process.stderr]) {
    output.on("error", (error) => {
      if ("code" in error && error.code === "EPIPE") process.exit();
      throw error;
    });
  }
  const [{ spawn }, { mkdtempSync, rmSync }, { openLog, openRedactor }, { openBackend }, { runCommand }] =
    await Promise.all([
      import("node:child_process"),
      import("node:fs"),
      import("./server/server.ts"),
      import("./cli/open-backend.ts"),
      import("./cli/run-command.ts"),
    ]);
  const redactor = openRedactor();
  const log = openLog("warn", redactor.suspicious, (line) => process.stderr.write(line));
  process.exitCode = await runCommand(args, {
    version,
    program: fileURLToPath(import.meta.url),
    node: process.execPath,
    environment,
    now: clock.now,
    ...{ clock, place, log },
    // A wrong setting becomes the command's own last line.
    open: (sandbox, language) =>
      openBackend({
        ...{ environment, sandbox, clock, place, log, redactor, reader: "command" },
        ...(language !== undefined && { language }),
        onProblem: () => undefined,
      }),
    write: (text) => process.stdout.write(text),
    complain: (text) => process.stderr.write(text),
    scratchFolder: () => {
      const path = mkdtempSync(join(tmpdir(), "feishu-meeting-mcp-"));
      const remove = () => rmSync(path, { recursive: true, force: true });
      process.on("exit", remove);
      // The default action of a signal would pass over what is done at the exit.
      for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const)
        process.on(signal, () => process.exit(1));
      return { path, remove };
    },
    launch: (file, given) => {
      const child = spawn(file, given, { detached: true, stdio: "ignore", shell: false });
      // Whatever was to be opened is printed as well.
      child.on("error", () => undefined);
      child.unref();
    },
    hide: redactor.hide,
    clean: redactor.known,
  });
}
