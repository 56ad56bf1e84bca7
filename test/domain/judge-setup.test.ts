import { describe, expect, test } from "vitest";
import { judgeSetup, trustedLink } from "../../src/domain/judge-setup.ts";
import { Problem, type ProblemDetails } from "../../src/domain/problem.ts";
import {
  LANGUAGES,
  type ProbedOperation,
  SETUP_OPERATIONS,
  type SetupOperation,
  type SetupProbe,
} from "../../src/domain/setup.ts";

type Met = Partial<Record<SetupOperation, ProblemDetails | undefined>>;

/** Each operation as the app, with what it met. */
function probeOf(met: Met, further: Partial<SetupProbe> = {}): SetupProbe {
  const operations = SETUP_OPERATIONS.map((operation): ProbedOperation => {
    const details = met[operation];
    const problem = details && new Problem("access", "It was refused.", "Do something.", details);
    return { operation, identity: "tenant", ...(problem && { problem }) };
  });
  return { operations, requestsSoFar: 7, ...further };
}

const ENGLISH = { language: "en", proxied: false, tenantOnly: false } as const;
const SCOPE = { feishuCode: 99991672 };

test.each(LANGUAGES)("all is ready, in %s", (language) => {
  const report = judgeSetup(probeOf({}), { ...ENGLISH, language });
  expect(report.isReady).toBe(true);
  expect(report.summary).toBe(language === "en" ? "6 of 6 operations are ready." : "6 项操作中有 6 项就绪。");
  expect(report.operations.every((one) => one.isReady && !("missing" in one) && !("fix" in one))).toBe(true);
  expect(report.worksWithout).toHaveLength(6);
  expect(report.notes).toEqual([]);
});

test("the summary says how many, and the first thing to do", () => {
  const report = judgeSetup(probeOf({ meetings: SCOPE, participants: SCOPE }), ENGLISH);
  expect(report.summary).toMatch(
    /^4 of 6 operations are ready; first thing to do: Somebody who has .* signs in with `feishu-meeting-mcp login`; .*\.$/,
  );
});

test("what ends by itself is not the first thing to do", () => {
  const report = judgeSetup(
    probeOf({ daily_report: { feishuCode: 99991400 }, exports: { feishuCode: 99991401 } }),
    ENGLISH,
  );
  expect(report.summary).toContain("IP list");
  expect(judgeSetup(probeOf({ exports: { feishuCode: 99991400 } }), ENGLISH).summary).toContain(
    "Check again",
  );
});

test("a wrong secret is told once", () => {
  const wrong = { feishuCode: 10015 };
  const met = Object.fromEntries(SETUP_OPERATIONS.map((operation) => [operation, wrong]));
  const report = judgeSetup(probeOf(met), ENGLISH);
  expect(report.operations.filter(({ fix }) => fix !== undefined)).toHaveLength(1);
  expect(report.operations[0]?.missing).toContain("FEISHU_APP_SECRET");
  expect(report.operations.slice(1).map(({ missing }) => missing)).toEqual(
    Array.from({ length: 5 }, () => "The same as for daily_report."),
  );
  expect(report.worksWithout).toEqual([]);
});

test("two scopes that are missing are two things", () => {
  const report = judgeSetup(probeOf({ daily_report: SCOPE, top_users: SCOPE, exports: SCOPE }), ENGLISH);
  const told = report.operations.filter(({ fix }) => fix !== undefined);
  expect(told.map(({ operation }) => operation)).toEqual(["daily_report", "exports"]);
  expect(told[1]?.missing).toContain("vc:export");
});

test.each<[SetupOperation, readonly string[]]>([
  ["daily_report", ["get_meeting_report"]],
  ["top_users", ["get_top_meeting_users"]],
  ["meetings", ["find_meetings", "list_meeting_participants", "export_meeting_participants"]],
  ["participants", ["list_meeting_participants"]],
  ["exports", ["export_meeting_participants"]],
  ["user_stats", ["get_user_meeting_stats"]],
])("without %s every other tool works", (operation, lost) => {
  const all = judgeSetup(probeOf({}), ENGLISH).worksWithout;
  const report = judgeSetup(probeOf({ [operation]: { feishuCode: 99991401 } }), ENGLISH);
  expect(report.worksWithout).toEqual(all.filter((tool) => !lost.includes(tool)));
});

test("the lists' own link would lead to a scope that is no longer given", () => {
  const link = "https://open.feishu.cn/app/cli_1/auth?q=vc:room:readonly";
  const report = judgeSetup(probeOf({ meetings: { ...SCOPE, link } }), ENGLISH);
  expect(report.operations.some((one) => "link" in one)).toBe(false);
});

describe("the clock", () => {
  test.each([
    [59, 0],
    [-59, 0],
    [60, 1],
    [-400, 1],
  ])("%i seconds: %i notes", (clockDifferenceSeconds, notes) => {
    expect(judgeSetup(probeOf({}, { clockDifferenceSeconds }), ENGLISH).notes).toHaveLength(notes);
  });
});

describe("a link of Feishu's reply", () => {
  test.each([
    "https://open.feishu.cn/app/cli_1/auth?q=vc:export&op_from=openapi&token_type=tenant",
    "https://open.larksuite.com/app/cli_1/auth",
    "https://bytedance.larkoffice.com/docs",
  ])("%s is shown", (link) => {
    expect(trustedLink(link)).toBe(link);
    const report = judgeSetup(probeOf({ exports: { ...SCOPE, link } }), ENGLISH);
    expect(report.operations.find(({ operation }) => operation === "exports")?.link).toBe(link);
  });

  test.each([
    "http://open.feishu.cn/app",
    "https://open.feishu.cn.evil.example/app",
    "https://evilfeishu.cn/app",
    "https://open.feishu.cn@evil.example/",
    "https://user:secret@open.feishu.cn/",
    "https://open.feishu.cn:8443/",
    "https://evil.example/?open.feishu.cn",
    "javascript:alert(1)//.feishu.cn",
    "feishu.cn",
    "",
    `https://open.feishu.cn/${"a".repeat(500)}`,
  ])("%s is not", (link) => {
    expect(trustedLink(link)).toBeUndefined();
    const report = judgeSetup(probeOf({ exports: { ...SCOPE, link } }), ENGLISH);
    expect(report.operations.some((one) => "link" in one)).toBe(false);
  });
});
