/** Signing in with the built program, at the stand-in. */
import { readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { toolCall } from "../support/built.ts";
import { LIST, openWorld, said } from "./program-world.ts";
import { visit } from "./scene.ts";
import { APP, refusal, V3 } from "./stand-in.ts";

test("login, whoami, a call, logout", async () => {
  const { standIn, start, folder } = await openWorld();
  const login = start("login");
  expect(await login.left).toMatchObject({ code: 0 });
  expect(login.stdout()).toContain("Signed in as 王小明 (Galaxy).");
  expect(login.stdout()).toMatch(/feishu-meeting-mcp doctor\n$/);
  const whoami = start("whoami");
  expect(await whoami.left).toMatchObject({ code: 0 });
  expect(whoami.stdout()).toContain("王小明 (Galaxy), ou_1");
  expect(whoami.stdout()).toMatch(/^Signed in at .*, until [\dT:+-]+; each use renews it$/m);
  const call = start("call", "find_meetings", JSON.stringify(LIST));
  expect(await call.left).toMatchObject({ code: 0 });
  expect(call.stdout()).toContain("Seen as 王小明");
  const logout = start("logout");
  expect(await logout.left).toMatchObject({ code: 0 });
  const nobody = start("whoami");
  expect(await nobody.left).toMatchObject({ code: 1 });
  expect(nobody.stdout()).toBe("Nobody is signed in. Sign in with: feishu-meeting-mcp login\n");
  expect(readdirSync(join(folder, "data", "sign-in"))).toEqual([]);
  expect(standIn.at(V3)).toHaveLength(1);
  for (const { stdout, stderr } of [login, whoami, call, logout]) {
    expect(stdout() + stderr()).not.toMatch(/u-1|r-1|code-1/);
    expect(stdout() + stderr()).not.toContain(APP.secret);
  }
});

test("a sign-in that is refused ends with its reason and code 1", async () => {
  const { standIn, start } = await openWorld();
  standIn.script.on = ({ path }) => (path === V3 ? refusal(20027) : undefined);
  const login = start("login");
  expect(await login.left).toMatchObject({ code: 1 });
  expect(login.stderr()).toContain("The app lacks a scope");
});

test("what Feishu's own page would leave unexplained is told before the wait, with the scopes that are asked for", async () => {
  const { start } = await openWorld();
  const login = start("login");
  expect(await login.left).toMatchObject({ code: 0 });
  const link = /^http\S+authorize\S+$/m.exec(login.stdout())?.[0] ?? "";
  const asked = new URL(link).searchParams.get("scope")?.split(" ") ?? [];
  expect(asked.length).toBeGreaterThan(1);
  const [before = ""] = login.stdout().split("Signed in as");
  expect(before).toContain(
    `error 20027, grant the app these user scopes and release a version: ${asked.join(", ")}.`,
  );
});

test("a folder that cannot keep the sign-in is told before anybody is sent to a browser", async () => {
  const { standIn, start, folder } = await openWorld();
  writeFileSync(join(folder, "data"), "a file");
  const login = start("login");
  expect(await login.left).toMatchObject({ code: 1 });
  expect(login.stdout()).toBe("");
  expect(login.stderr()).toMatch(/data folder .* is not a folder\..*FEISHU_DATA_DIR/);
  expect(standIn.at(V3)).toHaveLength(0);
});

test("a mistyped port is a wrong command line", async () => {
  const { start } = await openWorld();
  expect(await start("login", "--port", "65536").left).toMatchObject({ code: 2 });
});

test("a tool that needs a user, before, during and after a sign-in, without a restart", async () => {
  const { standIn, serve } = await openWorld();
  const program = serve();
  program.send(toolCall(1, "find_meetings", LIST));
  const before = await said(program, 1);
  expect(before).toContain('\\"kind\\":\\"access\\"');
  const link = /http:[^"\\\s]+/.exec(before)?.[0] ?? "";
  expect(link).not.toContain(APP.secret);
  program.send(toolCall(2, "find_meetings", LIST));
  expect(await said(program, 2)).toContain(link);
  expect(await visit(standIn.browse(link))).toMatchObject({ status: 200 });
  program.send(toolCall(3, "find_meetings", LIST));
  const after = await said(program, 3);
  expect(after).toContain('"complete":true');
  expect(after).toContain("Seen as 王小明");
  expect(program.stdout() + program.stderr()).not.toMatch(/u-1\b|r-1\b|code-1/);
});
