import { ErrorCode, McpError, ResultSchema } from "@modelcontextprotocol/sdk/types.js";
import { expect, test } from "vitest";
import { z } from "zod";
import { Problem } from "../../src/domain/problem.ts";
import type { Context } from "../../src/tools/tool.ts";
import { BACKEND, connect, NOW, standIn } from "./in-memory.ts";

/** A failure as a client gets it: exactly one text block, and nothing else. */
function failureIn(result: unknown): unknown {
  const failure = z
    .object({
      isError: z.literal(true),
      content: z.tuple([z.object({ type: z.literal("text"), text: z.string() })]),
    })
    .strict()
    .parse(result);
  return JSON.parse(failure.content[0].text);
}

async function thrown(work: Promise<unknown>): Promise<unknown> {
  return work.then(
    () => undefined,
    (error: unknown) => error,
  );
}

test("an answer is shown twice: structured, and as compact JSON", async () => {
  const { client } = await connect([standIn("count", async () => ({ summary: "Three.", count: 3 }))]);
  expect(await client.callTool({ name: "count" })).toEqual({
    structuredContent: { summary: "Three.", count: 3 },
    content: [{ type: "text", text: '{"summary":"Three.","count":3}' }],
  });
});

test("a tool is given the tenant's day, the budget and what the operator opened", async () => {
  let given: Context | undefined;
  const tool = standIn("look", async (context) => {
    given = context;
    return { summary: "" };
  });
  const { client } = await connect([tool]);
  await client.callTool({ name: "look" });
  // 20:00 in London's zone is the next day in Shanghai.
  expect(given).toMatchObject({ now: NOW / 1000, today: "2026-11-19", zone: "Asia/Shanghai" });
  expect(given?.personal).toEqual(new Set(["contact"]));
  expect(given?.caller.deadline).toBe(NOW + 45_000);
});

test("a problem is a failure with its remedy and details", async () => {
  const tool = standIn("fail", async () => {
    throw new Problem("busy", "Too fast.", "Ask again.", {
      retryAfterSeconds: 2.2,
      candidates: [{ name: "Sales", id: "od-1" }],
      feishuCode: 99991400,
      logId: "20261118AB12CD34EF",
    });
  });
  const { client } = await connect([tool]);
  expect(failureIn(await client.callTool({ name: "fail" }))).toEqual({
    error: {
      kind: "busy",
      message: "Too fast.",
      remedy: "Ask again.",
      retry_after_seconds: 3,
      candidates: [{ name: "Sales", id: "od-1" }],
      feishu_code: 99991400,
      log_id: "20261118AB12CD34EF",
    },
  });
});

test("a log id that looks like none is left out", async () => {
  const tool = standIn("fail", async () => {
    throw new Problem("upstream", "Nonsense.", "Wait.", { logId: "<b>id</b>", candidates: [] });
  });
  const { client } = await connect([tool]);
  expect(failureIn(await client.callTool({ name: "fail" }))).toEqual({
    error: { kind: "upstream", message: "Nonsense.", remedy: "Wait." },
  });
});

test("a bug is an apology; its stack goes to the log only, and the next call works", async () => {
  const bug = standIn("break", async () => {
    throw new TypeError("secret inside");
  });
  const { client, log } = await connect([bug, standIn("work", async () => ({ summary: "Fine." }))]);
  const failure = JSON.stringify(failureIn(await client.callTool({ name: "break" })));
  expect(failure).toContain('"kind":"upstream"');
  expect(failure).toContain("this server itself failed");
  expect(failure).not.toMatch(/secret inside|TypeError|\.ts/);
  expect(log).toContainEqual({
    level: "error",
    message: "A fault of this server",
    details: { error: expect.any(TypeError) },
  });
  expect(await client.callTool({ name: "work" })).toMatchObject({ structuredContent: { summary: "Fine." } });
});

test.each([
  [{ limit: -1 }, "limit must be"],
  [{ limits: 1 }, 'There is no argument "limits"'],
])("wrong arguments %j are a failure, not a protocol error", async (args, message) => {
  const { client } = await connect([standIn("count", async () => ({ summary: "" }))]);
  const failure = failureIn(await client.callTool({ name: "count", arguments: args }));
  expect(failure).toMatchObject({ error: { kind: "input", message: expect.stringContaining(message) } });
});

