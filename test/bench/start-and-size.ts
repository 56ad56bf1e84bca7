/** How fast and how small: medians of 20 runs, as ratios to `node -e 0` in the same run. */
import { execFileSync, spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { performance } from "node:perf_hooks";
import { fileURLToPath } from "node:url";
import { startSandbox } from "../../src/sandbox/sandbox.ts";
import {
  cleanEnvironment,
  INITIALIZE,
  INITIALIZED,
  request,
  startProgram,
  toolCall,
} from "../support/built.ts";
import { median, type Row } from "./table.ts";

const RUNS = 20;
const MEMORY_RUNS = 5;
const REPORTS = [
  { period: "last_week" },
  { period: "last_month", group_by: "week" },
  { period: "last_28_days", group_by: "weekday" },
  { period: "last_30_days", compare_with_previous: true },
  { period: "last_90_days", group_by: "month" },
  { period: "yesterday" },
  { period: "last_7_days" },
  { period: "last_14_days", group_by: "day_type" },
  { period: "this_month" },
  { period: "last_week", compare_with_previous: true },
] as const;

export async function startAndSize(): Promise<Row[]> {
  const bare: number[] = [];
  const initialize: number[] = [];
  const list: number[] = [];
  for (let run = 0; run < RUNS; run += 1) {
    bare.push(await bareNode());
    const times = await firstReplies();
    initialize.push(times.initialize);
    list.push(times.list);
  }
  const own: number[] = [];
  const apart: number[] = [];
  for (let run = 0; run < MEMORY_RUNS; run += 1) {
    own.push(await peakMegabytes(["--sandbox"], {}));
    const sandbox = await startSandbox({ now: Date.now });
    const { url, appId, appSecret } = sandbox;
    apart.push(
      await peakMegabytes([], { FEISHU_DOMAIN: url, FEISHU_APP_ID: appId, FEISHU_APP_SECRET: appSecret }),
    );
    await sandbox.close();
  }
  const base = median(bare);
  return [
    ["node -e 0", `${base.toFixed(0)} ms`, ""],
    ["spawn to initialize reply", ratio(median(initialize), base), "4.0 x"],
    ["spawn to tools/list reply", ratio(median(list), base), "4.5 x"],
    ["peak memory, ten reports", `${median(apart).toFixed(0)} MB`, "110 MB"],
    ["the same, sandbox inside", `${median(own).toFixed(0)} MB`, "110 MB"],
    ["tarball", `${(tarballBytes() / 1e6).toFixed(2)} MB`, "1.00 MB"],
  ];
}

function bareNode(): Promise<number> {
  const began = performance.now();
  const child = spawn(process.execPath, ["-e", "0"], { env: cleanEnvironment(), stdio: "ignore" });
  return new Promise((resolve) => child.on("exit", () => resolve(performance.now() - began)));
}

async function firstReplies(): Promise<{ initialize: number; list: number }> {
  const began = performance.now();
  const program = startProgram(["--sandbox"]);
  program.send(INITIALIZE);
  await program.reply("initialize");
  const initialize = performance.now() - began;
  program.send(INITIALIZED, request(1, "tools/list"));
  await program.reply(1);
  const list = performance.now() - began;
  program.end();
  await program.left;
  return { initialize, list };
}

async function peakMegabytes(
  args: readonly string[],
  settings: Readonly<Record<string, string>>,
): Promise<number> {
  const program = startProgram(args, settings);
  program.send(INITIALIZE, INITIALIZED);
  await program.reply("initialize");
  for (const [index, report] of REPORTS.entries()) {
    program.send(toolCall(index, "get_meeting_report", report));
    const reply = await program.reply(index);
    if (JSON.stringify(reply).includes('"isError":true')) throw new Error(JSON.stringify(reply));
  }
  const status = readFileSync(`/proc/${program.child.pid}/status`, "utf8");
  program.end();
  await program.left;
  return Number(/VmHWM:\s+(\d+) kB/.exec(status)?.[1]) / 1024;
}

function tarballBytes(): number {
  const folder = fileURLToPath(new URL("../..", import.meta.url));
  const said = execFileSync("npm", ["pack", "--dry-run", "--json", "--ignore-scripts"], {
    cwd: folder,
    encoding: "utf8",
    stdio: ["ignore", "pipe", "ignore"],
  });
  return Number(/"size": (\d+),\s+"unpackedSize"/.exec(said)?.[1]);
}

function ratio(milliseconds: number, base: number): string {
  return `${(milliseconds / base).toFixed(2)} x`;
}
