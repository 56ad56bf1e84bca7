/** What late and early are judged by: what was scheduled, as far as the asker says it, else what took place. */
import { z } from "zod";
import type { AttendanceRules } from "../domain/attendance.ts";
import { isoInstant, parseInstant, type UnixSeconds, type Zone } from "../domain/day.ts";
import type { Meeting } from "../domain/meeting.ts";
import { Problem } from "../domain/problem.ts";

/** A schedule farther than this from what took place is a slip of the date. */
const FARTHEST_SECONDS = 12 * 3600;

export const rulesSchema = z.object({
  start: z.string(),
  start_is: z.enum(["expected", "actual"]),
  end: z.string().optional(),
  end_is: z.enum(["expected", "actual"]).optional(),
  late_after_minutes: z.number(),
  early_before_minutes: z.number(),
});

export interface RuleArgs {
  readonly expected_start?: string | undefined;
  readonly expected_end?: string | undefined;
  readonly late_after_minutes: number;
  readonly early_before_minutes: number;
}

export interface JudgedBy {
  readonly rules: AttendanceRules;
  readonly shown: z.output<typeof rulesSchema>;
  readonly notes: readonly string[];
}

/** @throws Problem `input` for a schedule that cannot be this meeting's. */
export function rulesOf(args: RuleArgs, meeting: Meeting, zone: Zone): JudgedBy {
  const expectedStart = expected("expected_start", args.expected_start, meeting.startedAt, zone);
  const expectedEnd = expected("expected_end", args.expected_end, meeting.endedAt ?? meeting.startedAt, zone);
  if (expectedStart !== undefined && expectedEnd !== undefined && expectedEnd <= expectedStart) {
    throw new Problem(
      "input",
      "expected_end is not later than expected_start.",
      "Give the scheduled start and end, in that order.",
    );
  }
  if (expectedStart !== undefined && meeting.endedAt !== undefined && expectedStart >= meeting.endedAt) {
    throw notThisMeeting(
      "expected_start",
      `after this meeting ended (${isoInstant(meeting.endedAt, zone)})`,
      meeting,
      zone,
    );
  }
  if (expectedEnd !== undefined && expectedEnd <= meeting.startedAt) {
    throw notThisMeeting(
      "expected_end",
      `before this meeting started (${isoInstant(meeting.startedAt, zone)})`,
      meeting,
      zone,
    );
  }
  const start = expectedStart ?? meeting.startedAt;
  // Whoever stayed to the real end did not leave early, even if the meeting ended before its schedule.
  const endedFirst =
    meeting.endedAt !== undefined && (expectedEnd === undefined || meeting.endedAt < expectedEnd);
  const end = endedFirst ? meeting.endedAt : expectedEnd;
  const { late_after_minutes, early_before_minutes } = args;
  return {
    rules: {
      start,
      ...(end !== undefined && { end }),
      lateAfterSeconds: late_after_minutes * 60,
      earlyBeforeSeconds: early_before_minutes * 60,
    },
    shown: {
      start: isoInstant(start, zone),
      start_is: expectedStart === undefined ? "actual" : "expected",
      ...(end !== undefined && { end: isoInstant(end, zone), end_is: endedFirst ? "actual" : "expected" }),
      late_after_minutes,
      early_before_minutes,
    },
    notes: [
      ...(expectedStart === undefined
        ? [
            "Late is judged by the actual start: Feishu does not tell the scheduled one (give expected_start).",
          ]
        : []),
      ...(endedFirst && expectedEnd !== undefined
        ? ["The meeting ended before expected_end: leaving early is judged by its actual end."]
        : []),
      ...(end === undefined
        ? ["The meeting is running and no expected_end is given: nobody has left early yet."]
        : []),
    ],
  };
}

function notThisMeeting(name: string, fault: string, meeting: Meeting, zone: Zone): Problem {
  const actual = name === "expected_start" ? meeting.startedAt : (meeting.endedAt ?? meeting.startedAt);
  return new Problem(
    "input",
    `${name} is ${fault}.`,
    `For example {"${name}":"${isoInstant(actual, zone).slice(0, 16)}"} (tenant zone ${zone}); choose another occurrence with on or started_at.`,
  );
}

function expected(
  name: string,
  text: string | undefined,
  actual: UnixSeconds,
  zone: Zone,
): UnixSeconds | undefined {
  if (text === undefined) return undefined;
  const instant = parseInstant(text, zone);
  const example = `For example {"${name}":"${isoInstant(actual, zone).slice(0, 16)}"} (tenant zone ${zone}).`;
  if (instant === undefined) throw new Problem("input", `${name} is no instant that exists.`, example);
  if (Math.abs(instant - actual) > FARTHEST_SECONDS) {
    throw new Problem(
      "input",
      `${name} is more than 12 hours from this meeting (${isoInstant(actual, zone)}).`,
      example,
    );
  }
  return instant;
}
