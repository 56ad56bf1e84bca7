import { mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { stripVTControlCharacters } from "node:util";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { doctor } from "../../src/cli/doctor.ts";
import { runCommand } from "../../src/cli/run-command.ts";
import { openTokenStore } from "../../src/files/files.ts";
import { SCOPES, setUpApp } from "../../src/sandbox/app.ts";
import { type Sandbox, startSandbox } from "../../src/sandbox/sandbox.ts";
import { ADMIN, LEAD, NEW_TENANT, ROWS } from "./doctor-rows.ts";
import { inventHost } from "./invented-host.ts";

const NOW = Date.UTC(2026, 10, 18, 4);

let sandbox: Sandbox;
let folder: string;
beforeAll(async () => {
  sandbox = await startSandbox({ now: () => NOW, callsPerMinute: 10_000 });
});
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "doctor-"));
});
afterEach(async () => {
  Object.assign(sandbox.app, setUpApp(sandbox.appId, sandbox.appSecret, {}));
  for (const user of sandbox.users)
    Object.assign(user, { mayUseApp: true, hasMeetingRole: user.name !== LEAD });
  sandbox.clearTroubles();
  await rm(folder, { recursive: true, force: true });
});
afterAll(() => sandbox.close());

type Environment = Readonly<Record<string, string>>;

function live(): Environment {
  return {
    FEISHU_DOMAIN: sandbox.url,
    FEISHU_APP_ID: sandbox.appId,
    FEISHU_APP_SECRET: sandbox.appSecret,
    FEISHU_DATA_DIR: join(folder, "data"),
    FEISHU_EXPORT_DIR: join(folder, "exports"),
  };
}

async function examine(environment: Environment, isSandbox = false) {
  const host = inventHost(environment, NOW);
  const code = await doctor(isSandbox, host);
  expect(host.complained()).toBe("");
  return { code, text: stripVTControlCharacters(host.written()) };
}

/** As after a sign-in that is so many seconds old. */
async function signIn(name: string, age = 0, scopes: readonly string[] = SCOPES): Promise<void> {
  const issued = sandbox.signIn(name, scopes);
  const user = sandbox.users.find((one) => one.name === name);
  const signedInAt = NOW / 1000 - age;
  const store = openTokenStore({
    dataFolder: join(folder, "data"),
    appId: sandbox.appId,
    baseUrl: sandbox.url,
    locker: { pid: 1, isAlive: () => false, now: () => NOW, sleep: async () => undefined },
  });
  await store.save({
    accessToken: issued.accessToken,
    accessGivenAt: signedInAt,
    accessEndsAt: signedInAt + issued.expiresIn,
    ...(issued.refresh && {
      refreshToken: issued.refresh.token,
      refreshEndsAt: NOW / 1000 + issued.refresh.expiresIn,
    }),
    scopes: [...scopes],
    openId: user?.openId ?? "",
    name,
    tenantKey: user?.tenantKey ?? "",
    signedInAt,
  });
}

