/** Environment and flags -> one frozen Settings, or a Problem that names the variable. */
import { z } from "zod";
import { isZone, type Zone } from "./domain/day.ts";
import type { PersonalGroup } from "./domain/meeting.ts";
import { Problem } from "./domain/problem.ts";
import { LANGUAGES, type Language } from "./domain/setup.ts";
import { SETTINGS, type Setting } from "./settings.ts";

export type Environment = Readonly<Record<string, string | undefined>>;

export interface Settings {
  readonly upstream: FeishuUpstream | { readonly name: "sandbox" };
  /** The tenant's zone: in it days are cut and instants are shown. */
  readonly zone: Zone;
  /** The zone in which Feishu's own statistics cut their days. */
  readonly statisticsZone: Zone;
  /** Absent: all tools are listed. */
  readonly tools?: ReadonlySet<string>;
  readonly exportFolder?: string;
  readonly dataFolder?: string;
  readonly personal: ReadonlySet<PersonalGroup>;
  readonly workBudgetSeconds: number;
  readonly maxConcurrency: number;
  /** Of the loopback address to which a sign-in comes back. */
  readonly signInPort: number;
  /** In which people are told whether everything is set up. */
  readonly language: Language;
  /** Whether the environment names a proxy to Feishu. */
  readonly proxied: boolean;
}

export interface FeishuUpstream {
  readonly name: "feishu";
  /** An origin without a path, such as `https://open.feishu.cn`. */
  readonly baseUrl: string;
  readonly app?: { readonly id: string; readonly secret: string };
  readonly tenantToken?: string;
  readonly userToken?: string;
  /** Whose token is used where Feishu takes either: the user's where one is there, or always the one named. */
  readonly identity: "auto" | "tenant" | "user";
}

const DOMAINS: Readonly<Record<string, string>> = {
  feishu: "https://open.feishu.cn",
  lark: "https://open.larksuite.com",
};

/** A text that fits an HTTP header; anything else would fail later and less clearly. */
const credential = z.string().regex(/^[\x21-\x7e]+$/, "holds a space or a character that no credential has");
const folder = z.string().regex(/^(?:\/|[A-Za-z]:[\\/]|\\\\)/, "must be an absolute path");

