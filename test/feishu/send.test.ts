import { createServer } from "node:http";
import { connect, createServer as createRawServer, type Server } from "node:net";
import type { Duplex } from "node:stream";
import { setTimeout } from "node:timers/promises";
import { expect, onTestFinished, test, vi } from "vitest";
import { call } from "../../src/feishu/call.ts";
import { exportTask } from "../../src/feishu/operations/export-task.ts";
import { meetingList } from "../../src/feishu/operations/meeting-list.ts";
import { createPace } from "../../src/feishu/pace.ts";
import type { Run } from "../../src/feishu/run.ts";
import { createSender } from "../../src/feishu/send.ts";
import { meetingPage } from "./rows.ts";
import { testClock } from "./scene.ts";
import { openStandIn, type Scripted } from "./stand-in.ts";

const run: Run = {
  signal: new AbortController().signal,
  deadline: () => Number.POSITIVE_INFINITY,
  advanced: () => {},
};
const once = { ...meetingList, method: "POST", repeatable: false } as const;

async function open(script: readonly Scripted[], origin?: string, timeoutMilliseconds = 5000) {
  const standIn = await openStandIn(script);
  const sender = createSender(new URL(origin ?? standIn.origin), 1, timeoutMilliseconds);
  onTestFinished(async () => {
    await sender.close();
    await standIn.close();
  });
  const clock = testClock();
  return { standIn, clock, caller: { sender, clock, pace: createPace(clock, 1) } };
}

test.each<[string, Scripted]>([
  ["broke off", { fault: "cut" }],
  ["was reset", { fault: "reset" }],
  ["failed inside", { status: 500, code: 121001 }],
])("what must not be done twice is not sent again when the reply %s", async (_, fault) => {
  const { standIn, caller } = await open([fault, meetingPage([])]);
  await expect(call(caller, { operation: once, body: { meeting_no: "1" } }, run)).rejects.toMatchObject({
    kind: "upstream",
  });
  expect(standIn.seen).toMatchObject([{ body: '{"meeting_no":"1"}' }]);
});

test("what must not be done twice is sent again when it surely did not arrive", async () => {
  const { standIn, clock, caller } = await open([]);
  await standIn.close();
  await expect(call(caller, { operation: once }, run)).rejects.toMatchObject({ kind: "upstream" });
  expect(clock.slept).toHaveLength(2);
});

test("loopback is never reached through a proxy", async () => {
  vi.stubEnv("http_proxy", "http://127.0.0.1:9");
  vi.stubEnv("https_proxy", "http://127.0.0.1:9");
  onTestFinished(() => {
    vi.unstubAllEnvs();
  });
  const { caller } = await open([meetingPage([])]);
  expect(await call(caller, { operation: meetingList }, run)).toMatchObject({ has_more: false });
});

/** A proxy of the environment; `opens` is asked for each tunnel, counted from 1. */
async function openProxy(origin: string, opens: (tunnel: number) => boolean) {
  const asked: (string | undefined)[] = [];
  const sockets = new Set<Duplex>();
  const proxy = createServer().on("connect", (request, socket) => {
    asked.push(request.url);
    sockets.add(socket);
    if (!opens(asked.length)) {
      socket.destroy();
      return;
    }
    const onward = connect(Number(new URL(origin).port), "127.0.0.1", () => {
      socket.write("HTTP/1.1 200 Connection established\r\n\r\n");
      onward.pipe(socket).pipe(onward);
    });
    socket.on("error", () => onward.destroy()).on("close", () => onward.destroy());
    onward.on("error", () => socket.destroy());
  });
  vi.stubEnv("http_proxy", `http://127.0.0.1:${await portOf(proxy)}`);
  vi.stubEnv("no_proxy", "");
  onTestFinished(() => {
    vi.unstubAllEnvs();
    proxy.close();
  });
  return { asked, sockets };
}

async function portOf(server: Server): Promise<number> {
  await new Promise<void>((resolve) => {
    server.listen(0, "127.0.0.1", resolve);
  });
  const address = server.address();
  return typeof address === "object" && address !== null ? address.port : 0;
}

