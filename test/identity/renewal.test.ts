/** Renewing by processes of the built program: two at once, and one that is killed. */
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import type { UserTokens } from "../../src/domain/user-tokens.ts";
import { toolCall } from "../support/built.ts";
import { LIST, openWorld, said, type World } from "./program-world.ts";
import { TOKENS } from "./scene.ts";
import { refusal, V3 } from "./stand-in.ts";

function tokensFor(minutes: number): UserTokens {
  const now = Math.floor(Date.now() / 1000);
  const accessEndsAt = now + minutes * 60;
  return { ...TOKENS, accessGivenAt: accessEndsAt - 7200, accessEndsAt, refreshEndsAt: now + 86_400 };
}

test("two processes whose token has ended refresh it once, and both go on", async () => {
  const { standIn, store, serve } = await openWorld();
  await store.save(tokensFor(-1));
  let go: () => void = () => undefined;
  const after = new Promise<void>((resolve) => {
    go = resolve;
  });
  standIn.script.on = ({ path }) => {
    if (path.endsWith("/reports/get_daily")) return { body: { code: 121004 } };
    return path === V3 ? { ...GRANT, after } : undefined;
  };
  const programs = [serve(), serve()];
  for (const program of programs) program.send(toolCall(1, "find_meetings", LIST));
  // Both have long come to the refresh when they have answered so many other calls.
  for (let id = 2; id < 30; id += 1) {
    for (const program of programs) program.send(toolCall(id, "get_meeting_report", LAST_WEEK));
    await Promise.all(programs.map((program) => said(program, id)));
  }
  go();
  for (const program of programs) expect(await said(program, 1)).toContain('"complete":true');
  expect(standIn.at(V3).map(({ fields }) => fields["refresh_token"])).toEqual(["r-first"]);
  expect(await store.read()).toMatchObject({ accessToken: "u-new", refreshToken: "r-new", name: "王小明" });
});

const LAST_WEEK = { period: "last_week" };
const GRANT = {
  body: { code: 0, access_token: "u-new", expires_in: 7200, refresh_token: "r-new", token_type: "Bearer" },
};

async function killedInRenewal(minutes: number): Promise<World> {
  const world = await openWorld();
  const { standIn, store, serve } = world;
  await store.save(tokensFor(minutes));
  const program = serve();
  standIn.script.on = ({ path }) => {
    if (path !== V3) return undefined;
    program.child.kill("SIGKILL");
    // Spent, and nobody is there to take the new one.
    return { ...GRANT, after: program.left };
  };
  program.send(toolCall(1, "find_meetings", LIST));
  await program.left;
  expect(standIn.at(V3)).toHaveLength(1);
  expect(existsSync(lockIn(world))).toBe(true);
  expect(await store.read()).toMatchObject({ accessToken: "u-first", refreshToken: "r-first" });
  standIn.script.on = ({ path }) => (path === V3 ? refusal(20073) : undefined);
  return world;
}

function lockIn({ folder }: World): string {
  const name = readdirSync(join(folder, "data", "sign-in")).find((each) => each.endsWith(".lock")) ?? "none";
  return join(folder, "data", "sign-in", name);
}

test("killed between refresh and save: the old token goes on to its end", async () => {
  const { standIn, store, serve } = await killedInRenewal(5);
  const next = serve();
  next.send(toolCall(1, "find_meetings", LIST));
  expect(await said(next, 1)).toContain('"complete":true');
  next.end();
  await next.left;
  expect(standIn.at(V3)).toHaveLength(2);
  expect(await store.read()).not.toHaveProperty("refreshToken");
});

test("killed between refresh and save with a token that has ended: sign in again, and no lock stays", async () => {
  const world = await killedInRenewal(-1);
  const next = world.serve();
  next.send(toolCall(1, "find_meetings", LIST));
  const answer = await said(next, 1);
  expect(answer).toContain("The sign-in has ended");
  expect(answer).toContain("sign in within five minutes");
  expect(existsSync(lockIn(world))).toBe(false);
});
