/** The built program over real pipes, as raw lines. */
import { execFileSync } from "node:child_process";
import { statSync } from "node:fs";
import { createServer } from "node:http";
import { performance } from "node:perf_hooks";
import { fileURLToPath } from "node:url";
import { afterEach, beforeAll, describe, expect, test } from "vitest";
import {
  INITIALIZE,
  INITIALIZED,
  type Message,
  messagesOf,
  PROGRAM,
  type Running,
  request,
  startProgram,
  toolCall,
} from "./support/built.ts";

const REPORT = { period: "last_week" };
const running: Running[] = [];

beforeAll(() => {
  if (statSync(PROGRAM, { throwIfNoEntry: false }) === undefined) {
    execFileSync("npm", ["run", "--silent", "build"], { cwd: fileURLToPath(new URL("..", import.meta.url)) });
  }
});

afterEach(() => {
  for (const { child } of running.splice(0)) child.kill("SIGKILL");
});

function start(args: readonly string[], settings: Readonly<Record<string, string>> = {}): Running {
  const program = startProgram(args, settings);
  running.push(program);
  return program;
}

async function started(args: readonly string[] = ["--sandbox"], settings = {}): Promise<Running> {
  const program = start(args, settings);
  program.send(INITIALIZE, INITIALIZED);
  await program.reply("initialize");
  return program;
}

/** How many milliseconds it took to leave from now on. */
async function leaving(program: Running): Promise<number> {
  const began = performance.now();
  expect(await program.left).toEqual({ code: 0, signal: null });
  return performance.now() - began;
}

function failureOf(reply: Message): unknown {
  const text = /"text":"(.*?)"\}\]/.exec(JSON.stringify(reply))?.[1] ?? "null";
  return JSON.parse(JSON.parse(`"${text}"`));
}

/** An upstream that takes a request and never answers. */
async function hungUpstream(): Promise<{ url: string; asked: Promise<void>; close: () => void }> {
  let take: () => void = () => undefined;
  const asked = new Promise<void>((resolve) => {
    take = resolve;
  });
  const server = createServer(() => take());
  const url = await new Promise<string>((resolve, reject) => {
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      if (typeof address === "object" && address !== null) resolve(`http://127.0.0.1:${address.port}`);
      else reject(new Error("no port"));
    });
  });
  return {
    url,
    asked,
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}

test("it says hello, lists its tools and answers, and stdout is protocol only", async () => {
  const program = await started();
  expect(await program.reply("initialize")).toMatchObject({
    result: { protocolVersion: "2025-06-18", serverInfo: { name: "feishu-meeting-mcp" } },
  });
  program.send(request(1, "tools/list"), toolCall(2, "get_meeting_report", REPORT));
  expect(await program.reply(1)).toMatchObject({ result: { tools: expect.any(Array) } });
  expect(await program.reply(2)).toMatchObject({
    result: { structuredContent: { source: "sandbox", complete: true, window: { days: 7 } } },
  });
  program.end();
  await leaving(program);
  expect(messagesOf(program.stdout())).toHaveLength(3);
});

test("when stdin closes, what was asked is still answered, and then it leaves", async () => {
  const program = start(["--sandbox"]);
  const calls = Array.from({ length: 5 }, (_, id) => toolCall(id, "get_weather"));
  program.send(INITIALIZE, INITIALIZED, request(10, "tools/list"), ...calls);
  program.send(JSON.stringify(request(11, "ping")));
  program.end();
  await program.left;
  const ids = messagesOf(program.stdout()).map(({ id }) => id);
  expect(new Set(ids)).toEqual(new Set(["initialize", 10, 0, 1, 2, 3, 4, 11]));
});

describe("it leaves within a second, also while Feishu hangs", () => {
  test.each([
    ["stdin closes", (program: Running) => program.end()],
    ["SIGTERM", (program: Running) => program.child.kill("SIGTERM")],
    ["SIGINT", (program: Running) => program.child.kill("SIGINT")],
  ])("%s", async (_, stop) => {
    const upstream = await hungUpstream();
    const program = await started([], {
      FEISHU_DOMAIN: upstream.url,
      FEISHU_APP_ID: "cli_1",
      FEISHU_APP_SECRET: "s3cret-of-the-app",
    });
    program.send(toolCall(1, "get_meeting_report", REPORT));
    await upstream.asked;
    stop(program);
    expect(await leaving(program)).toBeLessThan(1000);
    upstream.close();
  });

  test("stdout is closed", async () => {
    const program = await started();
    program.child.stdout.destroy();
    program.send(request(1, "ping"), request(2, "ping"));
    expect(await leaving(program)).toBeLessThan(1000);
    expect(program.stderr()).not.toContain("EPIPE");
  });
});

