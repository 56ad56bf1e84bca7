/** The doctor's own words, beside those of the report. */
import type { Problem } from "../domain/problem.ts";
import type { Language, SetupOperation } from "../domain/setup.ts";

export interface DoctorTexts {
  readonly operations: Readonly<Record<SetupOperation, string>>;
  readonly identities: Readonly<Record<"tenant" | "user", string>>;
  /** The identity where a token of the environment is the user's. */
  readonly fixedUser: string;
  readonly fixedToken: string;
  /** The same is missing as there. */
  sameAs(operation: string): string;
  /** The settings alone are enough to know that nothing can work. */
  readonly stopped: string;
  readonly signedIn: string;
  readonly nobody: string;
  readonly clock: string;
  readonly unknown: string;
  /** @param seconds Feishu's clock minus ours */
  difference(seconds: number): string;
  readonly days: string;
  zones(zone: string, statisticsZone: string): string;
  readonly exports: string;
  readonly data: string;
  /** @param problem of the folder */
  folder(path: string, setting: string, problem: Problem): { readonly fault: string; readonly fix: string };
  readonly requests: string;
  worksWithout(tools: readonly string[]): string;
}

export const DOCTOR_TEXTS: Readonly<Record<Language, DoctorTexts>> = {
  en: {
    operations: {
      daily_report: "Daily meeting report",
      top_users: "Top users",
      meetings: "List of meetings",
      participants: "Participants of a meeting",
      exports: "Exports",
      user_stats: "User statistics",
    },
    identities: { tenant: "as the app", user: "as the signed-in user" },
    fixedUser: "as the user of FEISHU_USER_ACCESS_TOKEN",
    fixedToken: "not needed: FEISHU_USER_ACCESS_TOKEN is set",
    sameAs: (operation) => `The same as for: ${operation}`,
    stopped: "Nothing works yet",
    signedIn: "Signed in",
    nobody: "nobody",
    clock: "Clock",
    unknown: "not known: Feishu did not answer",
    difference: (seconds) =>
      seconds === 0
        ? "as Feishu's"
        : `${Math.abs(seconds)} s ${seconds > 0 ? "behind" : "ahead of"} Feishu's`,
    days: "Days",
    zones: (zone, statisticsZone) => `${zone}; those of Feishu's user statistics ${statisticsZone}`,
    exports: "Folder of exports",
    data: "Sign-ins and data",
    folder: (_path, _setting, { message, remedy }) => ({ fault: message, fix: remedy }),
    requests: "Requests so far",
    worksWithout: (tools) => `Works all the same: ${tools.join(", ")}`,
  },
  zh: {
    operations: {
      daily_report: "每日会议报告",
      top_users: "会议用户排行",
      meetings: "会议列表",
      participants: "参会人明细",
      exports: "导出",
      user_stats: "成员统计",
    },
    identities: { tenant: "应用身份", user: "用户身份" },
    fixedUser: "FEISHU_USER_ACCESS_TOKEN 的用户身份",
    fixedToken: "不需要：已设置 FEISHU_USER_ACCESS_TOKEN",
    sameAs: (operation) => `与「${operation}」相同`,
    stopped: "尚不能工作",
    signedIn: "已登录",
    nobody: "无",
    clock: "时钟",
    unknown: "未知：飞书没有应答",
    difference: (seconds) =>
      seconds === 0 ? "与飞书一致" : `比飞书${seconds > 0 ? "慢" : "快"} ${Math.abs(seconds)} 秒`,
    days: "日期",
    zones: (zone, statisticsZone) => `${zone}；飞书成员统计按 ${statisticsZone}`,
    exports: "导出文件夹",
    data: "登录与数据",
    folder: (path, setting) => ({
      fault: `文件夹 ${path} 不能用：本程序无法在其中写入文件。`,
      fix: `请运行本服务的人把 ${setting} 设为本程序可写的文件夹的绝对路径（例如在用户主目录下）。`,
    }),
    requests: "已发请求",
    worksWithout: (tools) => `不受影响：${tools.join("、")}`,
  },
};
