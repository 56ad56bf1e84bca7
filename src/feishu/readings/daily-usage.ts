import {
  addDays,
  type Day,
  dayOf,
  earlierDay,
  endOfDay,
  laterDay,
  startOfDay,
  type Zone,
} from "../../domain/day.ts";
import type { DailyUsage } from "../../domain/meeting.ts";
import { Problem } from "../../domain/problem.ts";
import type { DailyReport, DailyUsageRequest, MeetingSource, Unread } from "../../domain/source.ts";
import { REPORT_REACH_DAYS } from "../../domain/usage.ts";
import { nowSeconds } from "../clock.ts";
import type { Connection } from "../connection.ts";
import type { Wanted } from "../job.ts";
import { askDaily, type DailyReply, getDaily } from "../operations/get-daily.ts";
import { openChain } from "../paging.ts";
import { readParts } from "../reading.ts";
import { badField } from "../refusal.ts";
import type { Run } from "../run.ts";
import { wasSettled } from "../settled.ts";

const DAY_SECONDS = 86_400;
const BYTES_PER_DAY = 200;
const NOTHING: DailyReport = { days: [], totals: { meetings: 0, seconds: 0, participants: 0 } };

/** The organisation's meetings per day: one request for any span. */
export function dailyUsage(connection: Connection): MeetingSource["dailyUsage"] {
  const jobs = connection.openJobs<DailyReport>();
  return async (request, caller) =>
    readParts(
      { jobs, wanted: [reportOf(request, connection)], merged: ([report]) => report ?? NOTHING },
      caller,
      connection.clock,
    );
}

function reportOf(request: DailyUsageRequest, connection: Connection): Wanted<DailyReport> {
  const { from, to, through, dataRegion } = request;
  const { clock } = connection;
  return {
    key: JSON.stringify([connection.identityOf(getDaily), from, to, dataRegion]),
    // Only a later day proves that a day without a row had no meetings: until one is there it is asked anew.
    reusable: (job) =>
      wasSettled(through, job.readAt, connection) && (job.value().days.at(-1)?.day ?? "") >= through,
    open: () => {
      let report = NOTHING;
      let lacking: Unread[] = [];
      return openChain<DailyReport, DailyReport>({
        from,
        to,
        operation: getDaily,
        clock,
        ask: async (_, run) => {
          const got = await askWithinReach(request, connection, run);
          lacking = got.lacking;
          return { rows: [got.report], hasMore: false };
        },
        take: ([read]) => {
          report = read ?? NOTHING;
        },
        value: () => report,
        bytes: () => report.days.length * BYTES_PER_DAY,
        lacking: () => lacking,
      });
    },
  };
}

/** Whether the day 90 days ago is still given is not documented: it is tried, and left out if it is refused. */
async function askWithinReach(
  request: DailyUsageRequest,
  connection: Connection,
  run: Run,
): Promise<{ report: DailyReport; lacking: Unread[] }> {
  const { from, to } = request;
  try {
    return { report: await askSpan(request, connection, run), lacking: [] };
  } catch (reason) {
    const oldest = addDays(dayOf(nowSeconds(connection.clock), connection.zone), 1 - REPORT_REACH_DAYS);
    const refused = reason instanceof Problem && reason.details.feishuCode === 121003;
    if (!refused || from > oldest || from === to) throw reason;
    const report = await askSpan({ ...request, from: addDays(from, 1) }, connection, run);
    return { report, lacking: [{ from, to: from, problem: outOfReach(from) }] };
  }
}

function outOfReach(day: Day): Problem {
  return new Problem(
    "missing",
    `Feishu's meeting report does not reach back to ${day} any more.`,
    "find_meetings with the same days and limit 0 reaches back a year.",
  );
}

async function askSpan(request: DailyUsageRequest, connection: Connection, run: Run): Promise<DailyReport> {
  const { from, to, dataRegion } = request;
  const { zone } = connection;
  // A day may be labelled with its start in either zone, and its label has to lie inside.
  const start = Math.min(startOfDay(from, zone), startOfDay(from, "UTC"));
  const end = endOfDay(to, zone);
  const reply = await connection.ask(askDaily(start, end, dataRegion), run);
  return toReport(reply, { start, end, from, zone });
}

function toReport(
  reply: DailyReply,
  asked: { readonly start: number; readonly end: number; readonly from: Day; readonly zone: Zone },
): DailyReport {
  const report = reply.meeting_report;
  const days = new Map<Day, DailyUsage>();
  const first = earlierDay(dayOf(asked.start, "UTC"), dayOf(asked.start, asked.zone));
  const last = laterDay(dayOf(asked.end, "UTC"), dayOf(asked.end, asked.zone));
  report.daily_report.forEach((row, index) => {
    const day = dayOf(row.date, row.date % DAY_SECONDS === 0 ? "UTC" : asked.zone);
    if (days.has(day) || day < first || day > last) {
      throw badField(getDaily, ["meeting_report", "daily_report", index, "date"]);
    }
    days.set(day, {
      day,
      meetings: row.meeting_count,
      seconds: row.meeting_duration,
      participants: row.participant_count,
    });
  });
  return {
    days: [...days.values()]
      .filter((row) => row.day >= asked.from)
      .sort((one, other) => (one.day < other.day ? -1 : 1)),
    totals: {
      meetings: report.total_meeting_count,
      seconds: report.total_meeting_duration,
      participants: report.total_participant_count,
    },
  };
}