describe.each(["en", "zh"] as const)("in %s", (language) => {
  test.each(ROWS)("$what", async (row) => {
    Object.assign(sandbox.app, row.app);
    if (row.trouble !== undefined) sandbox.trouble(row.trouble);
    await row.prepare?.({ sandbox, signIn });
    const { code: exit, text } = await examine({
      ...live(),
      ...row.environment?.({ sandbox, signIn }),
      FEISHU_LANGUAGE: language,
    });
    expect(text).toMatch(row[language]);
    expect(exit).toBe(1);
    const others = ROWS.filter((other) => other.what !== row.what && other[language].test(text));
    expect(others.map(({ what }) => what)).toEqual([]);
    expect(text).not.toMatch(/undefined|\[object|NaN/);
    expect(text).not.toContain(sandbox.appSecret);
    expect(/\p{Script=Han}/u.test(text.replaceAll(/管理员 Ada|组长 Lin/g, ""))).toBe(language === "zh");
  });
});

test("all is ready", async () => {
  await signIn(ADMIN);
  const { code: exit, text } = await examine(live());
  expect(exit).toBe(0);
  expect(text.replaceAll(folder, "/home").replaceAll(sandbox.url, "http://sandbox")).toMatchSnapshot();
});

test("some things are missing, in Chinese", async () => {
  Object.assign(sandbox.app, NEW_TENANT, { range: [] });
  const { text } = await examine({ ...live(), LANG: "zh_CN.UTF-8" });
  expect(text.replaceAll(folder, "/home").replaceAll(sandbox.url, "http://sandbox")).toMatchSnapshot();
});

describe.each(["FEISHU_EXPORT_DIR", "FEISHU_DATA_DIR"])("%s that cannot be used", (setting) => {
  test.each(["a file", "/proc/nobody/there"])("%s: not ready, and the setting is named", async (what) => {
    await signIn(ADMIN);
    const file = join(folder, "file");
    await writeFile(file, "");
    const path = what === "a file" ? file : what;
    for (const language of ["en", "zh"]) {
      const { code: exit, text } = await examine({ ...live(), FEISHU_LANGUAGE: language, [setting]: path });
      expect(exit).toBe(1);
      const said = text.split("\n").findIndex((line) => line.startsWith("    ") && line.includes(path));
      expect(text.split("\n")[said + 1]).toContain(setting);
    }
    expect((await readdir(folder)).filter((name) => name !== "data")).toEqual(["file"]);
  });
});

test("folders that are not there are not there afterwards", async () => {
  expect((await examine(live())).text).toContain(join(folder, "exports"));
  expect(await readdir(folder)).toEqual([]);
});

test("with a fixed user token nobody needs to sign in, and whose token it is stands beside what it opens", async () => {
  const token = { FEISHU_USER_ACCESS_TOKEN: sandbox.signIn(ADMIN).accessToken };
  const { code: exit, text } = await examine({ ...live(), ...token });
  expect(exit).toBe(0);
  expect(text).toMatch(/✓ List of meetings +as the user of FEISHU_USER_ACCESS_TOKEN\n/);
  expect(text).toMatch(/Signed in +not needed/);
  expect(text).not.toMatch(/nobody|signed-in user/);
});

test("against the sandbox it needs nothing", async () => {
  const folders = { FEISHU_DATA_DIR: join(folder, "data"), FEISHU_EXPORT_DIR: join(folder, "exports") };
  expect(await examine(folders, true)).toMatchObject({ code: 0, text: expect.stringContaining("6 of 6") });
  const host = inventHost(folders, NOW);
  expect(await runCommand(["doctor", "--sandbox"], host)).toBe(0);
});

test("without credentials, and with a wrong setting", async () => {
  const { code: exit, text } = await examine({});
  expect(exit).toBe(1);
  expect(text).toMatch(
    /^✗ Nothing works yet\n {4}There are no credentials for Feishu\.\n {4}Set FEISHU_APP_ID/,
  );
  const wrong = await examine({ ...live(), FEISHU_MAX_CONCURRENCY: "many", FEISHU_LANGUAGE: "zh" });
  expect(wrong.code).toBe(1);
  expect(wrong.text).toMatch(/尚不能工作.*FEISHU_MAX_CONCURRENCY/s);
});

test.each([
  {},
  { FEISHU_APP_ID: "cli_1" },
  { FEISHU_APP_SECRET: "two words" },
  { FEISHU_APP_ID: ["$", "{ID}"].join("") },
  { FEISHU_DOMAIN: "https://x.example.com/y" },
  { FEISHU_DOMAIN: "http://x.example.com" },
  { FEISHU_DOMAIN: "https://me@x.example.com" },
  { FEISHU_DOMAIN: "x" },
  { FEISHU_IDENTITY: "app" },
  { FEISHU_TOOLS: "none" },
  { FEISHU_TIME_ZONE: "Beijing" },
  { FEISHU_DATA_DIR: "data" },
  { FEISHU_MAX_CONCURRENCY: "many" },
  { HTTPS_PROXY: "x" },
])("in Chinese a wrong setting is told in Chinese alone: %j", async (environment) => {
  const { code: exit, text } = await examine({ ...environment, FEISHU_LANGUAGE: "zh" });
  expect(exit).toBe(1);
  const lines = text.trim().split("\n").slice(1);
  expect(
    lines.filter((line) => !/\p{Script=Han}.*。$/u.test(line) || /[a-z]{2,} [a-z]{2,} [a-z]/.test(line)),
  ).toEqual([]);
  expect(lines).toHaveLength(2);
});
