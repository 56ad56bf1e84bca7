import { describe, expect, test } from "vitest";
import {
  type Environment,
  languageOf,
  readSettings,
  type Settings,
  secretsOf,
  unknownSettings,
} from "../src/config.ts";
import { Problem } from "../src/domain/problem.ts";
import { logLevel } from "../src/server/server.ts";
import { SETTINGS } from "../src/settings.ts";

const TOOL_NAMES = ["get_meeting_report", "find_meetings"];
const APP: Environment = { FEISHU_APP_ID: "cli_1", FEISHU_APP_SECRET: "s3cret-of-the-app" };

function read(environment: Environment, sandbox = false): Settings | Problem {
  return readSettings(environment, { sandbox, toolNames: TOOL_NAMES, reader: "server" });
}

function settings(environment: Environment, sandbox = false): Settings {
  const found = read(environment, sandbox);
  if (found instanceof Problem) throw found;
  return found;
}

function problem(environment: Environment, sandbox = false): Problem {
  const found = read(environment, sandbox);
  if (found instanceof Problem) return found;
  throw new Error("these settings were taken");
}

test("credentials alone are enough", () => {
  expect(settings(APP)).toEqual({
    upstream: {
      name: "feishu",
      baseUrl: "https://open.feishu.cn",
      identity: "auto",
      app: { id: "cli_1", secret: "s3cret-of-the-app" },
    },
    zone: "Asia/Shanghai",
    statisticsZone: "+08:00",
    personal: new Set(),
    workBudgetSeconds: 45,
    maxConcurrency: 4,
    signInPort: 17_653,
    language: "en",
    proxied: false,
  });
});

test("the settings are frozen", () => {
  expect(Object.isFrozen(settings(APP))).toBe(true);
  expect(Object.isFrozen(settings(APP).upstream)).toBe(true);
});

describe("where the tenant is", () => {
  test.each([
    ["feishu", "https://open.feishu.cn", "Asia/Shanghai", "+08:00"],
    ["lark", "https://open.larksuite.com", "UTC", "UTC"],
    ["Lark", "https://open.larksuite.com", "UTC", "UTC"],
    ["https://feishu.example.com", "https://feishu.example.com", "Asia/Shanghai", "+08:00"],
    ["https://feishu.example.com/", "https://feishu.example.com", "Asia/Shanghai", "+08:00"],
    ["http://127.0.0.1:8123", "http://127.0.0.1:8123", "Asia/Shanghai", "+08:00"],
    ["http://[::1]:8123", "http://[::1]:8123", "Asia/Shanghai", "+08:00"],
    ["http://localhost:8123", "http://localhost:8123", "Asia/Shanghai", "+08:00"],
  ])("%s", (domain, baseUrl, zone, statisticsZone) => {
    expect(settings({ ...APP, FEISHU_DOMAIN: domain })).toMatchObject({
      upstream: { baseUrl },
      zone,
      statisticsZone,
    });
  });

  test("a zone of its own leaves the statistics where they are", () => {
    const found = settings({ ...APP, FEISHU_TIME_ZONE: "America/New_York" });
    expect([found.zone, found.statisticsZone]).toEqual(["America/New_York", "+08:00"]);
  });
});

