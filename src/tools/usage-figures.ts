/** Sums and averages of meeting days, as the report shows them. */
import { z } from "zod";
import { hoursOf, minutesOf, oneDecimal } from "../domain/duration.ts";
import type { UsageSum, UsageTotals } from "../domain/usage.ts";

export const sumFields = { meetings: z.number(), meeting_minutes: z.number(), participants: z.number() };
export const usageTotalsSchema = z.object({
  ...sumFields,
  meeting_hours: z.number(),
  average_meeting_minutes: z.number().optional(),
  average_participants: z.number().optional(),
  meetings_per_day: z.number(),
  meetings_per_weekday: z.number().optional().describe("Held Monday to Friday, per such day"),
});
export function shownSums(sum: UsageSum) {
  return { meetings: sum.meetings, meeting_minutes: minutesOf(sum.seconds), participants: sum.participants };
}

export function shownTotals(totals: UsageTotals): z.output<typeof usageTotalsSchema> {
  const { secondsPerMeeting, participantsPerMeeting, meetingsPerWeekday } = totals;
  return {
    meetings: totals.meetings,
    meeting_minutes: minutesOf(totals.seconds),
    meeting_hours: hoursOf(totals.seconds),
    participants: totals.participants,
    ...(secondsPerMeeting !== undefined && { average_meeting_minutes: minutesOf(secondsPerMeeting) }),
    ...(participantsPerMeeting !== undefined && { average_participants: oneDecimal(participantsPerMeeting) }),
    meetings_per_day: oneDecimal(totals.meetingsPerDay),
    ...(meetingsPerWeekday !== undefined && { meetings_per_weekday: oneDecimal(meetingsPerWeekday) }),
  };
}
