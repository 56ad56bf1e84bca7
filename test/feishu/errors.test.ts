import { expect, test } from "vitest";
import { MEANINGS } from "../../src/feishu/errors.ts";
import { adminUserStats } from "../../src/feishu/operations/admin-user-stats.ts";
import { exportDownload } from "../../src/feishu/operations/export-download.ts";
import { exportParticipants } from "../../src/feishu/operations/export-participants.ts";
import { exportTask } from "../../src/feishu/operations/export-task.ts";
import { getDaily } from "../../src/feishu/operations/get-daily.ts";
import { getTopUser } from "../../src/feishu/operations/get-top-user.ts";
import { meetingList } from "../../src/feishu/operations/meeting-list.ts";
import { participantList } from "../../src/feishu/operations/participant-list.ts";
import { busyFor, meaningOf } from "../../src/feishu/refusal.ts";

const OPERATIONS = [
  adminUserStats,
  exportDownload,
  exportParticipants,
  exportTask,
  getDaily,
  getTopUser,
  meetingList,
  participantList,
];

/** Which kind each code is, written down a second time from the documents. */
const KINDS: Readonly<Record<string, readonly (number | string)[]>> = {
  access: [
    10003,
    10014,
    10015,
    99991661,
    99991662,
    99991663,
    99991664,
    99991665,
    99991668,
    99991671,
    99991672,
    99991673,
    99991677,
    99991679,
    99991401,
    121005,
    1051002,
    1051003,
    "reports/get_daily 121005",
    "reports/get_top_user 121005",
    "exports/:task_id 121005",
    "exports/download 121005",
  ],
  input: [
    99992351,
    99992359,
    99992363,
    99992361,
    99992402,
    122359,
    121003,
    126003,
    126004,
    126005,
    126006,
    126007,
    126008,
    126015,
    1051001,
    "reports/get_daily 121003",
    "reports/get_top_user 121003",
    "meeting_list 126006",
    "participant_list 126006",
    "exports/participant_list 126006",
  ],
  missing: [
    99992357,
    99992380,
    "admin_user_stats 99992351",
    "admin_user_stats 99992359",
    "admin_user_stats 99992363",
    121004,
    "exports/:task_id 121004",
    "exports/download 121004",
    126009,
    126010,
  ],
  busy: [99991400, 99991403],
  upstream: [20050, 20072, 99991201, 121001, 121002],
};

const ROWS = Object.entries(KINDS).flatMap(([kind, codes]) =>
  codes.map((code) => [String(code), kind] as const),
);

test("every row of the table is written down here, and none is left over", () => {
  expect(Object.keys(MEANINGS).sort()).toEqual(ROWS.map(([code]) => code).sort());
});

test.each(ROWS)("%s is %s, in two sentences of ours", (row, kind) => {
  const code = Number(row.split(" ").at(-1));
  const operation = OPERATIONS.find((one) => row.startsWith(`${one.name} `)) ?? meetingList;
  const general = row.includes(" ") ? operation : { ...operation, name: "another" };
  const { problem } = meaningOf({ code, status: 400 }, general);
  expect(problem).toMatchObject({ kind, details: { feishuCode: code } });
  for (const sentence of [problem.message, problem.remedy]) {
    expect(sentence).toMatch(/^[A-Z@f].*\.$/);
    expect(sentence).not.toMatch(/[{}]|undefined/);
  }
});

test("only what may pass by itself is asked again", () => {
  const repeated = Object.entries(MEANINGS).filter(([, meaning]) => meaning.next === "retry");
  expect(repeated.map(([code]) => code).sort()).toEqual(["121001", "20050", "20072"]);
});

test("the same code means different things: a year for meetings, a day for participants", () => {
  expect(meaningOf({ code: 126006, status: 400 }, meetingList).problem.message).toContain("a year");
  expect(meaningOf({ code: 126006, status: 400 }, participantList).problem.message).toContain("one day");
});

test("an unknown code is asked again only behind HTTP 5xx", () => {
  expect(meaningOf({ code: 77, status: 400 }, getDaily)).toMatchObject({
    next: "fail",
    problem: { kind: "upstream" },
  });
  expect(meaningOf({ code: 77, status: 500 }, getDaily).next).toBe("retry");
});

test("a limit carries its seconds", () => {
  expect(busyFor(7, getDaily)).toMatchObject({ kind: "busy", details: { retryAfterSeconds: 7 } });
});
