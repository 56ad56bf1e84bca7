/** A question to each operation, with how many requests it takes where nothing goes wrong. */
import type { Operation } from "../../src/sandbox/routes.ts";
import type { Answer, Args, House } from "../support/asked.ts";

export interface Question {
  readonly operation: Operation;
  readonly tool: string;
  readonly args: Args;
  /** To that operation. */
  readonly requests: number;
}

/** As few people as give each list several pages. */
export const SMALL = { people: 130 };
const ALL_HANDS = { meeting_number: "987654321", on: "2026-11-16" };
const EXPORT = "export_meeting_participants";

export const daily: Question = {
  operation: "get_daily",
  tool: "get_meeting_report",
  args: { period: "last_week" },
  requests: 1,
};
export const top: Question = {
  operation: "get_top_user",
  tool: "get_top_meeting_users",
  args: { period: "last_week" },
  requests: 1,
};
/** One calendar month, so that its pages are one chain. */
export const meetings: Question = {
  operation: "meeting_list",
  tool: "find_meetings",
  args: { from: "2026-11-03", to: "2026-11-09", limit: 3 },
  requests: 4,
};
export const participants: Question = {
  operation: "participant_list",
  tool: "list_meeting_participants",
  args: { ...ALL_HANDS, limit: 3 },
  requests: 2,
};
/** One day, so that its pages are one chain. */
export const stats: Question = {
  operation: "user_stats",
  tool: "get_user_meeting_stats",
  args: { from: "2026-11-11", to: "2026-11-11", limit: 3 },
  requests: 3,
};
export const token: Question = { ...daily, operation: "tenant_token" };
export const exportCreate: Question = {
  operation: "export_create",
  tool: EXPORT,
  args: ALL_HANDS,
  requests: 1,
};
/** Two of them say that it is still running. */
export const exportStatus: Question = {
  operation: "export_status",
  tool: EXPORT,
  args: ALL_HANDS,
  requests: 3,
};
export const exportDownload: Question = {
  operation: "export_download",
  tool: EXPORT,
  args: ALL_HANDS,
  requests: 1,
};

/** Those that come in pages. */
export const CHAINS: readonly Question[] = [meetings, participants, stats];
export const READINGS: readonly Question[] = [daily, top, ...CHAINS];
/** Those that may be asked twice. */
export const REPEATABLE: readonly Question[] = [...READINGS, token, exportStatus, exportDownload];
export const ALL: readonly Question[] = [...REPEATABLE, exportCreate];

/** Without what differs from call to call: when it was read, and which file was written. */
export function settled(answer: Answer): unknown {
  const given: readonly string[] = answer["notes"] ?? [];
  // That an earlier call's file was there already.
  const notes = given.filter((note) => !note.includes("FEISHU_EXPORT_DIR"));
  const text = JSON.stringify({ ...answer, notes, as_of: "", task_id: "" });
  const value: unknown = JSON.parse(text.replaceAll(/\/[^" ]*\/meeting-[\w-]+\.xlsx/g, "FILE"));
  return value;
}

/** Counts the requests to an operation from now on. */
export function countedFrom(house: House): (operation: Operation) => number {
  const before = house.sandbox.requests.length;
  return (operation) =>
    house.sandbox.requests.slice(before).filter((request) => request.operation === operation).length;
}

/** Each is asked once where nothing goes wrong. */
export function answersOf(house: House): (question: Question) => Promise<unknown> {
  const known = new Map<string, Promise<unknown>>();
  return ({ tool, args }) => {
    const key = JSON.stringify([tool, args]);
    const answer = known.get(key) ?? house.asker().then(async ({ ask }) => settled(await ask(tool, args)));
    known.set(key, answer);
    return answer;
  };
}