test.each([["a text"], [[1, 2]], [7]])(
  "arguments that are no object (%j) are a failure too",
  async (args) => {
    const { client } = await connect([standIn("count", async () => ({ summary: "" }))]);
    const result = await client.request(
      { method: "tools/call", params: { name: "count", arguments: args } },
      ResultSchema,
    );
    expect(failureIn(result)).toMatchObject({ error: { kind: "input" } });
  },
);

test("an unknown tool is a protocol error that names the known ones", async () => {
  const { client } = await connect([standIn("count", async () => ({ summary: "" }))]);
  const error = await thrown(client.callTool({ name: "get_weather" }));
  expect(error).toBeInstanceOf(McpError);
  expect(error).toMatchObject({
    code: ErrorCode.InvalidParams,
    message: "MCP error -32602: There is no tool of that name. Tools: count.",
  });
});

test("an unknown method is a protocol error", async () => {
  const { client } = await connect([]);
  const error = await thrown(client.request({ method: "tools/fly" }, ResultSchema));
  expect(error).toMatchObject({ code: ErrorCode.MethodNotFound });
});

test("a wrong setting: the tools are listed, and every call is answered with it", async () => {
  const wrong = new Problem("access", "FEISHU_DOMAIN is wrong.", "Set it.");
  const { client } = await connect([standIn("count", async () => ({ summary: "" }))], async () => {
    throw wrong;
  });
  expect((await client.listTools()).tools).toHaveLength(1);
  for (let call = 0; call < 2; call += 1) {
    expect(failureIn(await client.callTool({ name: "count" }))).toEqual({
      error: { kind: "access", message: "FEISHU_DOMAIN is wrong.", remedy: "Set it." },
    });
  }
});

test("a cancelled call stops its tool and gets no answer", async () => {
  let stop: () => void = () => undefined;
  const stopped = new Promise<void>((resolve) => {
    stop = resolve;
  });
  let begin: () => void = () => undefined;
  const begun = new Promise<void>((resolve) => {
    begin = resolve;
  });
  const tool = standIn("wait", ({ caller }) => {
    begin();
    return new Promise((_, reject) => {
      caller.signal.addEventListener("abort", () => {
        stop();
        reject(new Error("stopped"));
      });
    });
  });
  const { client, log } = await connect([tool]);
  const cancel = new AbortController();
  const call = thrown(client.callTool({ name: "wait" }, undefined, { signal: cancel.signal }));
  await begun;
  cancel.abort();
  await stopped;
  expect(await call).toBeInstanceOf(Error);
  expect(log.filter(({ level }) => level === "error")).toEqual([]);
});

test("progress is told only to those who gave a token", async () => {
  const tool = standIn("walk", async ({ caller }) => {
    caller.progress(() => ({ donePages: 1, aboutPages: 4, message: "day 1 of 4" }));
    return { summary: "" };
  });
  const { client } = await connect([tool]);
  const told: unknown[] = [];
  await client.callTool({ name: "walk" }, undefined, { onprogress: (note) => told.push(note) });
  expect(told).toEqual([{ progress: 1, total: 4, message: "day 1 of 4" }]);
  const stray: unknown[] = [];
  client.fallbackNotificationHandler = async (note) => {
    stray.push(note);
  };
  await client.callTool({ name: "walk" });
  expect(stray).toEqual([]);
});

test("200 calls at once are all answered", async () => {
  const { client } = await connect([standIn("count", async () => ({ summary: "", count: 1 }))]);
  const calls = Array.from({ length: 200 }, () => client.callTool({ name: "count" }));
  expect(await Promise.all(calls)).toHaveLength(200);
});

test("the backend is the one given", async () => {
  const tool = standIn("look", async ({ source }) => ({ summary: source.name }));
  const { client } = await connect([tool], async () => BACKEND);
  expect(await client.callTool({ name: "look" })).toMatchObject({
    structuredContent: { summary: "sandbox" },
  });
});
