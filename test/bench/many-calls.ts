/** Many calls: one after the other, and at once. */
import { performance } from "node:perf_hooks";
import { setTimeout } from "node:timers/promises";
import { startSandbox } from "../../src/sandbox/sandbox.ts";
import { openHouse } from "../support/asked.ts";
import { megabytes, openProgram, settingsFor } from "./processes.ts";
import { median, type Row } from "./table.ts";

const CALLS = 5_000;
const MEMORY_RUNS = 3;
const ALL_HANDS = { meeting_number: "987654321" };

const MIXED = [
  ["get_meeting_report", { period: "last_week" }],
  ["get_meeting_report", { period: "last_30_days", compare_with_previous: true }],
  ["get_top_meeting_users", { period: "last_week" }],
  ["find_meetings", { period: "last_month", limit: 0 }],
  ["find_meetings", { period: "last_week", external_only: true }],
  ["get_user_meeting_stats", { period: "last_28_days" }],
  ["get_user_meeting_stats", { period: "last_28_days", group_by: "department" }],
] as const;

/** Ten calls; the all-hands is on a Monday. */
export async function tenMixedCalls(): Promise<Row[]> {
  const peaks: number[] = [];
  for (let run = 0; run < MEMORY_RUNS; run += 1) {
    const sandbox = await startSandbox({ now: Date.now });
    const { url, appId, appSecret } = sandbox;
    const program = await openProgram(
      settingsFor(url, { FEISHU_APP_ID: appId, FEISHU_APP_SECRET: appSecret }),
    );
    for (const [tool, args] of MIXED) await program.call(tool, args);
    const found = await program.call("find_meetings", {
      period: "last_14_days",
      meeting_number: ALL_HANDS.meeting_number,
    });
    const [started] = /\d{4}-\d\d-\d\dT\d\d:\d\d/.exec(JSON.stringify(found["meetings"])) ?? [];
    const meeting = { ...ALL_HANDS, started_at: started };
    await program.call("list_meeting_participants", meeting);
    await program.call("export_meeting_participants", meeting);
    peaks.push(megabytes(program.pid, "VmHWM"));
    await program.close();
    await sandbox.close();
  }
  return [["peak memory, ten mixed calls", `${median(peaks).toFixed(0)} MB`, "140 MB"]];
}

/** At SIGUSR2 it collects and says how large the heap is. */
const WATCHED = `process.on("SIGUSR2", () => {
  for (let run = 0; run < 3; run += 1) gc();
  process.stderr.write("heap " + process.memoryUsage().heapUsed + "\\n");
});`;

/** Of the built program alone: the tenant is in another process. */
export async function callsInARow(): Promise<Row[]> {
  const sandbox = await startSandbox({ now: Date.now });
  const program = await openProgram(
    settingsFor(sandbox.url, {
      FEISHU_APP_ID: sandbox.appId,
      FEISHU_APP_SECRET: sandbox.appSecret,
      NODE_OPTIONS: `--expose-gc --import data:text/javascript,${encodeURIComponent(WATCHED)}`,
    }),
  );
  const heap = async () => {
    const said = () => [...program.stderr().matchAll(/^heap (\d+)$/gm)];
    const before = said().length;
    process.kill(program.pid, "SIGUSR2");
    while (said().length === before) await setTimeout(10);
    return Number(said().at(-1)?.[1]) / 1e6;
  };
  const ask = (call: number) => {
    const [tool, args] = MIXED[call % MIXED.length] ?? MIXED[0];
    return call % 4 === 3
      ? program.ask("get_meeting_report", { period: "never", nonsense: call })
      : program.ask(tool, args);
  };
  for (let call = 0; call < 200; call += 1) await ask(call);
  const before = await heap();
  const began = performance.now();
  for (let call = 0; call < CALLS; call += 1) await ask(call);
  const milliseconds = (performance.now() - began) / CALLS;
  const growth = (await heap()) - before;
  await program.close();
  await sandbox.close();
  return [
    ["5,000 calls in a row: heap growth", `${growth.toFixed(2)} MB`, "2.00 MB"],
    ["  each, sandbox included", `${milliseconds.toFixed(2)} ms`, ""],
  ];
}

export async function fiftyAtOnce(): Promise<Row[]> {
  const house = await openHouse();
  const { ask } = await house.asker();
  const began = performance.now();
  await Promise.all(
    Array.from({ length: 50 }, (_, call) => {
      const [tool, args] = MIXED[call % MIXED.length] ?? MIXED[0];
      return ask(tool, args);
    }),
  );
  const milliseconds = performance.now() - began;
  const { requests } = house.sandbox;
  const tokens = requests.filter(({ operation }) => operation === "tenant_token").length;
  await house.close();
  return [
    ["50 first calls at once, sandbox included", `${milliseconds.toFixed(0)} ms`, ""],
    ["  requests for a token", String(tokens), "1"],
  ];
}
