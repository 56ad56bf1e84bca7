import { expect, test } from "vitest";
import { fields } from "./asker.ts";
import {
  askToSignIn,
  basic,
  bearer,
  form,
  LISTS,
  type Reply,
  type SignInAsker,
  V2,
  V3,
} from "./sign-in-asker.ts";

const outcome = ({ status, body }: Reply) => [status, body["error"]];

async function started(asker: SignInAsker) {
  const { body } = await asker.startDevice();
  const { device_code: deviceCode, user_code: userCode, verification_uri_complete: link } = body;
  return { deviceCode, userCode: String(userCode), link: String(link) };
}

test("the screen gets a code and a link, and how long to wait", async () => {
  const asker = await askToSignIn();
  const { status, body } = await asker.startDevice();
  expect(status).toBe(200);
  expect(body).toEqual({
    device_code: expect.stringMatching(/^[\w-]{43}$/),
    user_code: expect.stringMatching(/^[B-Z]{4}-[B-Z]{4}$/),
    verification_uri: `${asker.sandbox.url}/oauth/v1/device/verify`,
    verification_uri_complete: `${asker.sandbox.url}/oauth/v1/device/verify?user_code=${String(body["user_code"])}`,
    expires_in: 600,
    interval: 5,
  });
});

test.each([V3, V2])(
  "%s: pending until somebody opens the link and approves, then tokens, once",
  async (path) => {
    const asker = await askToSignIn();
    const { deviceCode, link } = await started(asker);
    const pending = await asker.poll(deviceCode, path);
    expect([pending.status, pending.body]).toEqual([400, { error: "authorization_pending" }]);
    expect((await asker.raw(link.replace(asker.sandbox.url, ""))).status).toBe(200);
    asker.wait(5);
    const { body } = await asker.poll(deviceCode, path);
    expect(body).toMatchObject({ code: 0, scope: `${LISTS} offline_access`, token_type: "Bearer" });
    const info = await asker.get("/authen/v1/user_info", {}, bearer(body["access_token"]));
    expect(info.data["open_id"]).toBe(asker.sandbox.users[0]?.openId);
    expect((await asker.refresh(body["refresh_token"], path)).body["code"]).toBe(0);
    asker.wait(5);
    expect(outcome(await asker.poll(deviceCode, path))).toEqual([400, "invalid_grant"]);
  },
);

test("asking too soon: slower from then on, approved or not", async () => {
  const asker = await askToSignIn();
  const { deviceCode, userCode } = await started(asker);
  await asker.poll(deviceCode);
  asker.wait(4.9);
  expect(outcome(await asker.poll(deviceCode))).toEqual([400, "slow_down"]);
  expect(asker.sandbox.verifyDevice(userCode)).toBe(true);
  asker.wait(9);
  expect(outcome(await asker.poll(deviceCode))).toEqual([400, "slow_down"]);
  asker.wait(15);
  expect((await asker.poll(deviceCode)).body["code"]).toBe(0);
});

test("denied", async () => {
  const asker = await askToSignIn();
  const { deviceCode } = await started(asker);
  asker.sandbox.browser.decision = "deny";
  asker.sandbox.verifyDevice();
  expect(outcome(await asker.poll(deviceCode))).toEqual([400, "access_denied"]);
});

test("nobody decided in time", async () => {
  const asker = await askToSignIn({ lifetimes: { deviceCodeSeconds: 60, pollIntervalSeconds: 1 } });
  const { deviceCode, userCode } = await started(asker);
  asker.wait(60);
  expect(outcome(await asker.poll(deviceCode))).toEqual([400, "expired_token"]);
  expect(asker.sandbox.verifyDevice(userCode)).toBe(false);
  expect((await asker.raw(`/oauth/v1/device/verify?user_code=${userCode}`)).status).toBe(400);
});

test("a user who may not use the app", async () => {
  const asker = await askToSignIn({ users: [{ name: "Kim", hasMeetingRole: true, mayUseApp: false }] });
  const { deviceCode } = await started(asker);
  asker.sandbox.verifyDevice();
  expect((await asker.poll(deviceCode)).body["code"]).toBe(20010);
});

test("a poll may be a form as well", async () => {
  const asker = await askToSignIn();
  const { deviceCode } = await started(asker);
  const { appId, appSecret } = asker.sandbox;
  const { body } = await asker.raw(V3, {
    method: "POST",
    body: form({
      grant_type: "urn:ietf:params:oauth:grant-type:device_code",
      client_id: appId,
      client_secret: appSecret,
      device_code: String(deviceCode),
    }),
  });
  expect(body).toEqual({ error: "authorization_pending" });
});

test("what is wrong with a request for a code", async () => {
  const asker = await askToSignIn();
  const { appId, appSecret } = asker.sandbox;
  const code = async (changes: Record<string, string | undefined>, headers: Record<string, string> = {}) =>
    fields((await asker.startDevice(changes, headers)).body)["code"];
  expect(await code({}, { authorization: basic({ appId, appSecret: "x" }) })).toBe(20002);
  expect(await code({}, { authorization: basic({ appId: "cli_other", appSecret }) })).toBe(20063);
  expect(
    await code({ client_id: undefined }, { authorization: basic({ appId: "cli_other", appSecret }) }),
  ).toBe(20048);
  expect(await code({ client_secret: appSecret })).toBe(20070);
  expect(await code({ scope: "im:message" })).toBe(20027);
  expect(await code({}, { "content-type": "application/json" })).toBe(20063);
  const escaped = Buffer.from(`${appId.replace("_", "%5F")}:${appSecret}`).toString("base64");
  expect(await code({ client_id: undefined }, { authorization: `Basic ${escaped}` })).toBe(20048);
  asker.sandbox.app.installed = false;
  expect(await code({})).toBe(20009);
});