describe("a wrong value names its variable, its fault and a right example", () => {
  test.each([
    ["FEISHU_DOMAIN", "http://feishu.example.com", "must begin with https://"],
    ["FEISHU_DOMAIN", "http://127.0.0.1.example.com", "must begin with https://"],
    ["FEISHU_DOMAIN", "ftp://feishu.example.com", "must be feishu, lark or a base URL"],
    ["FEISHU_DOMAIN", "open.feishu.cn", "must be feishu, lark or a base URL"],
    ["FEISHU_DOMAIN", "https://me:hunter2@feishu.example.com", "must hold no user name or password"],
    ["FEISHU_DOMAIN", "https://feishu.example.com/open-apis", "must hold no path or query"],
    ["FEISHU_DOMAIN", "https://feishu.example.com?key=1", "must hold no path or query"],
    ["FEISHU_IDENTITY", "app", "must be auto, tenant or user"],
    ["FEISHU_SIGN_IN_PORT", "0", "must be a whole number from 1 to 65535"],
    ["FEISHU_SIGN_IN_PORT", "65536", "must be a whole number from 1 to 65535"],
    ["FEISHU_TIME_ZONE", "Beijing", "is not a known time zone"],
    ["FEISHU_TOOLS", "find_meeting", "must name some of get_meeting_report, find_meetings"],
    ["FEISHU_TOOLS", ",", "must name some of get_meeting_report, find_meetings"],
    ["FEISHU_EXPORT_DIR", "exports", "must be an absolute path"],
    ["FEISHU_DATA_DIR", "./data", "must be an absolute path"],
    ["FEISHU_PERSONAL_FIELDS", "contact,phone", "must name some of contact, network, device, activity"],
    ["FEISHU_WORK_BUDGET_SECONDS", "soon", "must be a whole number from 1 to 3600"],
    ["FEISHU_WORK_BUDGET_SECONDS", "0", "must be a whole number from 1 to 3600"],
    ["FEISHU_MAX_CONCURRENCY", "17", "must be a whole number from 1 to 16"],
    ["FEISHU_MAX_CONCURRENCY", "4.5", "must be a whole number from 1 to 16"],
    ["FEISHU_LOG_LEVEL", "verbose", "must be error, warn, info or debug"],
    ["FEISHU_APP_SECRET", "two words", "holds a space"],
    ["FEISHU_APP_SECRET", ["$", "{FEISHU_APP_SECRET}"].join(""), "holds a placeholder"],
    ["FEISHU_USER_ACCESS_TOKEN", "u-1\nX-Header: 1", "holds a space"],
    ["HTTPS_PROXY", "proxy.example.com:3128", "is not the address of a proxy"],
  ])("%s=%s", (name, value, fault) => {
    const found = problem({ ...APP, [name]: value });
    expect(found.kind).toBe("access");
    expect(found.message).toContain(`${name} ${fault}`);
    expect(found.remedy).toContain(`for example ${name}=`);
    expect(found.message + found.remedy).not.toContain("\n");
  });

  test.each(["FEISHU_APP_SECRET", "FEISHU_TENANT_ACCESS_TOKEN", "FEISHU_USER_ACCESS_TOKEN", "FEISHU_DOMAIN"])(
    "%s is never shown",
    (name) => {
      const found = problem({ ...APP, [name]: "https://me:hunter2 @feishu.example.com" });
      expect(found.message + found.remedy).not.toContain("hunter2");
    },
  );
});

test("every setting's example is a right value", () => {
  const shown = SETTINGS.filter((setting) => !("secret" in setting)).map(({ name, example }) => [
    name,
    example,
  ]);
  expect(read({ ...APP, ...Object.fromEntries(shown) })).not.toBeInstanceOf(Problem);
});

describe("credentials", () => {
  test("none: says what to set, and what needs nothing", () => {
    const found = problem({});
    expect(found.kind).toBe("access");
    expect(found.remedy).toContain("FEISHU_APP_ID and FEISHU_APP_SECRET");
    expect(found.remedy).toContain("--sandbox");
  });

  test("half of them: says which half is missing", () => {
    expect(problem({ FEISHU_APP_ID: "cli_1" }).message).toContain("FEISHU_APP_SECRET is not");
    expect(problem({ FEISHU_APP_SECRET: "s" }).message).toContain("FEISHU_APP_ID is not");
  });

  test("fixed tokens stand in for id and secret", () => {
    const found = settings({ FEISHU_TENANT_ACCESS_TOKEN: "t-1", FEISHU_USER_ACCESS_TOKEN: "u-1" });
    expect(found.upstream).toMatchObject({ tenantToken: "t-1", userToken: "u-1" });
    expect(secretsOf(found)).toEqual(["t-1", "u-1"]);
  });

  test("a blank setting counts as unset", () => {
    expect(settings({ ...APP, FEISHU_DOMAIN: " ", FEISHU_TOOLS: "", FEISHU_TIME_ZONE: "\t" })).toEqual(
      settings(APP),
    );
  });
});

test("the sandbox does not read where the real tenant is", () => {
  const found = settings(
    {
      ...APP,
      FEISHU_DOMAIN: "nonsense",
      FEISHU_TIME_ZONE: "UTC",
      HTTPS_PROXY: "nonsense",
      FEISHU_TOOLS: "find_meetings",
    },
    true,
  );
  expect(found.upstream).toEqual({ name: "sandbox" });
  expect(found.zone).toBe("Asia/Shanghai");
  expect(found.tools).toEqual(new Set(["find_meetings"]));
  expect(secretsOf(found)).toEqual([]);
});

