import { describe, expect, test } from "vitest";
import { type App, SCOPES } from "../../src/sandbox/app.ts";
import { STANDUP_NUMBER } from "../../src/sandbox/fixed-habits.ts";
import type { Sandbox } from "../../src/sandbox/sandbox.ts";
import { type Answer, type Asker, ask, daysAgo, FRIDAY, fields, listOf } from "./asker.ts";
import { bearer } from "./sign-in-asker.ts";

const WEEK = { start_time: daysAgo(7), end_time: daysAgo(0) };
const DAY = { start_date: "2026-11-18", end_date: "2026-11-18", page_size: 60 };
const DAILY = "/vc/v1/reports/get_daily";
const TOP = "/vc/v1/reports/get_top_user";
const MEETINGS = "/vc/v1/meeting_list";
const PARTICIPANTS = "/vc/v1/participant_list";
const EXPORT = "/vc/v1/exports/participant_list";
const STATS = "/admin/v1/admin_user_stats";
const CHILDREN = "/contact/v3/departments/0/children";
const TENANT = "/tenant/v2/tenant/query";
const INFO = "/authen/v1/user_info";

function standup({ tenant }: Sandbox) {
  const [meeting] = tenant
    .meetings("2026-11-19", "2026-11-19", FRIDAY / 1000)
    .filter((one) => one.number === STANDUP_NUMBER);
  if (meeting?.end === undefined) throw new Error("no stand-up yesterday");
  return { meeting_no: STANDUP_NUMBER, meeting_start_time: meeting.start, meeting_end_time: meeting.end };
}

type Call = (asker: Asker, headers?: Record<string, string>) => Promise<Answer>;
const CALLS: Readonly<Record<string, Call>> = {
  [DAILY]: (asker, headers) => asker.get(DAILY, WEEK, headers),
  [TOP]: (asker, headers) => asker.get(TOP, { ...WEEK, limit: 10, order_by: 1 }, headers),
  [MEETINGS]: (asker, headers) => asker.get(MEETINGS, WEEK, headers),
  [PARTICIPANTS]: (asker, headers) => asker.get(PARTICIPANTS, standup(asker.sandbox), headers),
  [EXPORT]: (asker, headers) => {
    const key = standup(asker.sandbox);
    const times = {
      meeting_start_time: String(key.meeting_start_time),
      meeting_end_time: String(key.meeting_end_time),
    };
    return asker.post(EXPORT, { ...key, ...times }, headers);
  },
  [STATS]: (asker, headers) => asker.get(STATS, DAY, headers),
  [CHILDREN]: (asker, headers) => asker.get(CHILDREN, {}, headers),
  [TENANT]: (asker, headers) => asker.get(TENANT, {}, headers),
  [INFO]: (asker, headers) => asker.get(INFO, {}, headers),
};
const without = (...names: readonly string[]) => SCOPES.filter((scope) => !names.includes(scope));

async function asked(path: string, asker: Asker, headers?: Record<string, string>) {
  const call = CALLS[path];
  if (call === undefined) throw new Error(`no call of ${path}`);
  const { status, code, body } = await call(asker, headers);
  return { status, code, message: String(body["msg"]), error: fields(body["error"]) };
}

const LISTS_SCOPES = ["vc:rooms.room.detailinfo:read", "vc:room:readonly"];
const USERS_SCOPES: readonly (readonly [string, readonly string[]])[] = [
  [MEETINGS, LISTS_SCOPES],
  [PARTICIPANTS, LISTS_SCOPES],
  [EXPORT, ["vc:export"]],
  [CHILDREN, ["contact:contact.base:readonly"]],
];

describe("whose token", () => {
  test.each([MEETINGS, PARTICIPANTS, EXPORT, CHILDREN])("%s takes either", async (path) => {
    const asker = await ask();
    expect(await asked(path, asker)).toMatchObject({ status: 200, code: 0 });
    const user = bearer(asker.sandbox.signIn().accessToken);
    expect(await asked(path, asker, user)).toMatchObject({ status: 200, code: 0 });
  });

  test.each([DAILY, TOP, STATS, TENANT])("%s takes the tenant's alone", async (path) => {
    const asker = await ask();
    expect(await asked(path, asker)).toMatchObject({ status: 200, code: 0 });
    const refused = await asked(path, asker, bearer(asker.sandbox.signIn().accessToken));
    expect(refused).toMatchObject({ status: 400, code: 99991668 });
    expect(refused.message).toContain("user access token not support");
  });

  test("the user's own page takes the user's alone", async () => {
    const asker = await ask();
    expect(await asked(INFO, asker)).toMatchObject({ status: 400, code: 99991663 });
    const user = bearer(asker.sandbox.signIn().accessToken);
    expect(await asked(INFO, asker, user)).toMatchObject({ status: 200, code: 0 });
  });

  test("a token that nobody gave, by its look", async () => {
    const asker = await ask();
    expect((await asked(MEETINGS, asker, bearer("u-1"))).code).toBe(99991668);
    expect((await asked(MEETINGS, asker, bearer("eyJhbGci.eyJ.x"))).code).toBe(99991668);
    expect((await asked(MEETINGS, asker, bearer("t-1"))).code).toBe(99991663);
    expect((await asked(MEETINGS, asker, bearer("secret"))).code).toBe(99991671);
  });
});

