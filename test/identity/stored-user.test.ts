import { describe, expect, test } from "vitest";
import { NOW, openScene, problemOf, TOKENS } from "./scene.ts";
import { refusal, V3 } from "./stand-in.ts";

const NEVER = new AbortController().signal;
const MINUTE = 60_000;

test("nobody is signed in: a failure that a sign-in cures", async () => {
  const { identity } = await openScene();
  expect(await identity.users.signedIn()).toBeUndefined();
  expect(await problemOf(identity.users.token("ou_1", NEVER))).toMatchObject({
    kind: "access",
    remedy: expect.stringContaining("feishu-meeting-mcp login"),
    details: { needsSignIn: true },
  });
});

test("a token that has long to go is handed out as it is", async () => {
  const { identity, standIn, clock } = await openScene({ tokens: TOKENS });
  clock.advance(100 * MINUTE);
  expect(await identity.users.token("ou_1", NEVER)).toBe("u-first");
  expect(await identity.users.signedIn()).toEqual({ openId: "ou_1", name: "王小明" });
  expect(standIn.arrived).toEqual([]);
});

test("shortly before its end it is renewed in the background, once", async () => {
  const { identity, standIn, clock, store } = await openScene({ tokens: TOKENS });
  clock.advance(111 * MINUTE);
  const given = await Promise.all([identity.users.token("ou_1", NEVER), identity.users.token("ou_1", NEVER)]);
  expect(given).toEqual(["u-first", "u-first"]);
  await identity.close();
  expect(standIn.at(V3)).toHaveLength(1);
  expect(store.current()).toMatchObject({ accessToken: "u-1", refreshToken: "r-1", openId: "ou_1" });
  expect(store.current()?.accessEndsAt).toBe(NOW + 111 * 60 + 7200);
});

test("after its end all who ask wait for one renewal", async () => {
  const { identity, standIn, clock } = await openScene({ tokens: TOKENS });
  clock.advance(121 * MINUTE);
  const given = await Promise.all([1, 2, 3].map(() => identity.users.token("ou_1", NEVER)));
  expect(given).toEqual(["u-1", "u-1", "u-1"]);
  expect(standIn.at(V3)).toHaveLength(1);
});

test("what another process renewed meanwhile is taken, and nothing is asked", async () => {
  const { identity, standIn, clock, store } = await openScene({ tokens: TOKENS });
  clock.advance(121 * MINUTE);
  const other = { ...TOKENS, accessToken: "u-other", accessEndsAt: NOW + 15_000, refreshToken: "r-other" };
  let release: () => void = () => undefined;
  const renewing = store.change(async () => {
    await new Promise<void>((resolve) => {
      release = resolve;
    });
    return other;
  });
  const token = identity.users.token("ou_1", NEVER);
  await Promise.resolve();
  release();
  await renewing;
  expect(await token).toBe("u-other");
  expect(standIn.arrived).toEqual([]);
});

test("a caller who leaves does not cut the renewal off", async () => {
  const { identity, standIn, clock, store } = await openScene({ tokens: TOKENS });
  clock.advance(121 * MINUTE);
  const gone = new AbortController();
  const left = identity.users.token("ou_1", gone.signal);
  gone.abort(new Error("The client has gone."));
  await expect(left).rejects.toThrow("The client has gone.");
  expect(await identity.users.token("ou_1", NEVER)).toBe("u-1");
  expect(standIn.at(V3)).toHaveLength(1);
  expect(store.current()?.refreshToken).toBe("r-1");
});

describe("a refused renewal", () => {
  test("the old token goes on to its end, then the user has to sign in again", async () => {
    const { identity, standIn, clock, store } = await openScene({ tokens: TOKENS });
    standIn.script.on = ({ path }) => (path === V3 ? refusal(20073) : undefined);
    clock.advance(111 * MINUTE);
    expect(await identity.users.token("ou_1", NEVER)).toBe("u-first");
    await identity.close();
    expect(store.current()).toMatchObject({ accessToken: "u-first" });
    expect(store.current()).not.toHaveProperty("refreshToken");
    expect(await identity.users.token("ou_1", NEVER)).toBe("u-first");
    clock.advance(10 * MINUTE);
    expect(await problemOf(identity.users.token("ou_1", NEVER))).toMatchObject({
      details: { needsSignIn: true },
    });
    expect(standIn.at(V3)).toHaveLength(1);
  });

  test("with an ended token it says why", async () => {
    const { identity, standIn, clock } = await openScene({ tokens: TOKENS });
    standIn.script.on = ({ path }) => (path === V3 ? refusal(20037) : undefined);
    clock.advance(121 * MINUTE);
    expect(await problemOf(identity.users.token("ou_1", NEVER))).toMatchObject({
      kind: "access",
      message: expect.stringContaining("has ended"),
      remedy: expect.stringContaining("Sign in again"),
      details: { feishuCode: 20037, needsSignIn: true },
    });
  });

  test("a fault of the moment costs nothing: the next call renews", async () => {
    const { identity, standIn, clock, store } = await openScene({ tokens: TOKENS });
    standIn.script.on = () => ({ status: 502, body: "x", contentType: "text/plain" });
    clock.advance(121 * MINUTE);
    expect(await problemOf(identity.users.token("ou_1", NEVER))).toMatchObject({ kind: "upstream" });
    expect(store.current()).toEqual(TOKENS);
    standIn.script.on = () => undefined;
    expect(await identity.users.token("ou_1", NEVER)).toBe("u-1");
  });

  test("in the background it is not tried at every call", async () => {
    const { identity, standIn, clock } = await openScene({ tokens: TOKENS });
    standIn.script.on = () => ({ status: 502, body: "x", contentType: "text/plain" });
    clock.advance(111 * MINUTE);
    for (let call = 0; call < 3; call += 1) {
      await identity.users.token("ou_1", NEVER);
      await identity.close();
    }
    expect(standIn.at(V3)).toHaveLength(1);
    clock.advance(2 * MINUTE);
    await identity.users.token("ou_1", NEVER);
    await identity.close();
    expect(standIn.at(V3)).toHaveLength(2);
  });
});

test("a token that Feishu refused is renewed though it has long to go", async () => {
  const { identity, standIn } = await openScene({ tokens: TOKENS });
  identity.users.refused("u-first");
  expect(await identity.users.token("ou_1", NEVER)).toBe("u-1");
  expect(standIn.at(V3)).toHaveLength(1);
});

test("signing out forgets everything", async () => {
  const { identity, store } = await openScene({ tokens: TOKENS });
  expect(await identity.signOut()).toBe(true);
  expect(store.current()).toBeUndefined();
  expect(await identity.signOut()).toBe(false);
});

test("a token is never another user's", async () => {
  const { identity, clock } = await openScene({ tokens: TOKENS });
  for (const minutes of [0, 121]) {
    clock.advance(minutes * MINUTE);
    expect(await problemOf(identity.users.token("ou_2", NEVER))).toMatchObject({
      message: "Someone else has signed in meanwhile.",
    });
  }
});
