import { describe, expect, test } from "vitest";
import { Problem } from "../../src/domain/problem.ts";
import { NEEDS, SETUP_OPERATIONS, type SetupProbe } from "../../src/domain/setup.ts";
import type { UserTokenSource } from "../../src/domain/user-tokens.ts";
import { adminUserStats } from "../../src/feishu/operations/admin-user-stats.ts";
import { exportParticipants } from "../../src/feishu/operations/export-participants.ts";
import { exportTask } from "../../src/feishu/operations/export-task.ts";
import { getDaily } from "../../src/feishu/operations/get-daily.ts";
import { getTopUser } from "../../src/feishu/operations/get-top-user.ts";
import { meetingList } from "../../src/feishu/operations/meeting-list.ts";
import { participantList } from "../../src/feishu/operations/participant-list.ts";
import { NOW, openScene } from "./scene.ts";
import type { Scripted, Seen } from "./stand-in.ts";

const EMPTY_REPORT = {
  meeting_report: {
    total_meeting_count: 0,
    total_meeting_duration: 0,
    total_participant_count: 0,
    daily_report: [],
  },
};
const ANSWERS: Readonly<Record<string, Scripted>> = {
  get_daily: { data: EMPTY_REPORT },
  get_top_user: { data: { top_user_report: [] } },
  meeting_list: { data: { meeting_list: [], has_more: false } },
  participant_list: { status: 400, code: 126009 },
  exports: { status: 404, code: 121004 },
  admin_user_stats: { data: { items: [{}], has_more: true, page_token: "more" } },
};

/** As Feishu answers where all is ready, but for what is told otherwise. */
function ready(otherwise: Readonly<Record<string, Scripted>> = {}) {
  const answers = { ...ANSWERS, ...otherwise };
  return ({ path }: Seen): Scripted => {
    const name = Object.keys(answers).find((one) => path.includes(`/${one}`));
    return answers[name ?? ""] ?? { status: 418, raw: path };
  };
}

function codes({ operations }: SetupProbe) {
  return operations.map(({ problem }) => problem?.details.feishuCode);
}

const ADA = { openId: "ou_ada", name: "Ada" };
const NOBODY = "Nobody is signed in.";

function users(token: () => Promise<string>): UserTokenSource {
  return { signedIn: async () => ADA, token, refused: () => undefined };
}

test("asks each operation once, with the smallest harmless question", async () => {
  const { source, standIn, caller } = await openScene(ready());
  const probe = await source.checkSetup(caller());
  expect(probe.operations.map(({ operation }) => operation)).toEqual(SETUP_OPERATIONS);
  expect(probe.requestsSoFar).toBe(7);
  expect(probe).not.toHaveProperty("signedIn");
  expect(standIn.seen.map(({ path, query }) => [path.replace("/open-apis/", ""), query])).toEqual([
    ["vc/v1/reports/get_daily", { start_time: "1795017600", end_time: "1795103999" }],
    [
      "vc/v1/reports/get_top_user",
      expect.objectContaining({ start_time: "1795017600", end_time: "1795103999", limit: "1" }),
    ],
    [
      "vc/v1/meeting_list",
      expect.objectContaining({ start_time: String(NOW - 3_600), end_time: String(NOW), page_size: "20" }),
    ],
    ["vc/v1/participant_list", expect.objectContaining({ meeting_no: "100000000", page_size: "20" })],
    ["vc/v1/exports/1", {}],
    [
      "admin/v1/admin_user_stats",
      expect.objectContaining({ start_date: "2026-11-19", end_date: "2026-11-19", page_size: "1" }),
    ],
  ]);
});

test("says as whom it asked", async () => {
  const signedIn = users(async () => "u-ada");
  const { source, standIn, caller } = await openScene(ready(), { users: signedIn });
  const probe = await source.checkSetup(caller());
  expect(probe.signedIn).toEqual({ name: "Ada" });
  expect(probe.operations.map(({ identity }) => identity)).toEqual([
    ...["tenant", "tenant", "user", "user", "user", "tenant"],
  ]);
  expect(standIn.seen.map(({ token }) => token)).toEqual(["t-1", "t-1", "u-ada", "u-ada", "u-ada", "t-1"]);
});

test("people without a row are told from no answer", async () => {
  const { source, caller } = await openScene(
    ready({ admin_user_stats: { data: { items: [], has_more: false } } }),
  );
  expect((await source.checkSetup(caller())).operations.at(-1)).toEqual({
    operation: "user_stats",
    identity: "tenant",
    isEmpty: true,
  });
});

