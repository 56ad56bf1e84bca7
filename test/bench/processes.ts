/** The program and a large tenant as processes, and what the system says of them. */
import { fork } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "rolldown";
import {
  INITIALIZE,
  INITIALIZED,
  type Message,
  type Running,
  startProgram,
  toolCall,
} from "../support/built.ts";

const TICKS_PER_SECOND = 100;

export interface LargeTenant {
  readonly url: string;
  /** Pages of the user statistics that it served. */
  readonly served: () => Promise<number>;
  readonly close: () => void;
}

export async function openLargeTenant(people: number, latencyMilliseconds = 0): Promise<LargeTenant> {
  const folder = mkdtempSync(join(tmpdir(), "large-tenant-"));
  const file = join(folder, "large-tenant.mjs");
  const input = fileURLToPath(new URL("large-tenant.ts", import.meta.url));
  await build({ input, platform: "node", logLevel: "silent", output: { file, format: "esm" } });
  const child = fork(file, [String(people), String(latencyMilliseconds)], { execArgv: [] });
  const [url] = await once(child, "message");
  rmSync(folder, { recursive: true });
  return {
    url: String(url),
    served: async () => {
      child.send("served");
      const [count] = await once(child, "message");
      return Number(count);
    },
    close: () => child.disconnect(),
  };
}

export interface Program {
  readonly pid: number;
  /** Everything on stderr so far. */
  readonly stderr: () => string;
  /** Whatever the answer is. */
  readonly ask: (tool: string, args: Message) => Promise<Message>;
  /** The value of the answer. @throws Error where it is a failure. */
  readonly call: (tool: string, args: Message) => Promise<Message>;
  readonly close: () => Promise<void>;
}

/** The built program, ready for calls. */
export async function openProgram(
  settings: Readonly<Record<string, string>>,
  args: readonly string[] = [],
): Promise<Program> {
  const running: Running = startProgram(args, settings);
  running.send(INITIALIZE, INITIALIZED);
  await running.reply("initialize");
  let calls = 0;
  const ask = async (tool: string, input: Message) => {
    calls += 1;
    running.send(toolCall(calls, tool, input));
    return running.reply(calls);
  };
  return {
    pid: running.child.pid ?? 0,
    stderr: running.stderr,
    ask,
    call: async (tool, input) => {
      const { result } = await ask(tool, input);
      if (typeof result !== "object" || result === null) throw new Error(`${tool} has no result.`);
      if (!("structuredContent" in result) || typeof result.structuredContent !== "object")
        throw new Error(`${tool} failed: ${JSON.stringify(result)}`);
      return { ...result.structuredContent };
    },
    close: async () => {
      running.end();
      await running.left;
    },
  };
}

export function settingsFor(url: string, more: Readonly<Record<string, string>> = {}) {
  return {
    FEISHU_DOMAIN: url,
    FEISHU_APP_ID: "cli_bench",
    FEISHU_APP_SECRET: "secret-of-the-bench",
    ...more,
  };
}

/** Now, or at its highest. */
export function megabytes(pid: number, of: "VmRSS" | "VmHWM"): number {
  const status = readFileSync(`/proc/${pid}/status`, "utf8");
  return Number(new RegExp(`${of}:\\s+(\\d+) kB`).exec(status)?.[1]) / 1024;
}

/** Processor time so far, the kernel's included. */
export function processorMilliseconds(pid: number): number {
  const fields = readFileSync(`/proc/${pid}/stat`, "utf8").split(") ")[1]?.split(" ") ?? [];
  return ((Number(fields[11]) + Number(fields[12])) / TICKS_PER_SECOND) * 1000;
}
