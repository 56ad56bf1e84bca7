import { addDays, daysOf } from "../../domain/day.ts";
import { LATE_DAYS } from "../../domain/published.ts";
import type { ActivitySource, Unread, UserDaysRequest } from "../../domain/source.ts";
import { isFinal } from "../../domain/usage.ts";
import { spansOf } from "../../domain/window.ts";
import type { Connection } from "../connection.ts";
import type { Wanted } from "../job.ts";
import { adminUserStats } from "../operations/admin-user-stats.ts";
import { joinedDays, readParts } from "../reading.ts";
import { createDayMemory, type DayMemory, type Subject } from "../user-days/day-memory.ts";
import type { DetailsTable } from "../user-days/details-table.ts";
import type { ReadDay } from "../user-days/growing-day.ts";
import { mergeDays } from "../user-days/merge-days.ts";
import { outlookOf } from "../user-days/outlook.ts";
import { cutsOf, inOrder, type Plan, planOf } from "../user-days/plan.ts";
import { openWindow, type WindowState } from "../user-days/stats-window.ts";

const REMEMBERED_BYTES = 40 * 1024 * 1024;

/** Activity of people by day: what is known is not asked again, the rest in windows side by side. */
export function userDays(connection: Connection): ActivitySource["userDays"] {
  const { clock, closing, maxConcurrency } = connection;
  const jobs = connection.openJobs<WindowState>();
  const memory = createDayMemory({ clock, closing, bytes: REMEMBERED_BYTES });
  return async (request, caller) => {
    const { only, idType, dataRegion, details } = request;
    const identity = connection.identityOf(adminUserStats);
    const subject = memory.enter(JSON.stringify([identity, dataRegion, idType, only]));
    try {
      const plan = planOf(request, subject, maxConcurrency);
      const wanted = plan.windows.map((window) =>
        windowOf({ ...request, ...window }, subject, connection, memory),
      );
      const reading = await readParts(
        {
          jobs,
          wanted,
          merged: (states) => readOf(plan, states),
          known: plan.known,
          outlook: (parts, donePages) => outlookOf(plan, parts, donePages),
        },
        caller,
        clock,
      );
      const { days, tables } = reading.value;
      const value = mergeDays(subject.roster, days, details ? tables : undefined);
      return { ...reading, value, unread: withoutDays(reading.unread, days) };
    } finally {
      memory.leave(subject, request);
    }
  };
}

function windowOf(
  request: UserDaysRequest,
  subject: Subject,
  connection: Connection,
  memory: DayMemory,
): Wanted<WindowState> {
  const { from, to, details } = request;
  const key = JSON.stringify([subject.number, details, from, to]);
  const cuts = cutsOf(request, subject);
  cuts.set(key, { from, to });
  return {
    key,
    handsOver: true,
    reusable: () => false,
    open: () =>
      openWindow(request, subject.roster, connection, (window) => {
        const { statisticsZone } = connection;
        memory.learn(subject, window, ({ day, member }) => {
          // Published a little late: such a day is asked for again.
          const isLate =
            member.length === 0 && !isFinal(addDays(day, LATE_DAYS), window.readAt, statisticsZone);
          return !isLate && isFinal(day, window.readAt, statisticsZone);
        });
        cuts.delete(key);
      }),
  };
}

interface Read {
  readonly days: readonly ReadDay[];
  /** What lies beside meetings in exactly these days. */
  readonly tables: readonly DetailsTable[];
}

/** Known days and those of the windows that were read to their end, in order of time. */
function readOf(plan: Plan, states: readonly WindowState[]): Read {
  const windows = states.flatMap(({ read }) => read ?? []);
  const days = new Map(windows.flatMap((window) => window.days).map((day) => [day.columns.day, day]));
  for (const known of plan.days) days.set(known.columns.day, known);
  const tables = [
    ...plan.details,
    ...windows.flatMap(({ from, to, details }) => (details ? { from, to, table: details } : [])),
  ];
  return {
    days: [...days.values()].sort((one, other) => (one.columns.day < other.columns.day ? -1 : 1)),
    tables: tables.sort(inOrder).map(({ table }) => table),
  };
}

/** A window that was not read to its end may hold days that were known. */
function withoutDays(unread: readonly Unread[], days: readonly ReadDay[]): readonly Unread[] {
  const known = new Set(days.map(({ columns }) => columns.day));
  return joinedDays(
    unread.flatMap((one) =>
      spansOf(daysOf(one.from, one.to).filter((day) => !known.has(day))).map((span) => ({ ...one, ...span })),
    ),
  );
}
