/** Activity per person and day (admin_user_stats). Its rows are read by hand: with zod a page costs ten times as much. */
import { z } from "zod";
import type { Day } from "../../domain/day.ts";
import { Problem } from "../../domain/problem.ts";
import type { UserDaysRequest } from "../../domain/source.ts";
import { badField } from "../refusal.ts";
import type { Ask, Operation } from "./operation.ts";
import { pageFields } from "./reply-fields.ts";

/** The most rows of a page; what it is without being asked for is not documented. */
export const PAGE_SIZE = 60;
/** The most days of a question. */
export const WINDOW_DAYS = 31;

/** Sums are packed in 16 bits a day. */
const LARGEST_FIGURE = 65_535;
/** A window's sums of such counts fit in 32 bits. */
const LARGEST_COUNT = 99_999_999;

const reply = z.object({ items: z.array(z.unknown()), ...pageFields });

export type UserStatsReply = z.output<typeof reply>;

export const adminUserStats: Operation<UserStatsReply> = {
  name: "admin_user_stats",
  gives: "the activity of people",
  method: "GET",
  path: "/open-apis/admin/v1/admin_user_stats",
  identity: "tenant",
  scope: "admin:admin_user_stat:readonly",
  repeatable: true,
  replyIn: "data",
  reply,
};

export function askUserStats(
  asked: Omit<UserDaysRequest, "details">,
  pageToken: string | undefined,
): Ask<UserStatsReply> {
  const { only } = asked;
  return {
    operation: adminUserStats,
    query: {
      user_id_type: asked.idType,
      start_date: asked.from,
      end_date: asked.to,
      ...(only !== undefined &&
        ("userId" in only
          ? { user_id: only.userId }
          : { department_id_type: only.departmentIdType, department_id: only.departmentId })),
      page_size: PAGE_SIZE,
      page_token: pageToken,
      target_geo: asked.dataRegion,
    },
  };
}

/** One row, as far as everybody needs it; texts as Feishu gave them. */
export interface UserStatsRow {
  /** Position among the days of the window. */
  readonly day: number;
  readonly id: string;
  readonly name: string;
  readonly departmentName: string;
  readonly departmentPath: string;
  readonly activated: number;
  readonly active: number;
  readonly meetings: number;
  readonly minutes: number;
  readonly fields: Fields;
}

export type Fields = Readonly<Record<string, unknown>>;

/**
 * @param index of the row on its page, by which a bad field is named
 * @param days of the window, with their positions
 * @throws Problem `upstream` that names the bad field; `access` where Feishu hides the ids.
 */
export function readUserStats(
  row: unknown,
  index: number,
  days: ReadonlyMap<Day, number>,
  idType: UserDaysRequest["idType"],
): UserStatsRow {
  if (!isFields(row)) throw badField(adminUserStats, ["items", index]);
  const date = row["date"];
  const day = typeof date === "string" ? days.get(date) : undefined;
  if (day === undefined) throw badField(adminUserStats, ["items", index, "date"]);
  const id = row["user_id"];
  if (typeof id !== "string" || id === "") throw withoutId(index, idType);
  return {
    day,
    id,
    name: textField(row, "user_name", index),
    departmentName: textField(row, "department_name", index),
    departmentPath: textField(row, "department_path", index),
    activated: countField(row, "user_active_flag", index, 1),
    active: countField(row, "vc_active_flag", index, 1),
    meetings: countField(row, "vc_num", index, LARGEST_FIGURE),
    minutes: countField(row, "vc_duration", index, LARGEST_FIGURE),
    fields: row,
  };
}

/** A count of zero or more, as a number or as digits. @throws Problem `upstream` that names the field. */
export function countField(row: Fields, name: string, index: number, most = LARGEST_COUNT): number {
  const value = row[name];
  const count = typeof value === "string" && /^\d{1,9}$/.test(value) ? Number(value) : value;
  if (typeof count === "number" && Number.isInteger(count) && count >= 0 && count <= most) return count;
  throw badField(adminUserStats, ["items", index, name]);
}

/** A text that may be left out. @throws Problem `upstream` that names the field. */
export function textField(row: Fields, name: string, index: number): string {
  const value = row[name];
  if (typeof value === "string") return value;
  if (value === undefined || value === null) return "";
  throw badField(adminUserStats, ["items", index, name]);
}

function isFields(row: unknown): row is Fields {
  return typeof row === "object" && row !== null && !Array.isArray(row);
}

function withoutId(index: number, idType: UserDaysRequest["idType"]): Problem {
  if (idType !== "user_id") return badField(adminUserStats, ["items", index, "user_id"]);
  return new Problem(
    "access",
    "Feishu gives no user ids to this app: it lacks the scope contact:user.employee_id:readonly.",
    "Grant contact:user.employee_id:readonly on the app's permissions page and release a version, or ask with user_id_type open_id.",
  );
}