test("any other address is asked for through the environment's proxy", async () => {
  const { standIn, caller } = await open([meetingPage([])], "http://feishu.invalid");
  const { asked } = await openProxy(standIn.origin, () => true);
  expect(await call(caller, { operation: meetingList }, run)).toMatchObject({ has_more: false });
  expect(asked).toEqual(["feishu.invalid:80"]);
});

test("a proxy that closes every tunnel is given up, like a slow reply", async () => {
  const proxy = await openStandIn([]);
  vi.stubEnv("http_proxy", proxy.origin);
  vi.stubEnv("no_proxy", "");
  onTestFinished(async () => {
    vi.unstubAllEnvs();
    await proxy.close();
  });
  const { caller } = await open([], "http://feishu.invalid", 100);
  await expect(call(caller, { operation: meetingList }, run)).rejects.toMatchObject({ kind: "upstream" });
  const tried = proxy.counts.connections;
  await setTimeout(50);
  expect(proxy.counts.connections - tried).toBeLessThan(3);
});

test("a proxy that closes its tunnels after an answer is not tried without an end", async () => {
  const { standIn, caller } = await open([meetingPage([])], "http://feishu.invalid");
  const { asked, sockets } = await openProxy(standIn.origin, (tunnel) => tunnel === 1);
  await call(caller, { operation: meetingList }, run);
  for (const socket of sockets) socket.destroy();
  await setTimeout(20);
  await expect(call(caller, { operation: meetingList }, run)).rejects.toMatchObject({
    kind: "upstream",
    details: { network: "PROXY_TUNNEL_CLOSED" },
  });
  const tried = asked.length;
  expect(tried).toBeLessThan(6);
  await setTimeout(50);
  expect(asked).toHaveLength(tried);
});

test.each([
  ["no HTTP at all", "nonsense\r\n\r\n"],
  ["a size that is none", "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\nzz\r\n"],
  ["a header that is none", "HTTP/1.1 200 OK\r\nbad header\u0001: 5\r\n\r\n"],
])("%s is a broken reply, asked for again", async (_, text) => {
  const broken = createRawServer((socket) => {
    socket.on("error", () => socket.destroy()).once("data", () => socket.write(text));
  });
  const { clock, caller } = await open([], `http://127.0.0.1:${await portOf(broken)}`);
  onTestFinished(() => {
    broken.close();
  });
  await expect(call(caller, { operation: meetingList }, run)).rejects.toMatchObject({
    kind: "upstream",
    details: { network: "BROKEN_HTTP" },
  });
  expect(clock.slept).toHaveLength(2);
});

test("several requests of which none is answered are all told to be slow", async () => {
  const { caller } = await open(
    ["silent", "silent", "silent"].map(() => ({ fault: "silent" as const })),
    undefined,
    120,
  );
  const { sender } = caller;
  const { signal } = new AbortController();
  const asked = [0, 15, 30].map(async (delay) => {
    await setTimeout(delay);
    return sender.send({ operation: meetingList }, "t", { signal });
  });
  expect(await Promise.all(asked)).toMatchObject([0, 1, 2].map(() => ({ kind: "broken", isSlow: true })));
});

test("an address of a proxy that cannot be read is told", async () => {
  vi.stubEnv("http_proxy", "not an address");
  onTestFinished(() => {
    vi.unstubAllEnvs();
  });
  const { caller } = await open([], "http://feishu.invalid");
  const asked = call(caller, { operation: meetingList }, run);
  await expect(asked).rejects.toMatchObject({ name: "Problem", kind: "access" });
});

test("a part of a path is encoded and never a step in it", async () => {
  const { standIn, caller } = await open([{ data: { status: 1 } }]);
  await call(caller, { operation: exportTask, parameters: { task_id: "../7?as=admin#" } }, run);
  expect(standIn.seen[0]).toMatchObject({
    path: "/open-apis/vc/v1/exports/..%2F7%3Fas%3Dadmin%23",
    query: {},
  });
  for (const parameters of [{}, { task_id: "" }, { task_id: ".." }]) {
    await expect(call(caller, { operation: exportTask, parameters }, run)).rejects.toThrow(TypeError);
  }
});
