/** Environment and flags -> one frozen Settings, or a Problem that names the variable. */
import { z } from "zod";
import { isZone, type Zone } from "./domain/day.ts";
import type { PersonalGroup } from "./domain/meeting.ts";
import { Problem } from "./domain/problem.ts";
import { SETTINGS_WORDS, type SettingReader, type SettingsWords } from "./domain/settings-words.ts";
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

/** The schema whose faults are told in those words. */
function schemaIn(words: SettingsWords) {
  /** A text that fits an HTTP header; anything else would fail later and less clearly. */
  const credential = z
    .string()
    .regex(/^[\x21-\x7e]+$/, words.noCredential)
    .optional();
  const folder = z
    .string()
    .regex(/^(?:\/|[A-Za-z]:[\\/]|\\\\)/, words.absolutePath)
    .optional();
  const lowered = z.string().toLowerCase();
  const oneOf = <const T extends readonly [string, ...string[]]>(values: T) =>
    lowered.pipe(z.enum(values, { message: words.oneOf(values) }));
  const listed = lowered.transform((text) => text.split(/[\s,]+/).filter((word) => word !== ""));
  const wholeNumber = (least: number, most: number) => {
    const fault = words.wholeNumber(least, most);
    return z
      .string()
      .regex(/^\d{1,6}$/, fault)
      .transform(Number)
      .refine((count) => count >= least && count <= most, fault);
  };
  return z.object({
    FEISHU_APP_ID: credential,
    FEISHU_APP_SECRET: credential,
    FEISHU_TENANT_ACCESS_TOKEN: credential,
    FEISHU_USER_ACCESS_TOKEN: credential,
    FEISHU_IDENTITY: oneOf(["auto", "tenant", "user"]).default("auto"),
    FEISHU_SIGN_IN_PORT: wholeNumber(1, 65_535).default("17653"),
    FEISHU_DOMAIN: z
      .string()
      .default("feishu")
      .transform((text, check) => {
        const read = originOf(text, words);
        if (!("fault" in read)) return read.origin;
        check.addIssue({ code: "custom", message: read.fault });
        return z.NEVER;
      }),
    FEISHU_TIME_ZONE: z.string().refine(isZone, words.zone).optional(),
    FEISHU_TOOLS: listed.optional(),
    FEISHU_EXPORT_DIR: folder,
    FEISHU_DATA_DIR: folder,
    FEISHU_PERSONAL_FIELDS: listed
      // In words what is so without the setting.
      .transform((groups) => (groups.join() === "none" ? [] : groups))
      .pipe(z.array(z.enum(PERSONAL_GROUPS, { message: words.someOf(PERSONAL_GROUPS) })))
      .default(""),
    FEISHU_WORK_BUDGET_SECONDS: wholeNumber(1, 3600).default("45"),
    FEISHU_MAX_CONCURRENCY: wholeNumber(1, 16).default("4"),
    FEISHU_LOG_LEVEL: oneOf(["error", "warn", "info", "debug"]).optional(),
    FEISHU_LANGUAGE: oneOf(LANGUAGES).optional(),
    HTTPS_PROXY: z
      .string()
      .regex(/^https?:\/\/[^/?#\s]+\/?$/i, words.proxy)
      .optional(),
    NO_PROXY: z.string().optional(),
  });
}

type Values = z.output<ReturnType<typeof schemaIn>>;

const PERSONAL_GROUPS = ["contact", "network", "device", "activity"] as const;

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
  /** Who is told of a wrong setting. */
  readonly reader: SettingReader;
  /** In which it is told; English unless given. */
  readonly language?: Language;
}

/** Reads all settings at once; the Problem is of kind `access`, since no argument of a call can cure it. */
export function readSettings(environment: Environment, options: SettingsOptions): Settings | Problem {
  const words = SETTINGS_WORDS[options.language ?? "en"];
  const wrong = (name: string, fault: string, text: string) => {
    const setting: Setting | undefined = SETTINGS.find((each) => each.name === name);
    const shown = NEVER_SHOWN.has(name) || text === "" ? undefined : text.slice(0, 60);
    const remedy = words.remedy(options.reader, name, setting?.example ?? "");
    return new Problem("access", words.message(name, fault, shown), remedy);
  };
  const given: Record<string, string> = {};
  for (const { name } of SETTINGS) {
    const text = options.sandbox && OF_THE_TENANT.has(name) ? "" : (environment[name]?.trim() ?? "");
    if (/^\$\{.*\}$/.test(text)) return wrong(name, words.placeholder, "");
    if (text !== "") given[name] = text;
  }
  const parsed = schemaIn(words).safeParse(given);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    const name = String(issue?.path[0]);
    return wrong(name, issue?.message ?? words.wrong, given[name] ?? "");
  }
  const values = parsed.data;
  const tools = values.FEISHU_TOOLS;
  const unknown = tools?.find((name) => !options.toolNames.includes(name));
  if (tools?.length === 0 || unknown !== undefined) {
    return wrong("FEISHU_TOOLS", words.someOf(options.toolNames), unknown ?? ",");
  }
  const upstream = options.sandbox
    ? ({ name: "sandbox" } as const)
    : upstreamOf(values, words, options.reader);
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

function upstreamOf(values: Values, words: SettingsWords, reader: SettingReader): FeishuUpstream | Problem {
  const id = values.FEISHU_APP_ID;
  const secret = values.FEISHU_APP_SECRET;
  const tenantToken = values.FEISHU_TENANT_ACCESS_TOKEN;
  const userToken = values.FEISHU_USER_ACCESS_TOKEN;
  const missing = (message: string) => new Problem("access", message, words.setBoth(reader));
  if (id === undefined && secret !== undefined) {
    return missing(words.halfSet("FEISHU_APP_SECRET", "FEISHU_APP_ID"));
  }
  if (id !== undefined && secret === undefined) {
    return missing(words.halfSet("FEISHU_APP_ID", "FEISHU_APP_SECRET"));
  }
  if (id === undefined && tenantToken === undefined && userToken === undefined) {
    return missing(words.nothingSet);
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

function originOf(text: string, words: SettingsWords): { origin: string } | { fault: string } {
  const named = DOMAINS[text.toLowerCase()];
  if (named !== undefined) return { origin: named };
  if (!URL.canParse(text) || !/^https?:\/\//i.test(text)) {
    return { fault: words.domain };
  }
  const url = new URL(text);
  const loopback = /^(?:127\.0\.0\.1|\[::1\]|localhost)$/.test(url.hostname);
  if (url.protocol === "http:" && !loopback) return { fault: words.https };
  if (url.username !== "" || url.password !== "") return { fault: words.noUser };
  if (url.pathname !== "/" || url.search !== "" || url.hash !== "" || /[?#]/.test(text)) {
    return { fault: words.noPath };
  }
  return { origin: url.origin };
}
