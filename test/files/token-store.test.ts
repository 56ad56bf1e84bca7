import {
  chmodSync,
  existsSync,
  mkdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { TokenStore, UserTokens } from "../../src/domain/user-tokens.ts";
import { openTokenStore } from "../../src/files/files.ts";
import { contents, modeOf, problemOf, workspace } from "./workspace.ts";

const space = workspace();
const NOW = Date.UTC(2026, 10, 20, 4);
const TOKENS: UserTokens = {
  accessToken: "u-1",
  accessGivenAt: NOW / 1000,
  accessEndsAt: NOW / 1000 + 7200,
  refreshToken: "r-1",
  refreshEndsAt: NOW / 1000 + 604_800,
  scopes: ["vc:export"],
  openId: "ou_1",
  name: "王小明",
  tenantKey: "tenant-1",
  tenantName: "Galaxy",
  signedInAt: NOW / 1000,
};

interface Opening {
  appId?: string;
  baseUrl?: string;
  pid?: number;
  alive?: readonly number[];
  now?: () => number;
  sleep?: () => Promise<void>;
}

function open(options: Opening = {}): TokenStore {
  const { appId = "cli_1", baseUrl = "https://open.feishu.cn", pid = 1, alive = [1, 2] } = options;
  return openTokenStore({
    ...{ dataFolder: space.data, appId, baseUrl },
    locker: {
      pid,
      isAlive: (asked) => alive.includes(asked),
      now: options.now ?? (() => NOW),
      sleep: options.sleep ?? (() => new Promise((resolve) => setImmediate(resolve))),
    },
  });
}

const folder = () => join(space.data, "sign-in");
const file = () => join(folder(), "user-cli_1@open.feishu.cn.json");
const lock = () => join(folder(), "user-cli_1@open.feishu.cn.lock");

test("what is saved is read again, by another process too", async () => {
  expect(await open().read()).toBeUndefined();
  expect(existsSync(space.data)).toBe(false);
  await open().save(TOKENS);
  expect(await open({ pid: 2 }).read()).toEqual(TOKENS);
  expect(contents(folder())).toEqual(["user-cli_1@open.feishu.cn.json"]);
});

test("the folder is 0700 and the file 0600, whatever they were before", async () => {
  mkdirSync(folder(), { recursive: true, mode: 0o777 });
  chmodSync(folder(), 0o777);
  await open().save(TOKENS);
  expect([modeOf(folder()), modeOf(file())]).toEqual(["700", "600"]);
  chmodSync(file(), 0o644);
  expect(await open().read()).toEqual(TOKENS);
  expect(modeOf(file())).toBe("600");
});

test.each([
  ["another app", { appId: "cli_2" }],
  ["another Feishu", { baseUrl: "https://open.larksuite.com" }],
  ["another port", { baseUrl: "http://127.0.0.1:8000" }],
  ["an app of a dangerous name", { appId: "../../x" }],
])("%s sees nothing of it and keeps its own", async (_, other) => {
  await open().save(TOKENS);
  expect(await open(other).read()).toBeUndefined();
  await open(other).save({ ...TOKENS, name: "李雷" });
  expect(await open().read()).toEqual(TOKENS);
  expect(await open(other).read()).toMatchObject({ name: "李雷" });
  expect(contents(space.root)).toEqual(["data"]);
  expect(contents(folder())).toHaveLength(2);
});

test("a file that was copied from another app is not believed", async () => {
  await open({ appId: "cli_2" }).save(TOKENS);
  writeFileSync(file(), readFileSync(join(folder(), "user-cli_2@open.feishu.cn.json")));
  expect(await open().read()).toBeUndefined();
});

describe("a file that is not ours", () => {
  test.each(["", "{", "null", "[]", '{"version":1}', JSON.stringify({ version: 1, ...TOKENS })])(
    "%j is a failure that names it, and a sign-in replaces it",
    async (text) => {
      mkdirSync(folder(), { recursive: true });
      writeFileSync(file(), text);
      for (const asking of [open().read(), open().change((current) => Promise.resolve(current))]) {
        expect(await problemOf(asking)).toMatchObject({
          kind: "access",
          message: expect.stringContaining(file()),
          remedy: expect.stringContaining("feishu-meeting-mcp login"),
        });
      }
      await open().save(TOKENS);
      expect(await open().read()).toEqual(TOKENS);
    },
  );

  test("a token that would break a header is not believed", async () => {
    await open().save({ ...TOKENS, accessToken: "u-1\r\nX: y" });
    expect(await problemOf(open().read())).toMatchObject({ kind: "access" });
  });

  test("a link is not followed: neither read nor written nor removed through", async () => {
    mkdirSync(folder(), { recursive: true });
    const elsewhere = join(space.root, "elsewhere");
    await open({ appId: "cli_2" }).save(TOKENS);
    writeFileSync(elsewhere, readFileSync(join(folder(), "user-cli_2@open.feishu.cn.json")));
    const before = readFileSync(elsewhere, "utf8");
    symlinkSync(elsewhere, file());
    expect(await problemOf(open().read())).toMatchObject({ message: expect.stringContaining(file()) });
    await open().save(TOKENS);
    expect(await open().read()).toEqual(TOKENS);
    symlinkSync(elsewhere, join(folder(), "user-cli_3@open.feishu.cn.json"));
    expect(await open({ appId: "cli_3" }).clear()).toBe(true);
    expect(readFileSync(elsewhere, "utf8")).toBe(before);
  });

  test("a folder that is a link is refused", async () => {
    mkdirSync(space.data, { recursive: true });
    symlinkSync(space.root, folder());
    expect(await problemOf(open().save(TOKENS))).toMatchObject({
      message: expect.stringContaining("symbolic link"),
    });
  });
});

test("clearing forgets, and says whether there was something", async () => {
  expect(await open().clear()).toBe(false);
  await open().save(TOKENS);
  expect(await open().clear()).toBe(true);
  expect(await open().read()).toBeUndefined();
});

describe("changing", () => {
  test("is done by one at a time: each sees what the one before left", async () => {
    await open().save({ ...TOKENS, name: "" + "0" });
    const add = (store: TokenStore) =>
      store.change(async (current) => {
        await new Promise((resolve) => setImmediate(resolve));
        return current && { ...current, name: String(Number(current.name) + 1) };
      });
    await Promise.all([1, 2, 1, 2, 1, 2].map((pid) => add(open({ pid }))));
    expect(await open().read()).toMatchObject({ name: "6" });
    expect(existsSync(lock())).toBe(false);
  });

  test("keeps what was there where it fails, and lets the next one in", async () => {
    await open().save(TOKENS);
    const failing = open().change(() => Promise.reject(new Error("no answer")));
    await expect(failing).rejects.toThrow("no answer");
    expect(await open().read()).toEqual(TOKENS);
    expect(existsSync(lock())).toBe(false);
  });

  test("leaves the file alone where nothing changed", async () => {
    await open().save(TOKENS);
    chmodSync(folder(), 0o700);
    const before = readFileSync(file(), "utf8");
    await open().change((current) => Promise.resolve(current));
    expect(readFileSync(file(), "utf8")).toBe(before);
    await open({ appId: "cli_2" }).change((current) => Promise.resolve(current));
    expect(contents(folder())).toHaveLength(1);
  });
});

describe("a lock that was left", () => {
  const left = async (holder: object | string) => {
    mkdirSync(folder(), { recursive: true });
    writeFileSync(lock(), typeof holder === "string" ? holder : JSON.stringify(holder));
    let waited = 0;
    const store = open({
      sleep: async () => {
        waited += 1;
        if (waited > 3) throw new Error("It waits.");
      },
    });
    await store.save(TOKENS);
    return waited;
  };
  const machine = async () => {
    let text = "";
    await open().change(async () => {
      text = readFileSync(lock(), "utf8");
      return undefined;
    });
    return String(JSON.parse(text).machine);
  };

  test("by a dead process is taken over at once", async () => {
    expect(await left({ pid: 99, machine: await machine(), since: NOW })).toBe(0);
    expect(contents(folder())).toEqual(["user-cli_1@open.feishu.cn.json"]);
  });

  test("by a process that lives is waited for", async () => {
    await expect(left({ pid: 2, machine: await machine(), since: NOW })).rejects.toThrow("It waits.");
  });

  test("two minutes ago is taken over, whoever has that process id now", async () => {
    expect(await left({ pid: 2, machine: await machine(), since: NOW - 120_001 })).toBe(0);
  });

  test("in a time to come, by a clock that was set back, is taken over", async () => {
    expect(await left({ pid: 2, machine: await machine(), since: NOW + 120_001 })).toBe(0);
  });

  test("on another machine is waited for: its process ids mean nothing here", async () => {
    await expect(left({ pid: 99, machine: "elsewhere", since: NOW })).rejects.toThrow("It waits.");
  });

  test.each([
    ["while another one removes it", NOW, true],
    ["though whoever was removing it is gone", NOW - 120_001, false],
  ] as const)("%s", async (_, guardedAt, isWaitedFor) => {
    mkdirSync(folder(), { recursive: true });
    const dead = JSON.stringify({ pid: 99, machine: await machine(), since: NOW });
    writeFileSync(lock(), dead);
    const guard = `${lock()}.left`;
    writeFileSync(guard, "");
    utimesSync(guard, guardedAt / 1000, guardedAt / 1000);
    const seen: string[] = [];
    const sleep = async () => {
      seen.push(readFileSync(lock(), "utf8"));
      rmSync(guard);
    };
    await open({ sleep }).save(TOKENS);
    expect(seen).toEqual(isWaitedFor ? [dead] : []);
    expect(contents(folder())).toEqual(["user-cli_1@open.feishu.cn.json"]);
  });

  test("is removed by one alone: what a second one would remove is a new lock", async () => {
    await machine();
    writeFileSync(lock(), JSON.stringify({ pid: 99, machine: await machine(), since: NOW }));
    let inside = 0;
    let most = 0;
    const work = (pid: number) =>
      open({ pid }).change(async () => {
        inside += 1;
        most = Math.max(most, inside);
        await new Promise((resolve) => setImmediate(resolve));
        inside -= 1;
        return undefined;
      });
    await Promise.all([1, 2, 1, 2, 1, 2, 1, 2].map(work));
    expect(most).toBe(1);
  });
});
