import { describe, expect, onTestFinished, test } from "vitest";
import { openExchange } from "../../src/feishu/exchange.ts";
import { hostsOf } from "../../src/identity/hosts.ts";
import { openTokenEndpoint, type TokenEndpoint } from "../../src/identity/token-endpoint.ts";
import { NOW, problemOf, testClock } from "./scene.ts";
import { APP, DEVICE, openStandIn, type Reply, refusal, type StandIn, V2, V3 } from "./stand-in.ts";

const NEVER = new AbortController().signal;
const GRANTED: Reply = { body: { code: 0, access_token: "ey.J.1", expires_in: 60, refresh_token: "r-9" } };
const PAGE: Reply = { body: "<html>Welcome</html>", contentType: "text/html" };

async function open(): Promise<{ standIn: StandIn; endpoint: TokenEndpoint; slept: number[] }> {
  const standIn = await openStandIn();
  const clock = testClock(true);
  const { exchange, close } = openExchange();
  onTestFinished(async () => {
    await close();
    await standIn.close();
  });
  const endpoint = openTokenEndpoint({ app: APP, hosts: hostsOf(standIn.origin), exchange, clock });
  return { standIn, endpoint, slept: clock.slept };
}

test.each([
  ["https://open.feishu.cn", "https://accounts.feishu.cn", "https://accounts.feishu.cn/oauth/v3/token"],
  [
    "https://open.larksuite.com",
    "https://accounts.larksuite.com",
    "https://open.larksuite.com/open-apis/authen/v2/oauth/token",
  ],
  ["https://feishu.example.com", "https://feishu.example.com", "https://feishu.example.com/oauth/v3/token"],
])("%s signs in at %s", (baseUrl, accounts, first) => {
  const hosts = hostsOf(baseUrl);
  expect(hosts.accounts).toBe(accounts);
  expect(hosts.tokenEndpoints[0]).toBe(first);
  expect(new Set(hosts.tokenEndpoints).size).toBe(2);
});

test("a refresh is JSON with the app's id and secret once, and its answer says until when", async () => {
  const { standIn, endpoint } = await open();
  standIn.script.on = () => GRANTED;
  expect(await endpoint.refresh("r-1", NEVER)).toEqual({
    accessToken: "ey.J.1",
    accessGivenAt: NOW,
    accessEndsAt: NOW + 60,
    refreshToken: "r-9",
    scopes: [],
  });
  expect(standIn.arrived[0]).toMatchObject({
    path: V3,
    fields: {
      grant_type: "refresh_token",
      refresh_token: "r-1",
      client_id: APP.id,
      client_secret: APP.secret,
    },
  });
  expect(standIn.arrived[0]?.headers.authorization).toBeUndefined();
});

describe("the other version of the token endpoint", () => {
  test.each<[string, Reply]>([
    ["a 404", { status: 404, body: "404 page not found", contentType: "text/plain" }],
    ["a 404 in JSON", { status: 404, body: { code: 99991201, msg: "no such path" } }],
    ["no such path", { status: 400, body: { code: 99991201 } }],
    ["a page", PAGE],
    ["JSON that grants and refuses nothing", { body: { hello: "world" } }],
  ])("%s: is asked once, and first from then on", async (_, foreign) => {
    const { standIn, endpoint } = await open();
    standIn.script.on = ({ path }) => (path === V3 ? foreign : GRANTED);
    await endpoint.refresh("r-1", NEVER);
    await endpoint.refresh("r-2", NEVER);
    expect(standIn.arrived.map(({ path }) => path)).toEqual([V3, V2, V2]);
  });

  test.each<[string, Reply]>([
    ["a gateway's fault", { status: 502, body: "<html>Bad gateway</html>", contentType: "text/html" }],
    ["JSON that was cut off", { body: '{"code":0,"access_tok' }],
    ["a refusal", refusal(20026)],
    ["a refusal with status 404", { ...refusal(20003), status: 404 }],
  ])("%s: the token may have been used, and is not sent again", async (_, reply) => {
    const { standIn, endpoint } = await open();
    standIn.script.on = () => reply;
    const got = await endpoint.refresh("r-1", NEVER).catch((error: unknown) => error);
    expect(got).toBeDefined();
    expect(standIn.arrived).toHaveLength(1);
  });

  test("neither answers: a failure, after one request each", async () => {
    const { standIn, endpoint } = await open();
    standIn.script.on = () => PAGE;
    expect(await problemOf(endpoint.refresh("r-1", NEVER))).toMatchObject({ kind: "upstream" });
    expect(standIn.arrived).toHaveLength(2);
  });
});

