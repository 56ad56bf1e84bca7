import { expect, test } from "vitest";
import type { Operation } from "../../src/sandbox/routes.ts";
import type { Trouble } from "../../src/sandbox/troubles.ts";
import { ask, daysAgo, FRIDAY, fields } from "./asker.ts";
import { askToSignIn, bearer, type SignInAsker } from "./sign-in-asker.ts";

const WEEK = { start_time: daysAgo(7), end_time: daysAgo(0) };
const MEETINGS = "/vc/v1/meeting_list";
const INFO = "/authen/v1/user_info";

test("who signed in, of which organisation, and whose app it is", async () => {
  const asker = await ask();
  const { users } = asker.sandbox;
  const [admin, , stranger] = users;
  const info = async (name: string | undefined) =>
    (await asker.get(INFO, {}, bearer(asker.sandbox.signIn(name).accessToken))).data;
  const own = await info(admin?.name);
  expect(own).toMatchObject({
    name: admin?.name,
    open_id: expect.stringMatching(/^ou_[0-9a-f]{32}$/),
    union_id: expect.stringMatching(/^on_[0-9a-f]{32}$/),
    user_id: expect.stringMatching(/^[0-9a-f]{8}$/),
  });
  const { tenant } = (await asker.get("/tenant/v2/tenant/query")).data;
  expect(tenant).toMatchObject({ name: "星河 Galaxy", display_id: expect.stringMatching(/^F\d{11}$/) });
  expect(own["tenant_key"]).toBe(fields(tenant)["tenant_key"]);
  expect((await info(stranger?.name))["tenant_key"]).not.toBe(own["tenant_key"]);
});

test("a person's user_id needs a scope of the app and of the token", async () => {
  const asker = await ask();
  const { app } = asker.sandbox;
  const names = async (scopes?: readonly string[]) =>
    Object.keys(
      (await asker.get(INFO, {}, bearer(asker.sandbox.signIn(undefined, scopes).accessToken))).data,
    );
  expect(await names()).toContain("user_id");
  expect(await names([])).not.toContain("user_id");
  app.scopes = [];
  expect(await names()).not.toContain("user_id");
});

test("every request is recorded with whoever asked, and without secrets", async () => {
  const asker = await askToSignIn({ userAccessTokens: ["u-1"] });
  const { users, requests } = asker.sandbox;
  const lead = asker.sandbox.signIn(users[1]?.name);
  await asker.get(MEETINGS, WEEK, bearer(lead.accessToken));
  await asker.get(MEETINGS, WEEK, bearer("u-1"));
  await asker.get(MEETINGS, WEEK);
  await asker.get(MEETINGS, WEEK, bearer("u-2"));
  await asker.refresh(asker.sandbox.signIn().refresh?.token);
  expect(
    requests.map(({ operation, token, identity, grantType }) => [operation, token, identity, grantType]),
  ).toEqual([
    ["meeting_list", "user", users[1]?.openId, undefined],
    ["meeting_list", "user", users[0]?.openId, undefined],
    ["tenant_token", "none", undefined, undefined],
    ["meeting_list", "tenant", "tenant", undefined],
    ["meeting_list", "user", undefined, undefined],
    ["user_token", "none", undefined, "refresh_token"],
  ]);
  const text = JSON.stringify(requests);
  for (const secret of [lead.accessToken, "u-1", asker.sandbox.appSecret]) expect(text).not.toContain(secret);
});