describe("the app", () => {
  test.each<[string, Partial<App>, number]>([
    ["not released", { released: false }, 99991662],
    ["not installed", { installed: false }, 99991673],
    ["not from this address", { ipAllowed: false }, 99991401],
  ])("%s: neither identity gets through, but a tenant token is given", async (_, change, code) => {
    const asker = await ask();
    Object.assign(asker.sandbox.app, change);
    expect(await asker.token()).toMatch(/^t-/);
    expect(await asked(DAILY, asker)).toMatchObject({ status: 400, code });
    const user = bearer(asker.sandbox.signIn().accessToken);
    expect(await asked(MEETINGS, asker, user)).toMatchObject({ status: 400, code });
  });

  test("a wrong secret has two names, and a renewed one makes the old wrong", async () => {
    const asker = await ask({ app: { wrongSecretCode: 10014 } });
    const { app, appId: app_id, appSecret: app_secret } = asker.sandbox;
    const post = () => asker.post("/auth/v3/tenant_access_token/internal", { app_id, app_secret }, {});
    expect((await post()).code).toBe(0);
    app.secret = "renewed";
    expect(await post()).toMatchObject({ status: 200, code: 10014 });
    app.wrongSecretCode = 10015;
    expect(await post()).toMatchObject({ status: 200, code: 10015 });
  });

  test("a store app may not read the activity of users", async () => {
    const asker = await ask({ app: { kind: "store" } });
    expect(await asked(STATS, asker)).toMatchObject({ status: 400, code: 1051002 });
    expect((await asked(DAILY, asker)).code).toBe(0);
  });
});

describe("scopes", () => {
  test.each([
    [DAILY, ["vc:report:readonly"]],
    [TOP, ["vc:report:readonly"]],
    [MEETINGS, ["vc:room:readonly"]],
    [PARTICIPANTS, ["vc:room:readonly"]],
    [EXPORT, ["vc:export"]],
    [STATS, ["admin:admin_user_stat:readonly"]],
    [CHILDREN, ["contact:contact.base:readonly"]],
    [TENANT, ["tenant:tenant:readonly"]],
  ])("%s by the tenant's token: the app lacks %s", async (path, scopes) => {
    const asker = await ask({ app: { scopes: without(...scopes) } });
    const { status, code, message, error } = await asked(path, asker);
    expect([status, code]).toEqual([400, 99991672]);
    const link = `https://open.feishu.cn/app/${asker.sandbox.appId}/auth?q=${scopes.join(",")}&op_from=openapi&token_type=tenant`;
    expect(message).toContain(`[${scopes.join(", ")}]`);
    expect(message.endsWith(link)).toBe(true);
    expect(listOf(error["permission_violations"]).map((one) => one["subject"])).toEqual(scopes);
    expect(listOf(error["helps"])[0]?.["url"]).toBe(link);
  });

  test.each(USERS_SCOPES)("%s by a user's token: the app lacks %j", async (path, scopes) => {
    const asker = await ask();
    const { accessToken } = asker.sandbox.signIn();
    asker.sandbox.app.scopes = without(...scopes);
    const { code, message } = await asked(path, asker, bearer(accessToken));
    expect(code).toBe(99991672);
    expect(message).toContain("token_type=user");
  });

  test.each(USERS_SCOPES)("%s: the user has not granted %j", async (path, scopes) => {
    const asker = await ask();
    const { accessToken } = asker.sandbox.signIn(undefined, without(...scopes));
    const { status, code, message, error } = await asked(path, asker, bearer(accessToken));
    expect([status, code]).toEqual([400, 99991679]);
    expect(message).toContain(`[${scopes.join(", ")}]`);
    expect(listOf(error["permission_violations"]).map((one) => one["subject"])).toEqual(scopes);
    expect(error["log_id"]).toEqual(expect.any(String));
  });

  test("on a new tenant the lists are for a user's token alone", async () => {
    const asker = await ask({ app: { oldRoomScope: false } });
    for (const path of [MEETINGS, PARTICIPANTS]) {
      expect((await asked(path, asker)).code).toBe(99991672);
      const user = bearer(asker.sandbox.signIn().accessToken);
      expect((await asked(path, asker, user)).code).toBe(0);
    }
    expect((await asked(EXPORT, asker)).code).toBe(0);
  });

  test("fields that a further scope opens", async () => {
    const asker = await ask();
    const byUserId = { ...DAY, user_id_type: "user_id" };
    const rows = async () => ({
      byUserId: Object.keys(listOf((await asker.get(STATS, byUserId)).data["items"])[0] ?? {}),
      byOpenId: Object.keys(listOf((await asker.get(STATS, DAY)).data["items"])[0] ?? {}),
      department: Object.keys(listOf((await asker.get(CHILDREN)).data["items"])[0] ?? {}),
    });
    const open = await rows();
    expect(open.byUserId).toEqual(open.byOpenId);
    asker.sandbox.app.scopes = without(
      "contact:user.employee_id:readonly",
      "contact:department.base:readonly",
      "contact:department.organize:readonly",
    );
    expect(await rows()).toEqual({
      byUserId: open.byOpenId.filter((name) => name !== "user_id"),
      byOpenId: open.byOpenId,
      department: ["department_id", "open_department_id"],
    });
  });
});

