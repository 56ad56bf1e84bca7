import { Client } from "@modelcontextprotocol/sdk/client/index.js";
import { InMemoryTransport } from "@modelcontextprotocol/sdk/inMemory.js";
import {
  ElicitationCompleteNotificationSchema,
  ElicitRequestSchema,
} from "@modelcontextprotocol/sdk/types.js";
import { expect, test } from "vitest";
import { Problem } from "../../src/domain/problem.ts";
import type { SignedIn, SignIn } from "../../src/domain/user-tokens.ts";
import { createServer } from "../../src/server/server.ts";
import { BACKEND, NOW, standIn } from "./in-memory.ts";

const LINK = "https://accounts.feishu.cn/open-apis/authen/v1/authorize?client_id=cli_1&state=x";

interface World {
  isSignedIn: boolean;
  begun: number;
  finish: (signedIn: SignedIn) => void;
  fail: (problem: Problem) => void;
}

async function world(options: { url?: boolean; begin?: () => Promise<never>; noSignIn?: boolean } = {}) {
  const state: World = { isSignedIn: false, begun: 0, finish: () => undefined, fail: () => undefined };
  let underway: ReturnType<SignIn["begin"]> | undefined;
  const signIn: SignIn = {
    begin: () => {
      if (options.begin !== undefined) return options.begin();
      underway ??= new Promise((resolve) => {
        state.begun += 1;
        const done = new Promise<SignedIn>((finish, fail) => {
          state.finish = finish;
          state.fail = fail;
        });
        resolve({ link: LINK, id: `sign-in-${state.begun}`, done });
      });
      return underway;
    },
  };
  const tool = standIn("list", async () => {
    if (state.isSignedIn) return { summary: "The meetings." };
    throw new Problem("access", "Nobody is signed in.", "Sign in.", { needsSignIn: true });
  });
  const log: string[] = [];
  const server = createServer({
    version: "1.2.3",
    listing: async () => [],
    tools: async () => [tool],
    backend: async () => ({ ...BACKEND, ...(options.noSignIn !== true && { signIn }) }),
    now: () => NOW,
    log: (level, message) => log.push(`${level} ${message}`),
  });
  const elicitation = options.url === true ? { elicitation: { url: {} } } : {};
  const client = new Client({ name: "test", version: "1" }, { capabilities: elicitation });
  const asked: unknown[] = [];
  let told: (id: string) => void = () => undefined;
  const completed = new Promise<string>((resolve) => {
    told = resolve;
  });
  if (options.url === true) {
    client.setRequestHandler(ElicitRequestSchema, async ({ params }) => {
      asked.push(params);
      return { action: "accept" };
    });
    client.setNotificationHandler(ElicitationCompleteNotificationSchema, ({ params }) =>
      told(params.elicitationId),
    );
  }
  const [near, far] = InMemoryTransport.createLinkedPair();
  await Promise.all([server.connect(far), client.connect(near)]);
  const call = async () => JSON.stringify((await client.callTool({ name: "list", arguments: {} })).content);
  return { state, call, asked, completed, log };
}

const XIAO: SignedIn = { openId: "ou_1", name: "王小明", tenantChecked: true };

test("before, during and after: the same call works once the user has signed in", async () => {
  const { state, call, asked } = await world();
  const before = await call();
  expect(before).toContain('\\"kind\\":\\"access\\"');
  expect(before).toContain(LINK);
  expect(await call()).toContain(LINK);
  expect(state.begun).toBe(1);
  state.isSignedIn = true;
  state.finish(XIAO);
  expect(await call()).toContain("The meetings.");
  expect(asked).toEqual([]);
});

test("a client that opens links is asked to, once for each sign-in, and told when it is done", async () => {
  const { state, call, asked, completed, log } = await world({ url: true });
  expect(await call()).toContain(LINK);
  await call();
  state.finish(XIAO);
  expect(await completed).toBe("sign-in-1");
  expect(asked).toEqual([
    { mode: "url", message: expect.stringContaining("Sign in"), url: LINK, elicitationId: "sign-in-1" },
  ]);
  expect(log).toContain("info Signed in");
});

test("a sign-in that fails is told to the log and to nobody else", async () => {
  const { state, call, log } = await world();
  await call();
  state.fail(new Problem("access", "It was declined.", "Sign in again."));
  await call();
  expect(log).toContain("warn The sign-in was not finished");
});

test("a sign-in that cannot begin says why", async () => {
  const taken = new Problem("access", "Port 17653 is taken.", "Free the port.");
  const { call } = await world({ begin: () => Promise.reject(taken) });
  const said = await call();
  expect(said).toContain("Nobody is signed in. Port 17653 is taken.");
  expect(said).toContain("Free the port.");
});

test("where nobody can sign in the failure stays as it is", async () => {
  const { call } = await world({ noSignIn: true });
  expect(await call()).toContain("Sign in.");
});
