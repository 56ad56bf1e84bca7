import { describe, expect, test } from "vitest";
import {
  askToSignIn,
  basic,
  challengeOf,
  LISTS,
  REDIRECT,
  type SignInAsker,
  V2,
  V3,
  VERIFIER,
} from "./sign-in-asker.ts";

const BOTH = [
  ["v3", V3],
  ["v2", V2],
] as const;

describe("the page", () => {
  test("leads back with a code and the state, to the letter", async () => {
    const asker = await askToSignIn();
    const { status, headers } = await asker.open({ state: "a+b/c=?&d" });
    const back = new URL(headers.get("location") ?? "");
    expect(status).toBe(302);
    expect(back.origin + back.pathname).toBe(REDIRECT);
    expect([...back.searchParams.keys()]).toEqual(["code", "state"]);
    expect(back.searchParams.get("state")).toBe("a+b/c=?&d");
    expect(back.searchParams.get("code")).toMatch(/^[\w-]{64}$/);
    const stateless = (await asker.open({ state: undefined })).headers.get("location");
    expect(stateless).toMatch(/\?code=[\w-]{64}$/);
  });

  test("a user who denies sends back an error and no code", async () => {
    const asker = await askToSignIn();
    asker.sandbox.browser.decision = "deny";
    const { status, headers } = await asker.open();
    expect([status, headers.get("location")]).toEqual([302, `${REDIRECT}?error=access_denied&state=a+state`]);
  });

  test("a user who decides nothing stays on the page", async () => {
    const asker = await askToSignIn();
    asker.sandbox.browser.decision = "leave";
    const { status, headers, text } = await asker.open();
    expect([status, headers.get("location")]).toEqual([200, null]);
    expect(headers.get("content-type")).toContain("text/html");
    expect(text).toContain(LISTS);
  });

  test.each([
    ["another app", { client_id: "cli_other" }, 20048],
    ["no kind of answer", { response_type: undefined }, 20001],
    ["an address that is not on the app's list", { redirect_uri: "http://localhost:1/callback" }, 20029],
    ["no address", { redirect_uri: undefined }, 20029],
    ["a scope that the app does not have", { scope: "im:message" }, 20027],
    ["a challenge by an unknown method", { code_challenge_method: "S512" }, 20063],
  ])("%s: stands on the page and leads nowhere", async (_, changes, code) => {
    const { status, headers, text } = await (await askToSignIn()).open(changes);
    expect([status, headers.get("location")]).toEqual([400, null]);
    expect(text).toContain(String(code));
  });

  test("what the app may ask for follows its scopes and its list of addresses at once", async () => {
    const asker = await askToSignIn();
    const { app } = asker.sandbox;
    app.redirects = [];
    expect((await asker.open()).text).toContain("20029");
    app.redirects = [REDIRECT];
    app.scopes = [LISTS];
    expect((await asker.open()).text).toContain("20027");
    expect((await asker.open({ scope: LISTS })).status).toBe(302);
    app.scopes = [LISTS, "vc:room:readonly"];
    app.oldRoomScope = false;
    expect((await asker.open({ scope: "vc:room:readonly" })).text).toContain("20027");
  });
});

