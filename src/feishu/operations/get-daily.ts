/** The organisation's meetings per day (reports/get_daily). */
import { z } from "zod";
import type { UnixSeconds } from "../../domain/day.ts";
import type { DataRegion } from "../../domain/meeting.ts";
import type { Ask, Operation } from "./operation.ts";
import { wholeNumber } from "./reply-fields.ts";

/** Feishu's numbers for the places where a tenant's data lies. */
export const UNITS: Readonly<Record<DataRegion, number>> = { cn: 0, us: 1, sg: 2, jp: 3 };

const reply = z.object({
  meeting_report: z.object({
    total_meeting_count: wholeNumber,
    // Seconds, as in each day; the top list gives minutes.
    total_meeting_duration: wholeNumber,
    total_participant_count: wholeNumber,
    daily_report: z.array(
      z.object({
        date: wholeNumber,
        meeting_count: wholeNumber,
        meeting_duration: wholeNumber,
        participant_count: wholeNumber,
      }),
    ),
  }),
});

export type DailyReply = z.output<typeof reply>;

export const getDaily: Operation<DailyReply> = {
  name: "reports/get_daily",
  gives: "the meeting report",
  method: "GET",
  path: "/open-apis/vc/v1/reports/get_daily",
  identity: "tenant",
  scope: "vc:report:readonly",
  repeatable: true,
  replyIn: "data",
  reply,
};

export function askDaily(start: UnixSeconds, end: UnixSeconds, region?: DataRegion): Ask<DailyReply> {
  return {
    operation: getDaily,
    query: { start_time: start, end_time: end, unit: region && UNITS[region] },
  };
}
