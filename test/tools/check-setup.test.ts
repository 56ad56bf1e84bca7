import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { SCOPES, setUpApp } from "../../src/sandbox/app.ts";
import { type House, openHouse } from "../support/asked.ts";

let house: House;
beforeAll(async () => {
  house = await openHouse();
});
afterEach(() => {
  const { sandbox } = house;
  Object.assign(sandbox.app, setUpApp(sandbox.appId, sandbox.appSecret, {}));
  house.reset();
});
afterAll(() => house.close());

async function check() {
  const { ask } = await house.asker();
  const answer = await ask("check_setup");
  const folders = Object.entries<string>(answer["folders"]).map(([name, path]) => [
    name,
    path.replace(/^.*[\\/]/, "…/"),
  ]);
  return { ...answer, folders: Object.fromEntries(folders) };
}

test("all is ready", async () => {
  expect(await check()).toMatchSnapshot();
});

test("on a new tenant with nobody signed in", async () => {
  Object.assign(house.sandbox.app, { scopes: SCOPES, oldRoomScope: false });
  expect(await check()).toMatchSnapshot();
});

test("a wrong secret is found once and told once", async () => {
  const before = house.sandbox.requests.length;
  Object.assign(house.sandbox.app, { secret: "another" });
  const answer = await check();
  expect(house.sandbox.requests.length - before).toBe(1);
  expect(answer).toMatchObject({ works_without: [], requests_so_far: 1 });
  expect(JSON.stringify(answer).match(/copies App ID/g)).toHaveLength(2);
  expect(answer).toMatchSnapshot();
});

test("the probe is harmless and small", async () => {
  const before = house.sandbox.requests.length;
  await check();
  const asked = house.sandbox.requests.slice(before);
  expect(asked.map(({ operation }) => operation)).toEqual([
    "tenant_token",
    "get_daily",
    "get_top_user",
    "meeting_list",
    "participant_list",
    "export_status",
    "user_stats",
  ]);
  expect(asked.slice(1).every(({ method }) => method === "GET")).toBe(true);
  expect(asked.map(({ query }) => query["page_size"] ?? query["limit"])).toEqual([
    ...[undefined, undefined, "1", "20", "20", undefined, "1"],
  ]);
});

test("the link of Feishu's reply is shown; one to elsewhere is not", async () => {
  Object.assign(house.sandbox.app, { scopes: SCOPES.filter((scope) => scope !== "vc:export") });
  const link = (answer: object) => JSON.stringify(answer).match(/"link":"([^"]+)"/)?.[1];
  const { appId } = house.sandbox;
  expect(link(await check())).toBe(
    `https://open.feishu.cn/app/${appId}/auth?q=vc:export&op_from=openapi&token_type=tenant`,
  );
  house.sandbox.trouble({
    operation: "export_status",
    kind: "rewritten",
    rewrite: (text) => text.replaceAll("https://open.feishu.cn/", "https://feishu.cn.example.com/"),
  });
  const answer = await check();
  expect(JSON.stringify(answer)).toContain("vc:export");
  expect(JSON.stringify(answer)).not.toContain("example.com");
  expect(link(answer)).toBeUndefined();
});

test("it takes no arguments", async () => {
  const { refused } = await house.asker();
  expect(await refused("check_setup", { verbose: true })).toMatchObject({
    kind: "input",
    message: 'There is no argument "verbose".',
    remedy: "This tool takes no arguments: {}.",
  });
});

test("the failures of the other tools point to it, where Feishu refused", async () => {
  const { refused } = await house.asker();
  Object.assign(house.sandbox.app, { ipAllowed: false });
  expect((await refused("get_meeting_report")).remedy).toMatch(/ check_setup shows what is missing\.$/);
  expect((await refused("get_meeting_report", { limt: 1 })).remedy).not.toContain("check_setup");
});
