/** Every row of the doctor's table: how it comes about in the sandbox, and what the doctor says then. */
import { type App, SCOPES } from "../../src/sandbox/app.ts";
import type { Sandbox } from "../../src/sandbox/sandbox.ts";
import type { Trouble } from "../../src/sandbox/troubles.ts";

export const ADMIN = "管理员 Ada";
export const LEAD = "组长 Lin";
/** The older scope of the lists can no longer be applied for. */
export const NEW_TENANT = { scopes: SCOPES, oldRoomScope: false };
const FOR_GOOD = Number.POSITIVE_INFINITY;

export interface Clinic {
  readonly sandbox: Sandbox;
  /** As after a sign-in that is so many seconds old. */
  readonly signIn: (name: string, age?: number, scopes?: readonly string[]) => Promise<void>;
}

export interface Row {
  readonly what: string;
  readonly en: RegExp;
  readonly zh: RegExp;
  readonly app?: Partial<App>;
  readonly environment?: (clinic: Clinic) => Readonly<Record<string, string>>;
  readonly trouble?: Trouble;
  readonly prepare?: (clinic: Clinic) => Promise<void>;
}

const code = (operation: Trouble["operation"], value: number): Trouble => {
  return { operation, kind: "error_code", code: value, times: FOR_GOOD };
};
const without = (scope: string) => SCOPES.filter((one) => one !== scope);

export const ROWS: readonly Row[] = [
  {
    what: "a wrong app id",
    environment: () => ({ FEISHU_APP_ID: "cli_other" }),
    en: /app id in FEISHU_APP_ID is wrong/,
    zh: /FEISHU_APP_ID 有误/,
  },
  {
    what: "a wrong secret",
    app: { secret: "another" },
    en: /FEISHU_APP_SECRET is not the app's/,
    zh: /FEISHU_APP_SECRET 不是/,
  },
  {
    what: "a wrong secret, or an app that is not available",
    app: { secret: "another", wrongSecretCode: 10014 },
    en: /its secret is wrong or the app is not available/,
    zh: /App Secret 有误，或应用不可用/,
  },
  {
    what: "a scope that the app lacks",
    app: { scopes: without("vc:report:readonly") },
    en: /lacks the scope vc:report:readonly \(for tenant tokens\).*https:\/\/open\.feishu\.cn\/app\/cli_/s,
    zh: /未开通应用身份权限 vc:report:readonly.*https:\/\/open\.feishu\.cn\/app\/cli_/s,
  },
  {
    what: "a scope that the app lacks for users",
    app: { scopes: without("vc:export") },
    prepare: ({ signIn }) => signIn(ADMIN),
    en: /lacks the scope vc:export \(for user tokens\)/,
    zh: /未开通用户身份权限 vc:export/,
  },
  {
    what: "a scope that the user has not granted",
    prepare: ({ signIn }) => signIn(ADMIN, 0, without("vc:export")),
    en: /has not granted the scope vc:export.*signs in again/s,
    zh: /未授予权限 vc:export.*重新登录/s,
  },
  {
    what: "the signed-in user's role",
    prepare: ({ signIn }) => signIn(LEAD),
    en: /The signed-in user lacks the admin console's video meetings > meeting management right/,
    zh: /已登录的用户没有管理后台「视频会议 > 会议管理」权限/,
  },
  {
    what: "the role of a fixed token's user",
    environment: ({ sandbox }) => ({ FEISHU_USER_ACCESS_TOKEN: sandbox.signIn(LEAD).accessToken }),
    en: /The user of FEISHU_USER_ACCESS_TOKEN lacks the admin console's/,
    zh: /FEISHU_USER_ACCESS_TOKEN 的用户没有管理后台/,
  },
  {
    what: "the creator's role",
    app: { creatorHasRole: false },
    en: /The app's creator lacks the admin console's/,
    zh: /应用的创建者没有管理后台/,
  },
  {
    what: "no department in the data range",
    app: { range: [] },
    en: /no department is in the app's data range/,
    zh: /数据权限范围内没有部门/,
  },
  {
    what: "a department outside the data range",
    trouble: code("user_stats", 1051003),
    en: /outside the app's data range/,
    zh: /不在应用的数据权限范围内/,
  },
  {
    what: "no authority, as of a store app",
    app: { kind: "store" },
    en: /no data range, or it is a store app/,
    zh: /没有数据权限范围，或者是商店应用/,
  },
  {
    what: "an app for which the statistics are not supported",
    trouble: code("user_stats", 121002),
    en: /to custom apps only/,
    zh: /只向企业自建应用提供/,
  },
  {
    what: "the IP list",
    app: { ipAllowed: false },
    en: /not on the app's IP list/,
    zh: /不在应用的 IP 白名单中/,
  },
  {
    what: "an app that is not released",
    app: { released: false },
    en: /disabled, or no version of it was released/,
    zh: /已停用，或尚未发布版本/,
  },
  {
    what: "an app that is not installed",
    app: { installed: false },
    en: /not installed in this organisation/,
    zh: /尚未安装该应用/,
  },
  {
    what: "a user who may not use the app",
    prepare: async ({ sandbox, signIn }) => {
      await signIn(ADMIN, 7_190);
      Object.assign(sandbox.users.find(({ name }) => name === ADMIN) ?? {}, { mayUseApp: false });
    },
    en: /user may not use the app/,
    zh: /不在应用的可用范围内/,
  },
  {
    what: "lists that need a signed-in user",
    app: NEW_TENANT,
    en: /Nobody is signed in.*for user tokens/s,
    zh: /无人登录.*vc:rooms\.room\.detailinfo:read/s,
  },
  {
    what: "a setting that leaves no room for one",
    app: NEW_TENANT,
    environment: () => ({ FEISHU_IDENTITY: "tenant" }),
    en: /FEISHU_IDENTITY=tenant leaves no room/,
    zh: /FEISHU_IDENTITY=tenant 不允许/,
  },
  {
    what: "a sign-in that has ended",
    prepare: async ({ sandbox, signIn }) => {
      await signIn(ADMIN, 7_200);
      sandbox.revokeSignIns(ADMIN);
    },
    en: /The sign-in has ended\./,
    zh: /登录已失效。/,
  },
  {
    what: "refreshing that is switched off",
    app: { refreshEnabled: false },
    prepare: ({ signIn }) => signIn(ADMIN, 7_200),
    en: /renewing user tokens is switched off/,
    zh: /关闭了用户凭证的刷新/,
  },
  {
    what: "a fixed user token that works no more",
    environment: () => ({ FEISHU_USER_ACCESS_TOKEN: "u-old" }),
    en: /token in FEISHU_USER_ACCESS_TOKEN: it is invalid/,
    zh: /拒绝了 FEISHU_USER_ACCESS_TOKEN/,
  },
  {
    what: "a limit",
    trouble: { operation: "meeting_list", kind: "rate_limited", resetSeconds: 60, times: FOR_GOOD },
    en: /limits how often.*in 60 seconds/s,
    zh: /限制了调用频率.* 60 秒/s,
  },
  {
    what: "a spent quota",
    trouble: code("get_daily", 99991403),
    en: /month's quota/,
    zh: /额度已用完/,
  },
  {
    what: "a Feishu that cannot be reached",
    // Port 9 discards what comes, where there is anybody at all.
    environment: () => ({ FEISHU_DOMAIN: "http://127.0.0.1:9" }),
    en: /cannot be reached from this machine \(ECONNREFUSED\)/,
    zh: /无法连接飞书（ECONNREFUSED）/,
  },
];
