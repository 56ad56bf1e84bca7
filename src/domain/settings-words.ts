/** What is said of a wrong setting, in each language. */
import type { Language } from "./setup.ts";

/** Who can mend it: whoever typed a command, or whoever runs the server. */
export type SettingReader = "command" | "server";

export interface SettingsWords {
  readonly noCredential: string;
  readonly placeholder: string;
  readonly absolutePath: string;
  readonly zone: string;
  readonly proxy: string;
  readonly domain: string;
  readonly https: string;
  readonly noUser: string;
  readonly noPath: string;
  readonly wrong: string;
  oneOf(values: readonly string[]): string;
  someOf(values: readonly string[]): string;
  wholeNumber(least: number, most: number): string;
  message(name: string, fault: string, value: string | undefined): string;
  remedy(reader: SettingReader, name: string, example: string): string;
  readonly nothingSet: string;
  halfSet(given: string, absent: string): string;
  setBoth(reader: SettingReader): string;
}

const ENGLISH: SettingsWords = {
  noCredential: "holds a space or a character that no credential has",
  placeholder: "holds a placeholder that nobody filled in",
  absolutePath: "must be an absolute path",
  zone: "is not a known time zone",
  proxy: "is not the address of a proxy",
  domain: "must be feishu, lark or a base URL that begins with https://",
  https: "must begin with https:// (http only for loopback)",
  noUser: "must hold no user name or password",
  noPath: "must hold no path or query",
  wrong: "is wrong",
  oneOf: (values) => `must be ${values.slice(0, -1).join(", ")} or ${values.at(-1)}`,
  someOf: (values) => `must name some of ${values.join(", ")}`,
  wholeNumber: (least, most) => `must be a whole number from ${least} to ${most}`,
  message: (name, fault, value) =>
    `The setting ${name} ${fault}${value === undefined ? "" : `; it is ${JSON.stringify(value)}`}.`,
  remedy: (reader, name, example) =>
    reader === "server"
      ? `Set it in the server's environment, for example ${name}=${example}, and restart the server; repeating the call does not help.`
      : `Set it in the environment of this command, for example ${name}=${example}.`,
  nothingSet: "There are no credentials for Feishu.",
  halfSet: (given, absent) => `${given} is set but ${absent} is not.`,
  setBoth: (reader) =>
    `Set FEISHU_APP_ID and FEISHU_APP_SECRET of a custom app in ${reader === "server" ? "the server's environment and restart it" : "the environment of this command"}; \`--sandbox\` shows everything with an invented tenant and needs nothing.`,
};

const CHINESE: SettingsWords = {
  noCredential: "含有空格或凭证中不会出现的字符",
  placeholder: "仍是未填写的占位符",
  absolutePath: "必须是绝对路径",
  zone: "不是已知的时区",
  proxy: "不是代理的地址",
  domain: "必须是 feishu、lark 或以 https:// 开头的地址",
  https: "必须以 https:// 开头（仅本机回环地址可用 http）",
  noUser: "不得含有用户名或密码",
  noPath: "不得含有路径或查询参数",
  wrong: "有误",
  oneOf: (values) => `必须是 ${values.join("、")} 之一`,
  someOf: (values) => `只能包含 ${values.join("、")}`,
  wholeNumber: (least, most) => `必须是 ${least} 到 ${most} 的整数`,
  message: (name, fault, value) =>
    `设置 ${name} ${fault}${value === undefined ? "" : `，现为 ${JSON.stringify(value)}`}。`,
  remedy: (reader, name, example) =>
    reader === "server"
      ? `请在服务的环境变量中设置，例如 ${name}=${example}，然后重启服务；重复调用无济于事。`
      : `请在本命令的环境变量中设置，例如 ${name}=${example}。`,
  nothingSet: "没有飞书的凭证。",
  halfSet: (given, absent) => `已设置 ${given}，但未设置 ${absent}。`,
  setBoth: (reader) =>
    `请在${reader === "server" ? "服务" : "本命令"}的环境变量中设置企业自建应用的 FEISHU_APP_ID 和 FEISHU_APP_SECRET${reader === "server" ? "，然后重启服务" : ""}；\`--sandbox\` 用虚构的企业演示全部功能，无需任何凭证。`,
};

export const SETTINGS_WORDS: Readonly<Record<Language, SettingsWords>> = { en: ENGLISH, zh: CHINESE };