describe("nothing on stdin is fatal", () => {
  test.each([
    ["bad JSON", "{bad\n", { id: null, error: { code: -32700 } }],
    ["a batch", `[${JSON.stringify(request(9, "ping"))}]\n`, { id: null, error: { code: -32600 } }],
    ["a number", "7\n", { id: null, error: { code: -32600 } }],
    ["another JSON-RPC", '{"jsonrpc":"1.0","id":4,"method":"ping"}\n', { id: 4, error: { code: -32600 } }],
    ["no method", '{"jsonrpc":"2.0","id":5}\n', { id: 5, error: { code: -32600 } }],
    [
      "params as a list",
      '{"jsonrpc":"2.0","id":6,"method":"ping","params":[]}\n',
      { id: 6, error: { code: -32600 } },
    ],
    ["an unknown method", '{"jsonrpc":"2.0","id":7,"method":"fly"}\n', { id: 7, error: { code: -32601 } }],
    [
      "a call without a name",
      '{"jsonrpc":"2.0","id":8,"method":"tools/call"}\n',
      { id: 8, error: { code: -32602 } },
    ],
  ])("%s", async (_, line, answer) => {
    const program = await started();
    program.send(line, request(100, "ping"));
    await program.reply(100);
    expect(await program.reply(answer.id)).toMatchObject(answer);
  });

  test("a line over 10 MB, and a reply to nothing", async () => {
    const program = await started();
    program.send(
      `${"x".repeat(11 * 1024 * 1024)}\n`,
      { jsonrpc: "2.0", id: 77, result: {} },
      request(1, "ping"),
    );
    await program.reply(1);
    expect(await program.reply(null)).toMatchObject({ error: { code: -32700 } });
    expect(messagesOf(program.stdout())).toHaveLength(3);
  });

  test("a call before initialize, and a second initialize", async () => {
    const program = start(["--sandbox"]);
    program.send(request(1, "tools/list"), INITIALIZE, { ...INITIALIZE, id: 2 }, request(3, "ping"));
    await program.reply(3);
    expect(await program.reply(1)).toHaveProperty("result");
    expect(await program.reply(2)).toHaveProperty("result");
  });

  test("200 calls at once", async () => {
    const program = await started();
    const ids = Array.from({ length: 200 }, (_, id) => id);
    program.send(
      ...ids.map((id) => toolCall(id, "get_meeting_report", id % 10 === 0 ? REPORT : { period: "soon" })),
    );
    const replies = await Promise.all(ids.map((id) => program.reply(id)));
    const said = replies.map((reply) => JSON.stringify(reply));
    expect(said.filter((text) => text.includes('"complete":true'))).toHaveLength(20);
    expect(said.filter((text) => text.includes('"isError":true'))).toHaveLength(180);
  });
});

describe("wrong settings", () => {
  test("without credentials it starts, lists its tools and says in every call what to set", async () => {
    const program = await started([]);
    program.send(request(1, "tools/list"), toolCall(2, "get_meeting_report", REPORT));
    expect(await program.reply(1)).toHaveProperty("result.tools");
    expect(failureOf(await program.reply(2))).toMatchObject({
      error: { kind: "access", remedy: expect.stringContaining("--sandbox") },
    });
    expect(program.stderr()).toContain("There are no credentials for Feishu.");
  });

  test("a mistyped setting is told to the log, a chosen tool is the only one", async () => {
    const program = await started(["--sandbox"], { FEISHU_TOOL: "x", FEISHU_TOOLS: "find_meetings" });
    program.send(request(1, "tools/list"), toolCall(2, "get_meeting_report", REPORT));
    expect(await program.reply(1)).toMatchObject({ result: { tools: [{ name: "find_meetings" }] } });
    expect(await program.reply(2)).toMatchObject({ error: { code: -32602 } });
    expect(program.stderr()).toContain("No such setting: FEISHU_TOOL\n");
  });

  test("no secret ever shows, whatever is wrong", async () => {
    const secret = "s3cret-of-the-app";
    for (const domain of ["http://127.0.0.1:9", `https://me:${secret}@feishu.example.com`]) {
      const program = await started([], {
        FEISHU_DOMAIN: domain,
        FEISHU_APP_ID: "cli_1",
        FEISHU_APP_SECRET: secret,
        FEISHU_LOG_LEVEL: "debug",
        FEISHU_WORK_BUDGET_SECONDS: "1",
      });
      program.send(
        toolCall(1, "get_meeting_report", REPORT),
        toolCall(2, "get_meeting_report", { topic: secret }),
      );
      expect(JSON.stringify(await program.reply(1))).toContain('"isError":true');
      await program.reply(2);
      program.end();
      await program.left;
      expect(program.stdout() + program.stderr()).not.toContain(secret);
    }
  });
});