const SCHEMA = z.object({
  FEISHU_APP_ID: credential.optional(),
  FEISHU_APP_SECRET: credential.optional(),
  FEISHU_TENANT_ACCESS_TOKEN: credential.optional(),
  FEISHU_USER_ACCESS_TOKEN: credential.optional(),
  FEISHU_IDENTITY: z
    .enum(["auto", "tenant", "user"], { message: "must be auto, tenant or user" })
    .default("auto"),
  FEISHU_SIGN_IN_PORT: wholeNumber(1, 65_535).default("17653"),
  FEISHU_DOMAIN: z
    .string()
    .default("feishu")
    .transform((text, check) => {
      const read = originOf(text);
      if (!("fault" in read)) return read.origin;
      check.addIssue({ code: "custom", message: read.fault });
      return z.NEVER;
    }),
  FEISHU_TIME_ZONE: z.string().refine(isZone, "is not a known time zone").optional(),
  FEISHU_TOOLS: listed().optional(),
  FEISHU_EXPORT_DIR: folder.optional(),
  FEISHU_DATA_DIR: folder.optional(),
  FEISHU_PERSONAL_FIELDS: listed()
    .pipe(
      z.array(
        z.enum(["contact", "network", "device", "activity"], {
          message: "must name some of contact, network, device, activity",
        }),
      ),
    )
    .default(""),
  FEISHU_WORK_BUDGET_SECONDS: wholeNumber(1, 3600).default("45"),
  FEISHU_MAX_CONCURRENCY: wholeNumber(1, 16).default("4"),
  FEISHU_LOG_LEVEL: z
    .enum(["error", "warn", "info", "debug"], { message: "must be error, warn, info or debug" })
    .optional(),
  FEISHU_LANGUAGE: z
    .string()
    .toLowerCase()
    .pipe(z.enum(LANGUAGES, { message: "must be en or zh" }))
    .optional(),
  HTTPS_PROXY: z
    .string()
    .regex(/^https?:\/\/[^/?#\s]+\/?$/i, "is not the address of a proxy")
    .optional(),
  NO_PROXY: z.string().optional(),
});

/** Their values are never repeated: people put secrets into the wrong one, and passwords into addresses. */
const NEVER_SHOWN = new Set([
  "FEISHU_APP_ID",
  "FEISHU_APP_SECRET",
  "FEISHU_TENANT_ACCESS_TOKEN",
  "FEISHU_USER_ACCESS_TOKEN",
  "FEISHU_DOMAIN",
  "HTTPS_PROXY",
]);
/** Where the tenant is and how it is reached: the sandbox has its own answer to each. */
const OF_THE_TENANT = new Set([
  ...NEVER_SHOWN,
  "FEISHU_IDENTITY",
  "FEISHU_SIGN_IN_PORT",
  "FEISHU_TIME_ZONE",
  "NO_PROXY",
]);

export interface SettingsOptions {
  readonly sandbox: boolean;
  readonly toolNames: readonly string[];
}

/** Reads all settings at once; the Problem is of kind `access`, since no argument of a call can cure it. */
export function readSettings(environment: Environment, options: SettingsOptions): Settings | Problem {
  const given: Record<string, string> = {};
  for (const { name } of SETTINGS) {
    const text = options.sandbox && OF_THE_TENANT.has(name) ? "" : (environment[name]?.trim() ?? "");
    if (/^\$\{.*\}$/.test(text)) return wrong(name, "holds a placeholder that nobody filled in", "");
    if (text !== "") given[name] = text;
  }
  const parsed = SCHEMA.safeParse(given);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    const name = String(issue?.path[0]);
    return wrong(name, issue?.message ?? "is wrong", given[name] ?? "");
  }
  const values = parsed.data;
  const tools = values.FEISHU_TOOLS;
  const unknown = tools?.find((name) => !options.toolNames.includes(name));
  if (tools?.length === 0 || unknown !== undefined) {
    return wrong("FEISHU_TOOLS", `must name some of ${options.toolNames.join(", ")}`, unknown ?? ",");
  }
  const upstream = options.sandbox ? ({ name: "sandbox" } as const) : upstreamOf(values);
  if (upstream instanceof Problem) return upstream;
  const lark = upstream.name === "feishu" && upstream.baseUrl === DOMAINS["lark"];
  return Object.freeze({
    upstream: Object.freeze(upstream),
    zone: values.FEISHU_TIME_ZONE ?? (lark ? "UTC" : "Asia/Shanghai"),
    statisticsZone: lark ? "UTC" : "+08:00",
    ...(tools && { tools: new Set(tools) }),
    ...(values.FEISHU_EXPORT_DIR !== undefined && { exportFolder: values.FEISHU_EXPORT_DIR }),
    ...(values.FEISHU_DATA_DIR !== undefined && { dataFolder: values.FEISHU_DATA_DIR }),
    personal: new Set(values.FEISHU_PERSONAL_FIELDS),
    workBudgetSeconds: values.FEISHU_WORK_BUDGET_SECONDS,
    maxConcurrency: values.FEISHU_MAX_CONCURRENCY,
    signInPort: values.FEISHU_SIGN_IN_PORT,
    language: languageOf(environment),
    proxied: upstream.name === "feishu" && upstream.baseUrl.startsWith("https:") && namesProxy(environment),
  });
}

/** FEISHU_LANGUAGE, else the locale's as POSIX ranks its variables; English where that is neither. */
export function languageOf(environment: Environment): Language {
  const set = (name: string) => environment[name]?.trim().toLowerCase() ?? "";
  const chosen = LANGUAGES.find((language) => language === set("FEISHU_LANGUAGE"));
  if (chosen !== undefined) return chosen;
  const locale = ["LC_ALL", "LC_MESSAGES", "LANG"].map(set).find((text) => text !== "") ?? "";
  return /^zh(?![a-z])/.test(locale) ? "zh" : "en";
}

/** The client takes either spelling. */
function namesProxy(environment: Environment): boolean {
  return ["HTTPS_PROXY", "https_proxy"].some((name) => (environment[name]?.trim() ?? "") !== "");
}

/** The names of variables that look like settings and are none: a mistyped one would otherwise be silent. */
export function unknownSettings(environment: Environment): string[] {
  const known = new Set<string>(SETTINGS.map(({ name }) => name));
  return Object.keys(environment).filter((name) => name.startsWith("FEISHU_") && !known.has(name));
}

/** The values that must never be printed, as far as they are set. */
export function secretsOf(settings: Settings): string[] {
  if (settings.upstream.name === "sandbox") return [];
  const { app, tenantToken, userToken } = settings.upstream;
  return [app?.secret, tenantToken, userToken].filter((secret) => secret !== undefined);
}

function upstreamOf(values: z.output<typeof SCHEMA>): FeishuUpstream | Problem {
  const id = values.FEISHU_APP_ID;
  const secret = values.FEISHU_APP_SECRET;
  const tenantToken = values.FEISHU_TENANT_ACCESS_TOKEN;
  const userToken = values.FEISHU_USER_ACCESS_TOKEN;
  if ((id === undefined) !== (secret === undefined)) {
    return missing(
      id === undefined
        ? "FEISHU_APP_SECRET is set but FEISHU_APP_ID is not."
        : "FEISHU_APP_ID is set but FEISHU_APP_SECRET is not.",
    );
  }
  if (id === undefined && tenantToken === undefined && userToken === undefined) {
    return missing("There are no credentials for Feishu.");
  }
  return {
    name: "feishu",
    baseUrl: values.FEISHU_DOMAIN,
    identity: values.FEISHU_IDENTITY,
    ...(id !== undefined && secret !== undefined && { app: Object.freeze({ id, secret }) }),
    ...(tenantToken !== undefined && { tenantToken }),
    ...(userToken !== undefined && { userToken }),
  };
}

function missing(message: string): Problem {
  return new Problem(
    "access",
    message,
    "Set FEISHU_APP_ID and FEISHU_APP_SECRET of a custom app in the server's environment and restart it; `--sandbox` shows everything with an invented tenant and needs nothing.",
  );
}

function wrong(name: string, fault: string, text: string): Problem {
  const setting: Setting | undefined = SETTINGS.find((each) => each.name === name);
  const quote = NEVER_SHOWN.has(name) || text === "" ? "" : `; it is ${JSON.stringify(text.slice(0, 60))}`;
  return new Problem(
    "access",
    `The setting ${name} ${fault}${quote}.`,
    `Set it in the server's environment, for example ${name}=${setting?.example ?? ""}, and restart the server; repeating the call does not help.`,
  );
}

function originOf(text: string): { origin: string } | { fault: string } {
  const named = DOMAINS[text.toLowerCase()];
  if (named !== undefined) return { origin: named };
  if (!URL.canParse(text) || !/^https?:\/\//i.test(text)) {
    return { fault: "must be feishu, lark or a base URL that begins with https://" };
  }
  const url = new URL(text);
  const loopback = /^(?:127\.0\.0\.1|\[::1\]|localhost)$/.test(url.hostname);
  if (url.protocol === "http:" && !loopback)
    return { fault: "must begin with https:// (http only for loopback)" };
  if (url.username !== "" || url.password !== "") return { fault: "must hold no user name or password" };
  if (url.pathname !== "/" || url.search !== "" || url.hash !== "" || /[?#]/.test(text)) {
    return { fault: "must hold no path or query" };
  }
  return { origin: url.origin };
}

function listed() {
  return z.string().transform((text) => text.split(/[\s,]+/).filter((word) => word !== ""));
}

function wholeNumber(least: number, most: number) {
  const fault = `must be a whole number from ${least} to ${most}`;
  return z
    .string()
    .regex(/^\d{1,6}$/, fault)
    .transform(Number)
    .refine((count) => count >= least && count <= most, fault);
}
