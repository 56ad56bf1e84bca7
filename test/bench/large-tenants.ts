/** Statistics of many people: time, requests and memory of the built program. */
import { performance } from "node:perf_hooks";
import {
  megabytes,
  openLargeTenant,
  openProgram,
  type Program,
  processorMilliseconds,
  settingsFor,
} from "./processes.ts";
import { median, type Row } from "./table.ts";

const TOOL = "get_user_meeting_stats";
const DAYS = 31;
const PAGE = 60;
/** Longer than this is not waited for. */
const LONGEST_MILLISECONDS = 110_000;

/** That many days up to the last whose figures are published for sure. */
function month(): { from: string; to: string; limit: number } {
  const day = (ago: number) => new Date(Date.now() - ago * 86_400_000).toISOString().slice(0, 10);
  return { from: day(DAYS + 2), to: day(3), limit: 10 };
}

async function timed<T>(work: () => Promise<T>): Promise<{ value: T; milliseconds: number }> {
  const began = performance.now();
  const value = await work();
  return { value, milliseconds: performance.now() - began };
}

/** Median milliseconds of five more of the same question: one of them may meet a collection of garbage. */
async function sameAgain(program: Program): Promise<number> {
  const times: number[] = [];
  for (let run = 0; run < 5; run += 1) {
    times.push((await timed(() => program.call(TOOL, month()))).milliseconds);
  }
  return median(times);
}

export async function thousandPeople(): Promise<Row[]> {
  const people = 1000;
  const latency = 100;
  const tenant = await openLargeTenant(people, latency);
  const program = await openProgram(settingsFor(tenant.url));
  const pages = (people * DAYS) / PAGE;
  const { milliseconds } = await timed(() => program.call(TOOL, month()));
  const again = await sameAgain(program);
  const requests = await tenant.served();
  await program.close();
  tenant.close();
  return [
    ["1,000 people, 31 days, 100 ms a page", `${(milliseconds / 1000).toFixed(1)} s`, ""],
    ["  over pages x latency / 4", `${(milliseconds / ((pages * latency) / 4)).toFixed(2)} x`, "1.25 x"],
    ["  requests over rows / 60", (requests / pages).toFixed(3), "1.03"],
    ["  the same question again, five times", `${again.toFixed(0)} ms`, "20 ms"],
  ];
}

export async function resumedCalls(): Promise<Row[]> {
  const people = 10_000;
  const tenant = await openLargeTenant(people);
  const program = await openProgram(settingsFor(tenant.url, { FEISHU_WORK_BUDGET_SECONDS: "1" }));
  let calls = 0;
  let isComplete = false;
  while (!isComplete && calls < 40) {
    calls += 1;
    isComplete = (await program.call(TOOL, month()))["complete"] === true;
  }
  const pages = Math.ceil(people / PAGE) * DAYS;
  const requests = await tenant.served();
  await program.close();
  tenant.close();
  const name = `10,000 people in ${calls} calls of a second: requests over pages`;
  return [[name, isComplete ? (requests / pages).toFixed(3) : "unfinished", "1.02"]];
}

export async function hundredThousandPeople(): Promise<Row[]> {
  const tenant = await openLargeTenant(100_000);
  const program = await openProgram(settingsFor(tenant.url));
  // Loaded and warm, with one page of the whole.
  await program.call(TOOL, { ...month(), user_id: "ou_0", to: month().from });
  const before = megabytes(program.pid, "VmRSS");
  const busyBefore = processorMilliseconds(program.pid);
  const servedBefore = await tenant.served();
  const began = performance.now();
  let isComplete = false;
  while (!isComplete && performance.now() - began < LONGEST_MILLISECONDS) {
    isComplete = (await program.call(TOOL, month()))["complete"] === true;
  }
  const seconds = (performance.now() - began) / 1000;
  const pages = (await tenant.served()) - servedBefore;
  const busy = processorMilliseconds(program.pid) - busyBefore;
  const now = megabytes(program.pid, "VmRSS") - before;
  const peak = megabytes(program.pid, "VmHWM") - before;
  const again = await sameAgain(program);
  await program.close();
  tenant.close();
  const size = `100,000 people, ${pages} pages`;
  return [
    [size, `${seconds.toFixed(0)} s`, isComplete ? "" : "unfinished"],
    ["  memory growth at the end", `${now.toFixed(0)} MB`, "150 MB"],
    ["  memory growth at its highest", `${peak.toFixed(0)} MB`, "150 MB"],
    ["  processor time a page", `${(busy / pages).toFixed(2)} ms`, "0.50 ms"],
    ["  the same question again, five times", `${again.toFixed(0)} ms`, "100 ms"],
  ];
}
