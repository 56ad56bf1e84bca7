/** Signing in at the invented tenant, which was written without sight of this client. */
import { expect, onTestFinished, test } from "vitest";
import { openExchange } from "../../src/feishu/feishu.ts";
import { type Identity, openIdentity } from "../../src/identity/identity.ts";
import { type Sandbox, startSandbox } from "../../src/sandbox/sandbox.ts";
import { freePort, memoryStore, NOW, problemOf, type TestClock, testClock } from "./scene.ts";

const NEVER = new AbortController().signal;
const HOUR = 3_600_000;

interface World {
  readonly sandbox: Sandbox;
  readonly identity: Identity;
  readonly clock: TestClock;
  readonly store: ReturnType<typeof memoryStore>;
  readonly port: number;
}

async function openWorld(
  options: Partial<Parameters<typeof startSandbox>[0]> = {},
  hurry = false,
): Promise<World> {
  const clock = testClock(hurry);
  const port = await freePort();
  const app = { redirects: [`http://localhost:${port}/callback`], ...options.app };
  const sandbox = await startSandbox({ now: () => clock.now(), people: 20, ...options, app });
  const store = memoryStore();
  const { exchange, close } = openExchange();
  const own = { id: sandbox.appId, secret: sandbox.appSecret };
  const identity = openIdentity({ app: own, baseUrl: sandbox.url, store, exchange, clock });
  onTestFinished(async () => {
    await identity.close();
    await close();
    await sandbox.close();
  });
  return { sandbox, identity, clock, store, port };
}

/** As a browser follows the link. @returns what stands on the page where it ends. */
async function browse({ identity, port }: World) {
  const { link, done } = await identity.signIn(port).begin();
  const page = await fetch(link);
  return { text: await page.text(), done };
}

test.each([["v3"], ["v2"]] as const)(
  "a browser signs in where there is only %s, and the token is renewed",
  async (version) => {
    const world = await openWorld({ tokenVersions: [version] });
    const { text, done } = await browse(world);
    expect(text).toContain("管理员 Ada");
    expect(await done).toMatchObject({ name: "管理员 Ada", tenantName: "星河 Galaxy", tenantChecked: true });
    const { openId = "", accessToken } = world.store.current() ?? {};
    expect(await world.identity.users.token(openId, NEVER)).toBe(accessToken);
    world.clock.advance(3 * HOUR);
    expect(await world.identity.users.token(openId, NEVER)).not.toBe(accessToken);
    expect(world.store.current()?.accessGivenAt).toBe(NOW + 3 * 3600);
  },
);

test("someone of another organisation is refused", async () => {
  const world = await openWorld();
  world.sandbox.browser.user = "外部 Sam";
  const { done } = await browse(world);
  const problem = await problemOf(done);
  expect(problem.kind).toBe("access");
  expect(world.store.current()).toBeUndefined();
});

test("declining, and a user who may not use the app", async () => {
  const world = await openWorld();
  world.sandbox.browser.decision = "deny";
  expect(await problemOf((await browse(world)).done)).toMatchObject({ message: "The sign-in was declined." });
  world.sandbox.browser.decision = "approve";
  for (const user of world.sandbox.users) user.mayUseApp = false;
  // Feishu shows that on its own page, and nobody comes back.
  const { text } = await browse(world);
  expect(text).not.toContain("Signed in");
  expect(world.store.current()).toBeUndefined();
});

test("with the switch for refreshing off the token goes to its end, and then says so", async () => {
  const world = await openWorld();
  await (await browse(world)).done;
  world.sandbox.app.refreshEnabled = false;
  world.clock.advance(3 * HOUR);
  const { openId = "" } = world.store.current() ?? {};
  expect(await problemOf(world.identity.users.token(openId, NEVER))).toMatchObject({
    details: { feishuCode: 20074, needsSignIn: true },
  });
});

test("a consent that was taken back ends the sign-in", async () => {
  const world = await openWorld();
  await (await browse(world)).done;
  world.sandbox.revokeSignIns("管理员 Ada");
  const { openId = "", accessToken = "" } = world.store.current() ?? {};
  world.identity.users.refused(accessToken);
  expect(await problemOf(world.identity.users.token(openId, NEVER))).toMatchObject({
    details: { needsSignIn: true },
  });
});

test("an app without the scope for its organisation: the person is not compared, and told so", async () => {
  const scopes = ["vc:export", "vc:rooms.room.detailinfo:read", "offline_access"];
  const world = await openWorld({ app: { scopes } });
  expect(await (await browse(world)).done).toMatchObject({ tenantChecked: false });
});

test("a device signs in as soon as somebody has agreed elsewhere", async () => {
  const world = await openWorld({}, true);
  const { sandbox, identity } = world;
  const begun = await identity.signInByDevice();
  sandbox.verifyDevice(begun.userCode);
  expect(await begun.done).toMatchObject({ name: "管理员 Ada" });
});
