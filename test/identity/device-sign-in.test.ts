import { expect, test } from "vitest";
import { openable } from "../../src/identity/device-sign-in.ts";
import { openScene, problemOf } from "./scene.ts";
import { DEVICE, refusal, V3 } from "./stand-in.ts";

test("whoever enters the code elsewhere is signed in here", async () => {
  const { standIn, identity, store, clock } = await openScene({ hurry: true });
  let polled = 0;
  standIn.script.on = ({ path }) => {
    if (path !== V3) return undefined;
    polled += 1;
    if (polled === 1) return refusal(20089, "authorization_pending");
    return polled === 2 ? refusal(20090, "slow_down") : undefined;
  };
  const begun = await identity.signInByDevice();
  expect(begun).toMatchObject({ link: "https://accounts.feishu.cn/device", userCode: "ABCD-EFGH" });
  expect(await begun.done).toMatchObject({ name: "王小明", tenantName: "Galaxy" });
  expect(clock.slept).toEqual([5000, 5000, 10_000]);
  expect(store.current()).toMatchObject({ accessToken: "u-1" });
});

test("it ends when the code does", async () => {
  const { standIn, identity } = await openScene({ hurry: true });
  standIn.script.on = ({ path }) => (path === V3 ? refusal(20089, "authorization_pending") : undefined);
  const { done } = await identity.signInByDevice();
  expect(await problemOf(done)).toMatchObject({ message: "The sign-in was not finished in time." });
  expect(standIn.at(V3)).toHaveLength(120);
});

test("declining ends it", async () => {
  const { standIn, identity } = await openScene({ hurry: true });
  standIn.script.on = ({ path }) => (path === V3 ? refusal(20091, "access_denied") : undefined);
  expect(await problemOf((await identity.signInByDevice()).done)).toMatchObject({
    message: "The sign-in was declined.",
  });
});

test.each([
  "javascript:alert(1)",
  "http://evil.example.com/",
  "https://me@evil.example.com/",
  "file:///x",
  "x",
])("nobody is sent to %s", async (address) => {
  expect(() => openable(address)).toThrow("neither https nor on this machine");
  const { standIn, identity } = await openScene({ hurry: true });
  standIn.script.on = ({ path }) =>
    path === DEVICE
      ? { body: { device_code: "d", user_code: "A", expires_in: 9, verification_uri: address } }
      : undefined;
  expect(await problemOf(identity.signInByDevice())).toMatchObject({ kind: "upstream" });
});