describe("the right to manage meetings", () => {
  test.each([MEETINGS, PARTICIPANTS, EXPORT])(
    "%s needs it: of the user, or of the app's creator",
    async (path) => {
      const asker = await ask({ app: { creatorHasRole: false } });
      const { users, app } = asker.sandbox;
      expect(await asked(path, asker)).toMatchObject({ status: 403, code: 121005 });
      const codes = [];
      for (const { name } of users)
        codes.push((await asked(path, asker, bearer(asker.sandbox.signIn(name).accessToken))).code);
      expect(codes).toEqual([0, 121005, 121005]);
      app.creatorHasRole = true;
      for (const user of users) user.hasMeetingRole = false;
      expect((await asked(path, asker)).code).toBe(0);
      expect((await asked(path, asker, bearer(asker.sandbox.signIn().accessToken))).code).toBe(121005);
    },
  );

  test("the reports, the activity and the departments do not", async () => {
    const asker = await ask({ app: { creatorHasRole: false } });
    for (const path of [DAILY, TOP, STATS, CHILDREN, TENANT]) expect((await asked(path, asker)).code).toBe(0);
  });
});

describe("the data range", () => {
  const everyone = async (asker: Asker) => (await asker.all(STATS, "items", DAY)).rows;

  test("who lies outside is left out in silence", async () => {
    const asker = await ask({ app: { range: ["Galaxy/Sales", "Overseas"] } });
    const paths = new Set((await everyone(asker)).map((row) => String(row["department_path"])));
    expect(paths.size).toBeGreaterThan(3);
    expect([...paths].filter((path) => !/^(?:Galaxy\/Sales|Overseas)(?:\/|$)/.test(path))).toEqual([]);
    asker.sandbox.app.range = [];
    expect(await everyone(asker)).toEqual([]);
    asker.sandbox.app.range = "all";
    expect((await everyone(asker)).length).toBeGreaterThan(250);
  });

  test("a department outside is refused, one person outside has no rows", async () => {
    const asker = await ask({ app: { range: ["Galaxy/Sales"] } });
    const { tenant } = asker.sandbox;
    const department = async (path: string) => {
      const found = tenant.departments.find((one) => one.path === path);
      return asker.get(STATS, { ...DAY, department_id: found?.openDepartmentId ?? "0" });
    };
    expect(await department("Overseas")).toMatchObject({ status: 400, code: 1051003 });
    expect((await department("Galaxy")).code).toBe(1051003);
    expect((await department("root")).code).toBe(1051003);
    expect((await department("Galaxy/Sales/East")).code).toBe(0);
    const rows = async (inside: boolean) => {
      const person = tenant.people.find((one) => one.department.path.startsWith("Galaxy/Sales/") === inside);
      if (person === undefined) throw new Error("nobody there");
      return listOf(
        (await asker.get(STATS, { ...DAY, user_id: tenant.idOf(person, "open_id") })).data["items"],
      ).length;
    };
    expect([await rows(true), await rows(false)]).toEqual([1, 0]);
  });
});