describe("what stands in every further way is met once", () => {
  test.each([10003, 10014, 10015])("a refused app: %i", async (code) => {
    const { source, standIn, caller } = await openScene(ready(), {}, () => ({ code }));
    const probe = await source.checkSetup(caller());
    expect(codes(probe)).toEqual(Array.from({ length: 6 }, () => code));
    expect([standIn.tokenRequests.length, standIn.seen.length, probe.requestsSoFar]).toEqual([1, 0, 1]);
  });

  test.each([99991401, 99991662, 99991673])("of the whole app: %i", async (code) => {
    const { source, standIn, caller } = await openScene(ready({ get_daily: { status: 400, code } }));
    const probe = await source.checkSetup(caller());
    expect(codes(probe)).toEqual(Array.from({ length: 6 }, () => code));
    expect(standIn.seen).toHaveLength(1);
  });

  test("a Feishu that nobody can reach", async () => {
    const { source, caller, standIn } = await openScene([], { baseUrl: "http://127.0.0.1:9" });
    const probe = await source.checkSetup(caller());
    expect(probe.operations.map(({ problem }) => problem?.details.network)).toEqual(
      Array.from({ length: 6 }, () => "ECONNREFUSED"),
    );
    expect(probe).not.toHaveProperty("clockDifferenceSeconds");
    expect(standIn.seen).toEqual([]);
  });

  test("a sign-in that has ended; the app's own token goes on", async () => {
    let asked = 0;
    const ended = users(() => {
      asked += 1;
      return Promise.reject(new Problem("access", NOBODY, "Sign in.", { needsSignIn: true }));
    });
    const { source, caller } = await openScene(ready(), { users: ended });
    const { operations } = await source.checkSetup(caller());
    expect(operations.map(({ problem }) => problem?.message)).toEqual([
      ...[undefined, undefined, NOBODY, NOBODY, NOBODY, undefined],
    ]);
    expect(asked).toBe(1);
  });

  test("but a missing scope only where it is missing", async () => {
    const { source, caller } = await openScene(ready({ get_daily: { status: 400, code: 99991672 } }));
    const probe = await source.checkSetup(caller());
    expect(codes(probe)).toEqual([99991672, undefined, undefined, 126009, 121004, undefined]);
  });
});

test("without a token of the app's own, what takes a user's is asked all the same", async () => {
  const { source, standIn, clock, caller } = await openScene(ready());
  await source.close();
  const { openFeishu } = await import("../../src/feishu/feishu.ts");
  const other = openFeishu({
    name: "feishu",
    baseUrl: standIn.origin,
    userToken: "u-fixed",
    zone: "Asia/Shanghai",
    statisticsZone: "+08:00",
    maxConcurrency: 4,
    personal: new Set(),
    clock,
  });
  const { operations } = await other.checkSetup(caller());
  await other.close();
  expect(operations.map(({ identity }) => identity)).toEqual([
    ...[undefined, undefined, "user", "user", "user", undefined],
  ]);
  expect(operations[0]?.problem?.kind).toBe("access");
});

test("a file of tokens that cannot be used stops only what would need it", async () => {
  const broken: UserTokenSource = {
    ...users(async () => "u-ada"),
    signedIn: () => Promise.reject(new Problem("access", "The file is broken.", "Remove it.")),
  };
  const { source, caller } = await openScene(ready(), { users: broken });
  const { operations } = await source.checkSetup(caller());
  expect(operations.map(({ problem }) => problem?.message)).toEqual([
    ...[undefined, undefined, "The file is broken.", "The file is broken.", "The file is broken.", undefined],
  ]);
});

test("a limit is reported, not waited for", async () => {
  const limited = { status: 429, code: 99991400, headers: { "x-ogw-ratelimit-reset": "20" } };
  const { source, clock, caller } = await openScene(ready({ meeting_list: limited }));
  const probe = await source.checkSetup(caller());
  expect(probe.operations[2]?.problem).toMatchObject({ kind: "busy", details: { retryAfterSeconds: 20 } });
  expect(clock.slept).toEqual([]);
});

test("Feishu's clock is compared with ours", async () => {
  const date = (seconds: number) => ({ headers: { date: new Date(seconds * 1000).toUTCString() } });
  const behind = { ...ANSWERS["admin_user_stats"], ...date(NOW + 90) };
  const { source, caller } = await openScene(ready({ admin_user_stats: behind }));
  expect((await source.checkSetup(caller())).clockDifferenceSeconds).toBe(90);
});

test("the link in Feishu's message is handed on as it stands", async () => {
  const link = "https://open.feishu.cn/app/cli_1/auth?q=vc:report:readonly,vc:export&token_type=tenant";
  const msg = `Access denied. 应用尚未开通：[vc:report:readonly]，点击链接申请并开通任一权限即可：${link}，谢谢`;
  const { source, caller } = await openScene(
    ready({ get_daily: { status: 400, code: 99991672, beside: { msg } } }),
  );
  expect((await source.checkSetup(caller())).operations[0]?.problem?.details.link).toBe(link);
});

describe("whoever asks", () => {
  test("and goes away ends it", async () => {
    const controller = new AbortController();
    const { source, caller } = await openScene((seen) => {
      controller.abort(new Error("gone"));
      return ready()(seen);
    });
    await expect(source.checkSetup(caller({ signal: controller.signal }))).rejects.toThrow("gone");
  });

  test("and has no time left is told that Feishu did not answer", async () => {
    const { source, clock, standIn, caller } = await openScene(ready());
    const { operations } = await source.checkSetup(caller({ deadline: clock.now() }));
    expect(operations.map(({ problem }) => problem?.details.network)).toEqual(
      Array.from({ length: 6 }, () => "TIMEOUT"),
    );
    expect(standIn.seen).toEqual([]);
  });
});

test("the scopes that are told are those that the operations name", () => {
  const scopes = [getDaily, getTopUser, meetingList, participantList, exportParticipants, adminUserStats];
  expect(SETUP_OPERATIONS.map((operation) => NEEDS[operation].scope)).toEqual(
    scopes.map(({ scope }) => scope),
  );
  expect(exportTask.scope).toBe(exportParticipants.scope);
});
