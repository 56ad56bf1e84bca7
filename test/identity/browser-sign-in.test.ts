import { createServer } from "node:http";
import { expect, test } from "vitest";
import { freePort, openScene, problemOf, visit } from "./scene.ts";
import { refusal, TENANT, V3 } from "./stand-in.ts";

test("a browser signs in, and the person and the organisation are known", async () => {
  const { standIn, identity, store } = await openScene();
  const port = await freePort();
  const { link, done } = await identity.signIn(port).begin();
  const asked = new URL(link).searchParams;
  expect(asked.get("redirect_uri")).toBe(`http://localhost:${port}/callback`);
  expect(asked.get("scope")).toBe("vc:rooms.room.detailinfo:read vc:export offline_access");
  const page = await visit(standIn.browse(link));
  expect(page).toMatchObject({ status: 200, text: expect.stringContaining("王小明 (Galaxy)") });
  expect(page.headers["content-security-policy"]).toMatch(/^default-src 'none'/);
  expect(page.text).not.toMatch(/u-1|r-1|code-1/);
  expect(await done).toEqual({ openId: "ou_1", name: "王小明", tenantName: "Galaxy", tenantChecked: true });
  expect(store.current()).toMatchObject({ accessToken: "u-1", refreshToken: "r-1", tenantKey: TENANT });
  expect(standIn.at(V3).map(({ headers }) => headers["content-type"])).toEqual([
    "application/json; charset=utf-8",
  ]);
});

test("the link holds no secret, and its state and challenge are new each time", async () => {
  const { identity } = await openScene();
  const [one, other] = [
    await identity.signIn(await freePort()).begin(),
    await identity.signIn(await freePort()).begin(),
  ];
  for (const { link } of [one, other]) expect(link).not.toContain("secret");
  for (const name of ["state", "code_challenge"]) {
    expect(new URL(one.link).searchParams.get(name)).not.toBe(new URL(other.link).searchParams.get(name));
  }
});

test("a forged state, a foreign Host, another path and another method are refused and do not end the sign-in", async () => {
  const { standIn, identity } = await openScene();
  const port = await freePort();
  const { link, done } = await identity.signIn(port).begin();
  const back = standIn.browse(link);
  const forged = new URL(back);
  forged.searchParams.set("state", "forged");
  const twice = `${back}&state=forged`;
  expect(await visit(forged.href)).toMatchObject({ status: 400 });
  expect(await visit(twice)).toMatchObject({ status: 400 });
  expect(await visit(back, { host: "evil.example.com" })).toMatchObject({ status: 403 });
  expect(await visit(back, { host: `127.0.0.1:${port}` })).toMatchObject({ status: 403 });
  expect(await visit(back.replace("/callback", "/callback/x"))).toMatchObject({ status: 404 });
  expect(await visit(back, { method: "POST" })).toMatchObject({ status: 405 });
  expect(standIn.at(V3)).toEqual([]);
  expect(await visit(back)).toMatchObject({ status: 200 });
  expect(await done).toMatchObject({ name: "王小明" });
});

test("a browser that prefers IPv6 comes back as well", async () => {
  const { standIn, identity } = await openScene();
  const { link, done } = await identity.signIn(await freePort()).begin();
  expect(await visit(standIn.browse(link), { from: "::1" })).toMatchObject({ status: 200 });
  await done;
});

test("a replayed redirect redeems nothing a second time", async () => {
  const { standIn, identity } = await openScene();
  let go: () => void = () => undefined;
  const after = new Promise<void>((resolve) => {
    go = resolve;
  });
  standIn.script.on = ({ path }) =>
    path === "/open-apis/authen/v1/user_info" ? { ...INFO, after } : undefined;
  const { link, done } = await identity.signIn(await freePort()).begin();
  const back = standIn.browse(link);
  const first = visit(back);
  const second = await visit(back);
  expect(second).toMatchObject({ status: 400, text: expect.stringContaining("used already") });
  go();
  await first;
  await done;
  expect(standIn.at(V3)).toHaveLength(1);
});