describe("refusals of a refresh", () => {
  test.each([20026, 20037, 20064, 20073, 20074])("%i ends the sign-in", async (code) => {
    const { standIn, endpoint } = await open();
    standIn.script.on = () => refusal(code);
    expect(await endpoint.refresh("r-1", NEVER)).toMatchObject({
      ended: { kind: "access", message: expect.stringContaining("has ended"), details: { feishuCode: code } },
    });
  });

  test("a refusal with HTTP 200 is one all the same", async () => {
    const { standIn, endpoint } = await open();
    standIn.script.on = () => ({ body: { code: 20037, msg: "expired" } });
    expect(await endpoint.refresh("r-1", NEVER)).toHaveProperty("ended");
  });

  test.each([20050, 20072])("%i is tried again, each time later", async (code) => {
    const { standIn, endpoint, slept } = await open();
    let asked = 0;
    standIn.script.on = () => {
      asked += 1;
      return asked < 3 ? refusal(code, "server_error") : GRANTED;
    };
    expect(await endpoint.refresh("r-1", NEVER)).toHaveProperty("accessToken");
    expect(slept).toEqual([500, 1000]);
    asked = -9;
    expect(await problemOf(endpoint.refresh("r-1", NEVER))).toMatchObject({ kind: "upstream" });
  });

  test("Feishu's own words are in no failure", async () => {
    const { standIn, endpoint } = await open();
    for (const code of [20002, 20027, 20049, 99991400, 20999]) {
      standIn.script.on = () => refusal(code);
      const { message, remedy } = await problemOf(
        endpoint.redeem(
          { callback: CALLBACK, state: "s", redirectUri: "http://localhost:1/", codeVerifier: "v" },
          NEVER,
        ),
      );
      expect(message + remedy).not.toContain("Feishu's <b>");
    }
  });
});

const CALLBACK = new URLSearchParams({ code: "c", state: "s" });

test("nobody there: tried again, since nothing arrived", async () => {
  const { standIn, endpoint, slept } = await open();
  await standIn.close();
  expect(await problemOf(endpoint.refresh("r-1", NEVER))).toMatchObject({ kind: "upstream" });
  expect(slept).toEqual([500, 1000]);
});

test("a token that does not fit into a header is not taken", async () => {
  const { standIn, endpoint } = await open();
  standIn.script.on = () => ({ body: { code: 0, access_token: "u-1\r\nX: y", expires_in: 60 } });
  expect(await problemOf(endpoint.refresh("r-1", NEVER))).toMatchObject({
    message: expect.stringContaining("access_token"),
  });
});

test("a device asks by form with the pair in the header, and polls by JSON", async () => {
  const { standIn, endpoint } = await open();
  expect(await endpoint.authorizeDevice("vc:export offline_access", NEVER)).toMatchObject({
    user_code: "ABCD-EFGH",
  });
  const [asked] = standIn.at(DEVICE);
  expect(asked?.body).toBe("scope=vc%3Aexport+offline_access&client_id=cli_a_b");
  expect(asked?.headers.authorization).toBe(
    `Basic ${Buffer.from(`${APP.id}:${APP.secret}`).toString("base64")}`,
  );
  standIn.script.on = () => refusal(20089, "authorization_pending");
  expect(await endpoint.pollDevice("device-1", NEVER)).toBe("pending");
  standIn.script.on = () => refusal(20090, "slow_down");
  expect(await endpoint.pollDevice("device-1", NEVER)).toBe("slow_down");
  standIn.script.on = () => undefined;
  expect(await endpoint.pollDevice("device-1", NEVER)).toMatchObject({ accessToken: "u-1" });
  expect(standIn.arrived.at(-1)?.fields).toMatchObject({
    grant_type: "urn:ietf:params:oauth:grant-type:device_code",
    device_code: "device-1",
  });
});