test("an export is polled and fetched by whoever asked for it, and by nobody else", async () => {
  const asker = await ask();
  const { tenant, users } = asker.sandbox;
  for (const user of users) user.hasMeetingRole = true;
  const [meeting] = tenant.meetings("2026-11-18", "2026-11-18", FRIDAY / 1000);
  const admin = bearer(asker.sandbox.signIn().accessToken);
  const lead = bearer(asker.sandbox.signIn(users[1]?.name).accessToken);
  const body = {
    meeting_no: meeting?.number,
    meeting_start_time: String(meeting?.start),
    meeting_end_time: String(meeting?.end),
  };
  const { data } = await asker.post("/vc/v1/exports/participant_list", body, admin);
  const poll = (headers?: Record<string, string>) =>
    asker.get(`/vc/v1/exports/${String(data["task_id"])}`, {}, headers);
  expect(await poll(lead)).toMatchObject({ status: 403, code: 121005 });
  expect((await poll()).code).toBe(121005);
  await poll(admin);
  await poll(bearer(asker.sandbox.signIn().accessToken));
  const file = { file_token: String((await poll(admin)).data["file_token"]) };
  const fetched = async (headers?: Record<string, string>) =>
    (await asker.get("/vc/v1/exports/download", file, headers)).status;
  expect([await fetched(lead), await fetched(), await fetched(admin)]).toEqual([403, 403, 200]);
});

test("a refused token of a user's: of its own code, and for good", async () => {
  const asker = await ask();
  const refused = async (code?: 99991677) => {
    const headers = bearer(asker.sandbox.signIn().accessToken);
    asker.sandbox.trouble({ operation: "meeting_list", kind: "token_refused", ...(code ? { code } : {}) });
    const answers = [await asker.get(MEETINGS, WEEK, headers), await asker.get(MEETINGS, WEEK, headers)];
    return answers.map((answer) => [answer.status, answer.code]);
  };
  expect(await refused()).toEqual([
    [400, 99991668],
    [400, 99991668],
  ]);
  expect(await refused(99991677)).toEqual([
    [401, 99991677],
    [401, 99991677],
  ]);
});

test("a reply's date is the sandbox's own", async () => {
  const asker = await ask();
  expect((await asker.get(MEETINGS, WEEK)).headers.get("date")).toBe(new Date(FRIDAY).toUTCString());
});

const ASKED: readonly (readonly [Operation, (asker: SignInAsker) => Promise<{ status: number }>])[] = [
  ["user_token", (asker) => asker.refresh(asker.sandbox.signIn().refresh?.token)],
  ["device_authorization", (asker) => asker.startDevice()],
  ["user_info", (asker) => asker.get(INFO, {}, bearer(asker.sandbox.signIn().accessToken))],
  ["tenant_query", (asker) => asker.get("/tenant/v2/tenant/query")],
];

test.each(ASKED)("%s can be slow, hang, break off and fail", async (operation, call) => {
  const asker = await askToSignIn();
  const trouble = (one: Trouble) => asker.sandbox.trouble(one);
  trouble({ operation, kind: "slow", milliseconds: 40 });
  const start = performance.now();
  expect((await call(asker)).status).toBe(200);
  expect(performance.now() - start).toBeGreaterThan(30);
  trouble({ operation, kind: "http_error", status: 503 });
  expect((await call(asker)).status).toBe(503);
  trouble({ operation, kind: "cut" });
  await expect(call(asker)).rejects.toThrow(/terminated|fetch failed/);
  trouble({ operation, kind: "hang" });
  const hanging = call(asker).then(
    () => "answered",
    () => "gone",
  );
  while (asker.sandbox.requests.filter((request) => request.operation === operation).length < 4)
    await asker.get(MEETINGS, WEEK);
  await asker.sandbox.close();
  expect(await hanging).toBe("gone");
});

test.each(["user_token", "device_authorization"] as const)(
  "%s fails in the words of OAuth",
  async (operation) => {
    const asker = await askToSignIn();
    const call = ASKED.find(([name]) => name === operation)?.[1];
    asker.sandbox.trouble({ operation, kind: "error_code", code: 20050 });
    expect(await call?.(asker)).toMatchObject({
      status: 500,
      body: { code: 20050, error: "server_error", error_description: expect.any(String) },
    });
    asker.sandbox.trouble({ operation, kind: "error_code", code: 20072 });
    expect(await call?.(asker)).toMatchObject({ status: 503, body: { code: 20072 } });
  },
);