const INFO = { body: { code: 0, data: { open_id: "ou_1", name: "<b>x</b>", tenant_key: TENANT } } };

test("the page escapes what people typed, and a failure's page says what to do", async () => {
  const { standIn, identity } = await openScene();
  standIn.script.on = ({ path }) => (path === "/open-apis/authen/v1/user_info" ? INFO : undefined);
  const named = await identity.signIn(await freePort()).begin();
  expect((await visit(standIn.browse(named.link))).text).toContain("&lt;b&gt;x");
  standIn.script.on = ({ path }) => (path === V3 ? refusal(20010) : undefined);
  const refused = await identity.signIn(await freePort()).begin();
  expect((await visit(standIn.browse(refused.link))).text).toContain("This user may not use the app.");
  expect(await problemOf(refused.done)).toMatchObject({ kind: "access", details: { feishuCode: 20010 } });
});

test("whoever belongs to another organisation is refused and not kept", async () => {
  const { standIn, identity, store } = await openScene();
  standIn.script.userTenant = "tenant-2";
  const { link, done } = await identity.signIn(await freePort()).begin();
  await visit(standIn.browse(link));
  expect(await problemOf(done)).toMatchObject({ message: expect.stringContaining("another organisation") });
  expect(store.current()).toBeUndefined();
});

test("an app that may not ask for its organisation lets its user in and says that it was not compared", async () => {
  const { standIn, identity } = await openScene();
  standIn.script.on = ({ path }) =>
    path.startsWith("/open-apis/tenant/") ? { body: { code: 99991672 } } : undefined;
  const { link, done } = await identity.signIn(await freePort()).begin();
  await visit(standIn.browse(link));
  expect(await done).toMatchObject({ tenantChecked: false });
});

test("declining is a failure that says so", async () => {
  const { identity } = await openScene();
  const port = await freePort();
  const { link, done } = await identity.signIn(port).begin();
  const state = new URL(link).searchParams.get("state") ?? "";
  await visit(`http://localhost:${port}/callback?error=access_denied&state=${state}`);
  expect(await problemOf(done)).toMatchObject({ message: "The sign-in was declined." });
});

test("it ends after five minutes, and the address is free again", async () => {
  const { identity, clock } = await openScene();
  const port = await freePort();
  const { done } = await identity.signIn(port).begin();
  clock.advance(299_999);
  expect((await visit(`http://localhost:${port}/callback`)).status).toBe(400);
  clock.advance(1);
  expect(await problemOf(done)).toMatchObject({ message: expect.stringContaining("five minutes") });
  await expect(visit(`http://localhost:${port}/callback`)).rejects.toThrow("ECONNREFUSED");
});

test("one sign-in at a time: who asks meanwhile gets the same link", async () => {
  const { standIn, identity } = await openScene();
  const signIn = identity.signIn(await freePort());
  const [one, other] = await Promise.all([signIn.begin(), signIn.begin()]);
  expect(other.link).toBe(one.link);
  await visit(standIn.browse(one.link));
  await one.done;
  const next = await signIn.begin();
  expect(next.link).not.toBe(one.link);
});

test("a taken port is a failure, not another port", async () => {
  const { identity } = await openScene();
  const taken = createServer();
  await new Promise<void>((resolve) => {
    taken.listen(0, "127.0.0.1", resolve);
  });
  const address = taken.address();
  const port = typeof address === "object" ? (address?.port ?? 0) : 0;
  expect(await problemOf(identity.signIn(port).begin())).toMatchObject({
    kind: "access",
    message: expect.stringContaining(`port ${port} of this machine is taken`),
    remedy: expect.stringContaining("--port"),
  });
  await new Promise<void>((resolve) => {
    taken.close(() => resolve());
  });
});
