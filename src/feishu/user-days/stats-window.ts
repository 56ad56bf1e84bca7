/** One window of the user statistics as a job: a chain of pages whose rows are folded into days as they arrive. */
import { type Day, daysOf, type UnixSeconds } from "../../domain/day.ts";
import type { UserDaysRequest } from "../../domain/source.ts";
import type { Connection } from "../connection.ts";
import type { Job } from "../job.ts";
import {
  adminUserStats,
  askUserStats,
  readUserStats,
  type UserStatsReply,
  type UserStatsRow,
} from "../operations/admin-user-stats.ts";
import { COUNTERS, type DetailTexts, readCounters, readTexts } from "../operations/user-stats-details.ts";
import { openChain } from "../paging.ts";
import { nonsense } from "../refusal.ts";
import { type DetailsTable, detailsTable } from "./details-table.ts";
import { type GrowingDay, growingDay, type ReadDay } from "./growing-day.ts";
import type { Roster } from "./roster.ts";

/** A window that was read to its end. */
export interface ReadWindow {
  readonly from: Day;
  readonly to: Day;
  readonly readAt: UnixSeconds;
  readonly pages: number;
  readonly days: readonly ReadDay[];
  readonly details?: DetailsTable;
}

/** How far a window is. */
export interface WindowState {
  /** Absent until its last page was read. */
  readonly read: ReadWindow | undefined;
  /** How many days it has. */
  readonly days: number;
  /** How many of them were surely read wholly, and their rows: before the end only where rows come day by day. */
  readonly wholeDays: number;
  readonly wholeRows: number;
}

interface Checked {
  readonly row: UserStatsRow;
  readonly counters: Uint32Array | undefined;
  readonly texts: DetailTexts | undefined;
}

/** @param read is given the window once, when its last page was folded in */
export function openWindow(
  request: UserDaysRequest,
  roster: Roster,
  connection: Connection,
  read: (window: ReadWindow) => void,
): Job<WindowState> {
  const { from, to, idType } = request;
  const { clock } = connection;
  const dates = daysOf(from, to);
  const positions = new Map(dates.map((day, position) => [day, position]));
  const table = request.details ? detailsTable() : undefined;
  const open = {
    activity: connection.personal.has("activity"),
    device: connection.personal.has("device"),
  };
  let growing: GrowingDay[] = dates.map(growingDay);
  let result: ReadWindow | undefined;
  let current = -1;
  let begun = 0;
  let isDayByDay = true;

  function check(reply: UserStatsReply): Checked[] {
    return reply.items.map((item, index) => {
      const row = readUserStats(item, index, positions, idType);
      if (table === undefined) return { row, counters: undefined, texts: undefined };
      const counters = new Uint32Array(COUNTERS);
      readCounters(row.fields, index, counters);
      const texts = open.activity || open.device ? readTexts(row.fields, index, open) : undefined;
      return { row, counters, texts };
    });
  }

  function fold({ row, counters, texts }: Checked): void {
    const day = growing[row.day];
    const member = roster.memberOf(row, dates[row.day] ?? from);
    const person = roster.members[member]?.person ?? 0;
    const added = day?.add(person, member, row.meetings, row.minutes, row.active);
    if (added === "contradicts") {
      throw nonsense(adminUserStats, "it has two different rows of one person and day");
    }
    if (added === "again") return;
    if (row.day !== current) {
      current = row.day;
      // A day that comes again was not over when it was left.
      if ((day?.rows ?? 0) > 1) isDayByDay = false;
      begun += 1;
    }
    if (counters !== undefined) table?.add(member, row.day, counters, texts);
  }

  function state(): WindowState {
    const days = dates.length;
    if (result !== undefined) {
      const rows = result.days.reduce((sum, { columns }) => sum + columns.member.length, 0);
      return { read: result, days, wholeDays: days, wholeRows: rows };
    }
    if (!isDayByDay || begun === 0) return { read: undefined, days, wholeDays: 0, wholeRows: 0 };
    const rows = growing.reduce((sum, day) => sum + day.rows, 0);
    const wholeRows = rows - (growing[current]?.rows ?? 0);
    return { read: undefined, days, wholeDays: begun - 1, wholeRows };
  }

  return openChain<Checked, WindowState>({
    from,
    to,
    operation: adminUserStats,
    clock,
    ask: async (pageToken, run) => {
      const reply = await connection.ask(askUserStats(request, pageToken), run);
      return { rows: check(reply), hasMore: reply.has_more, pageToken: reply.page_token };
    },
    take: (rows) => rows.forEach(fold),
    ended: (readAt, pages) => {
      const days = growing.map((day) => day.trimmed());
      growing = [];
      table?.trim();
      result = { from, to, readAt, pages, days, ...(table && { details: table }) };
      read(result);
    },
    value: state,
    bytes: () => growing.reduce((sum, day) => sum + day.bytes, 0) + (table?.bytes ?? 0),
  });
}