describe.each(BOTH)("a code for tokens by %s", (_, path) => {
  const refused = async (asker: SignInAsker, code: string, changes: Record<string, string | undefined>) => {
    const { status, body } = await asker.exchange(code, changes, path);
    expect(body).toMatchObject({ error: expect.any(String), error_description: expect.any(String) });
    return [status, body["code"]];
  };

  test("gives the documented answer", async () => {
    const asker = await askToSignIn();
    const { status, headers, body } = await asker.exchange(await asker.code(), {}, path);
    expect(status).toBe(200);
    expect(headers.get("cache-control")).toBe("no-store");
    expect(body).toEqual({
      code: 0,
      access_token: expect.any(String),
      expires_in: 7_200,
      refresh_token: expect.any(String),
      refresh_token_expires_in: 604_800,
      scope: `${LISTS} offline_access`,
      token_type: "Bearer",
    });
    expect(String(body["access_token"]).length).toBeGreaterThan(1_000);
    expect(String(body["access_token"]).length).toBeLessThan(4_096);
  });

  test("without offline_access there is no refresh token", async () => {
    const asker = await askToSignIn();
    asker.sandbox.browser.grants = [LISTS];
    const { body } = await asker.exchange(await asker.code(), {}, path);
    expect(Object.keys(body)).not.toContain("refresh_token");
    expect(body["scope"]).toBe(LISTS);
  });

  test("works once", async () => {
    const asker = await askToSignIn();
    const code = await asker.code();
    expect((await asker.exchange(code, {}, path)).body["code"]).toBe(0);
    expect(await refused(asker, code, {})).toEqual([400, 20065]);
  });

  test("is spent by a wrong verifier too", async () => {
    const asker = await askToSignIn();
    const code = await asker.code();
    expect(await refused(asker, code, { code_verifier: "b".repeat(43) })).toEqual([400, 20049]);
    expect(await refused(asker, code, {})).toEqual([400, 20065]);
  });

  test("works for five minutes", async () => {
    const asker = await askToSignIn();
    const codes = [await asker.code(), await asker.code()];
    asker.wait(299);
    expect((await asker.exchange(codes[0] ?? "", {}, path)).body["code"]).toBe(0);
    asker.wait(1);
    expect(await refused(asker, codes[1] ?? "", {})).toEqual([400, 20004]);
  });

  test.each([
    ["an unknown code", { code: "x" }, 20003],
    ["no code", { code: undefined }, 20001],
    ["no grant type", { grant_type: undefined }, 20001],
    ["an unknown grant type", { grant_type: "password" }, 20036],
    ["another address", { redirect_uri: `${REDIRECT}/` }, 20071],
    ["no address", { redirect_uri: undefined }, 20071],
    ["no verifier", { code_verifier: undefined }, 20049],
    ["another verifier", { code_verifier: `${VERIFIER}x` }, 20049],
    ["the challenge as verifier", { code_verifier: challengeOf(VERIFIER) }, 20049],
    ["a wrong secret", { client_secret: "x" }, 20002],
    ["no secret", { client_secret: undefined }, 20001],
    ["another app", { client_id: "cli_other" }, 20048],
  ])("%s", async (_case, changes, code) => {
    const asker = await askToSignIn();
    expect(await refused(asker, await asker.code(), changes)).toEqual([400, code]);
  });

  test("a verifier shorter than 43 characters", async () => {
    const asker = await askToSignIn();
    const code = await asker.code({ code_challenge: challengeOf("short") });
    expect(await refused(asker, code, { code_verifier: "short" })).toEqual([400, 20049]);
  });

  test("an address that has left the app's list since", async () => {
    const asker = await askToSignIn();
    const code = await asker.code();
    asker.sandbox.app.redirects = [];
    expect(await refused(asker, code, {})).toEqual([400, 20071]);
  });

  test.each([
    ["not released", { released: false }],
    ["not installed", { installed: false }],
  ])("an app that is %s", async (_case, app) => {
    const asker = await askToSignIn();
    const code = await asker.code();
    Object.assign(asker.sandbox.app, app);
    expect(await refused(asker, code, {})).toEqual([400, 20009]);
  });

  test("a user who may not use the app", async () => {
    const asker = await askToSignIn({
      users: [{ name: "Kim", hasMeetingRole: true, mayUseApp: false }],
    });
    expect(await refused(asker, await asker.code(), {})).toEqual([400, 20010]);
  });

  test("the secret in the body, by Basic, or wrongly by both", async () => {
    const asker = await askToSignIn();
    const authorization = basic(asker.sandbox);
    const grant = { grant_type: "authorization_code", redirect_uri: REDIRECT, code_verifier: VERIFIER };
    const code = await asker.code();
    const both = await asker.tokens({ ...grant, code }, path, { authorization });
    expect([both.status, both.body["code"]]).toEqual([400, 20070]);
    const alone = await asker.tokens({ ...grant, code, client_secret: undefined }, path, { authorization });
    expect(alone.body["code"]).toBe(0);
  });

  test("a form, a list and a broken body are no requests", async () => {
    const asker = await askToSignIn();
    const send = async (body: string, type = "application/json") =>
      (await asker.raw(path, { method: "POST", body, headers: { "content-type": type } })).body["code"];
    expect(await send("grant_type=authorization_code&code=x", "application/x-www-form-urlencoded")).toBe(
      20063,
    );
    expect(await send("[]")).toBe(20063);
    expect(await send("{")).toBe(20063);
    expect(await send('{"grant_type":1}')).toBe(20063);
  });
});

test("v3 alone refuses a verifier that no challenge was given for", async () => {
  const asker = await askToSignIn();
  const code = () => asker.code({ code_challenge: undefined, code_challenge_method: undefined });
  expect((await asker.exchange(await code(), {}, V3)).body["code"]).toBe(20049);
  expect((await asker.exchange(await code(), {}, V2)).body["code"]).toBe(0);
  expect((await asker.exchange(await code(), { code_verifier: undefined }, V3)).body["code"]).toBe(0);
});

test("a challenge without a method is the verifier itself", async () => {
  const asker = await askToSignIn();
  const code = await asker.code({ code_challenge: VERIFIER, code_challenge_method: undefined });
  expect((await asker.exchange(code)).body["code"]).toBe(0);
});

test("a version of the token endpoint that is not there spends nothing", async () => {
  const asker = await askToSignIn({ tokenVersions: ["v2"] });
  const code = await asker.code();
  const missing = await asker.exchange(code, {}, V3);
  expect([missing.status, missing.body]).toEqual([404, {}]);
  expect((await asker.exchange(code, {}, V2)).body["code"]).toBe(0);
  expect(asker.sandbox.requests.map(({ operation, grantType }) => [operation, grantType])).toEqual([
    ["authorize", undefined],
    ["user_token", "authorization_code"],
    ["user_token", "authorization_code"],
  ]);
});

test("the user is whoever sits at the browser", async () => {
  const asker = await askToSignIn();
  const [, lead] = asker.sandbox.users;
  asker.sandbox.browser.user = lead?.name ?? "";
  const { body } = await asker.exchange(await asker.code());
  const info = await asker.get(
    "/authen/v1/user_info",
    {},
    {
      authorization: `Bearer ${String(body["access_token"])}`,
    },
  );
  expect(info.data["open_id"]).toBe(lead?.openId);
});
