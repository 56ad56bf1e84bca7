import { expect, test } from "vitest";
import { askToSignIn, bearer, LISTS, type Reply, type SignInAsker, V2, V3 } from "./sign-in-asker.ts";

const DAY = 86_400;
const refreshToken = ({ body }: Reply) => String(body["refresh_token"]);
const outcome = ({ status, body }: Reply) => [status, body["code"], body["error"]];

async function signedIn(asker: SignInAsker): Promise<Reply> {
  return asker.exchange(await asker.code());
}

async function whoIs(asker: SignInAsker, { body }: Reply) {
  const { status, code } = await asker.get("/authen/v1/user_info", {}, bearer(body["access_token"]));
  return [status, code];
}

test.each([V3, V2])("%s: a refresh token works once and brings the next", async (path) => {
  const asker = await askToSignIn();
  const first = await signedIn(asker);
  const second = await asker.refresh(refreshToken(first), path);
  expect(second.body).toEqual({
    ...first.body,
    access_token: expect.any(String),
    refresh_token: expect.any(String),
  });
  expect(refreshToken(second)).not.toBe(refreshToken(first));
  expect(outcome(await asker.refresh(refreshToken(first), path))).toEqual([400, 20073, "invalid_grant"]);
  expect((await asker.refresh(refreshToken(second), path)).status).toBe(200);
});

test("the old access token lives to its end, then it has expired", async () => {
  const asker = await askToSignIn();
  const first = await signedIn(asker);
  asker.wait(100);
  const second = await asker.refresh(refreshToken(first));
  asker.wait(7_099);
  expect(await whoIs(asker, first)).toEqual([200, 0]);
  asker.wait(1);
  expect(await whoIs(asker, first)).toEqual([401, 99991677]);
  expect(await whoIs(asker, second)).toEqual([200, 0]);
});

test("each refresh token ends by itself", async () => {
  const asker = await askToSignIn({ lifetimes: { refreshTokenSeconds: 60, accessTokenSeconds: 30 } });
  const first = await signedIn(asker);
  expect(first.body).toMatchObject({ expires_in: 30, refresh_token_expires_in: 60 });
  asker.wait(59);
  const second = await asker.refresh(refreshToken(first));
  expect(second.body["code"]).toBe(0);
  asker.wait(60);
  expect(outcome(await asker.refresh(refreshToken(second)))).toEqual([400, 20037, "invalid_grant"]);
});

test("a year after signing in nothing can be refreshed any more", async () => {
  const asker = await askToSignIn({ lifetimes: { refreshTokenSeconds: 300 * DAY } });
  const first = await signedIn(asker);
  asker.wait(299 * DAY);
  const second = await asker.refresh(refreshToken(first));
  expect(second.body["refresh_token_expires_in"]).toBe(66 * DAY);
  asker.wait(66 * DAY);
  expect((await asker.refresh(refreshToken(second))).body["code"]).toBe(20037);
});

test.each<[string, number, (asker: SignInAsker) => void]>([
  ["the switch is off", 20074, ({ sandbox }) => Object.assign(sandbox.app, { refreshEnabled: false })],
  ["the app was uninstalled", 20009, ({ sandbox }) => Object.assign(sandbox.app, { installed: false })],
  ["the app's secret was renewed", 20002, ({ sandbox }) => Object.assign(sandbox.app, { secret: "new" })],
  [
    "the user may not use the app any more",
    20010,
    ({ sandbox }) => {
      for (const user of sandbox.users) user.mayUseApp = false;
    },
  ],
])("%s: refused, and the token is not spent", async (_, code, change) => {
  const asker = await askToSignIn();
  const first = await signedIn(asker);
  change(asker);
  expect((await asker.refresh(refreshToken(first))).body["code"]).toBe(code);
  Object.assign(asker.sandbox.app, {
    refreshEnabled: true,
    installed: true,
    secret: asker.sandbox.appSecret,
  });
  for (const user of asker.sandbox.users) user.mayUseApp = true;
  expect((await asker.refresh(refreshToken(first))).body["code"]).toBe(0);
});

test("a consent that was taken back ends both kinds of token, of that user alone", async () => {
  const asker = await askToSignIn();
  const { browser, users } = asker.sandbox;
  const first = await signedIn(asker);
  browser.user = users[1]?.name ?? "";
  const other = await signedIn(asker);
  asker.sandbox.revokeSignIns(users[0]?.name ?? "");
  expect((await asker.refresh(refreshToken(first))).body["code"]).toBe(20064);
  expect(await whoIs(asker, first)).toEqual([400, 99991668]);
  expect(await whoIs(asker, other)).toEqual([200, 0]);
});

test("what is no refresh token", async () => {
  const asker = await askToSignIn();
  const first = await signedIn(asker);
  expect((await asker.refresh("x")).body["code"]).toBe(20026);
  expect((await asker.refresh(first.body["access_token"])).body["code"]).toBe(20026);
  expect((await asker.refresh("")).body["code"]).toBe(20001);
});

test("a reply that is lost has spent the token; a request that never arrived has not", async () => {
  const asker = await askToSignIn();
  const first = await signedIn(asker);
  asker.sandbox.trouble({ operation: "user_token", kind: "http_error", status: 502 });
  expect((await asker.refresh(refreshToken(first))).status).toBe(502);
  asker.sandbox.trouble({ operation: "user_token", kind: "cut" });
  await expect(asker.refresh(refreshToken(first))).rejects.toThrow(/terminated|fetch failed/);
  expect((await asker.refresh(refreshToken(first))).body["code"]).toBe(20073);
});

test("tokens in this process, without a browser", async () => {
  const asker = await askToSignIn();
  const { accessToken, refresh } = asker.sandbox.signIn();
  expect((await asker.get("/authen/v1/user_info", {}, bearer(accessToken))).data["open_id"]).toBe(
    asker.sandbox.users[0]?.openId,
  );
  expect((await asker.refresh(refresh?.token)).body["code"]).toBe(0);
  expect(asker.sandbox.signIn(asker.sandbox.users[1]?.name, [LISTS]).refresh).toBeUndefined();
  expect(() => asker.sandbox.signIn("nobody")).toThrow(RangeError);
});