test("values ignore case", () => {
  const upper = {
    FEISHU_IDENTITY: "USER",
    FEISHU_DOMAIN: "LARK",
    FEISHU_TIME_ZONE: "asia/tokyo",
    FEISHU_TOOLS: "Find_Meetings",
    FEISHU_PERSONAL_FIELDS: "Contact, DEVICE",
    FEISHU_LOG_LEVEL: "Debug",
    FEISHU_LANGUAGE: "ZH",
  };
  const lower = Object.fromEntries(Object.entries(upper).map(([name, text]) => [name, text.toLowerCase()]));
  expect(settings({ ...APP, ...upper })).toEqual(settings({ ...APP, ...lower }));
  expect(settings({ ...APP, ...upper }).tools).toEqual(new Set(["find_meetings"]));
  expect(logLevel(" Debug")).toBe("debug");
});

test("no personal field may be said in words, and a zone as an offset", () => {
  const found = settings({ ...APP, FEISHU_PERSONAL_FIELDS: "None", FEISHU_TIME_ZONE: "+08:00" });
  expect([found.personal, found.zone]).toEqual([new Set(), "+08:00"]);
  expect(problem({ ...APP, FEISHU_PERSONAL_FIELDS: "none,contact" }).message).toContain("must name some of");
});

test("who typed a command is told of its environment, whoever asks the server of the server's", () => {
  const told = (reader: "command" | "server", environment: Environment) => {
    const found = readSettings(environment, { sandbox: false, toolNames: TOOL_NAMES, reader });
    return found instanceof Problem ? found.remedy : "";
  };
  for (const environment of [{}, { ...APP, FEISHU_MAX_CONCURRENCY: "many" }]) {
    expect(told("command", environment)).toContain("environment of this command");
    expect(told("command", environment)).not.toMatch(/server|restart/);
    expect(told("server", environment)).toMatch(/server's environment.* restart/);
  }
});

test("an example looks like a value", () => {
  expect(SETTINGS.filter(({ example }) => /\s/.test(example))).toEqual([]);
});

test("a mistyped setting is found", () => {
  expect(unknownSettings({ ...APP, FEISHU_APPID: "1", FEISHU_TOOL: "", PATH: "/bin" })).toEqual([
    "FEISHU_APPID",
    "FEISHU_TOOL",
  ]);
});

describe("the language", () => {
  test.each([
    [{}, "en"],
    [{ LANG: "zh_CN.UTF-8" }, "zh"],
    [{ LANG: "C.UTF-8" }, "en"],
    [{ LANG: "zha_CN.UTF-8" }, "en"],
    [{ LANG: "zh_TW", LC_MESSAGES: "en_GB.UTF-8" }, "en"],
    [{ LANG: "en_US", LC_MESSAGES: "", LC_ALL: "zh-Hans" }, "zh"],
    [{ LANG: "zh_CN", FEISHU_LANGUAGE: "en" }, "en"],
    [{ LANG: "en_US", FEISHU_LANGUAGE: " ZH " }, "zh"],
  ])("%j: %s", (environment, language) => {
    expect(settings({ ...APP, ...environment }).language).toBe(language);
    expect(settings(environment, true).language).toBe(language);
    expect(languageOf(environment)).toBe(language);
  });

  test("another one is refused", () => {
    expect(problem({ ...APP, FEISHU_LANGUAGE: "de" }).message).toBe(
      'The setting FEISHU_LANGUAGE must be en or zh; it is "de".',
    );
    expect(languageOf({ FEISHU_LANGUAGE: "de", LANG: "zh_CN" })).toBe("zh");
  });
});

test.each([
  [{ HTTPS_PROXY: "http://proxy.example.com:3128" }, true],
  [{ https_proxy: "http://proxy.example.com:3128" }, true],
  [{ HTTPS_PROXY: "http://proxy.example.com:3128", FEISHU_DOMAIN: "http://127.0.0.1:8123" }, false],
  [{}, false],
])("whether a proxy is named in %j: %s", (environment, proxied) => {
  expect(settings({ ...APP, ...environment }).proxied).toBe(proxied);
  expect(settings(environment, true).proxied).toBe(false);
});
