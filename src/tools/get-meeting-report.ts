import { z } from "zod";
import { addDays, earlierDay, laterDay } from "../domain/day.ts";
import { counted, figure, listed, minutesOf, oneDecimal } from "../domain/duration.ts";
import { Problem } from "../domain/problem.ts";
import type { DailyReport } from "../domain/source.ts";
import {
  busiestAndQuietest,
  type DayGroup,
  type Grouping,
  groupDays,
  isFinal,
  knownDays,
  REPORT_REACH_DAYS,
  sumUsage,
  usageTotals,
} from "../domain/usage.ts";
import { applySpan, comparedSpans, type Span, spansOf, spanText, type Window } from "../domain/window.ts";
import { envelopeSchema, frame, incompleteText, type Missing, spanSchema, windowPart } from "./answer.ts";
import { dataRegion, span } from "./args.ts";
import { type Comparison, changeText, compare, comparisonNotes, comparisonSchema } from "./comparison.ts";
import { type Context, defineTool } from "./tool.ts";
import { shownSums, shownTotals, sumFields, usageTotalsSchema } from "./usage-figures.ts";

const MOST_SPANS = 5;
const WEEKDAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];

const rowSchema = z.object({
  date: z.string().optional(),
  from: z.string().optional(),
  to: z.string().optional(),
  weekday: z.string().optional(),
  day_type: z.string().optional(),
  days: z.number().optional(),
  ...sumFields,
  meetings_per_day: z.number().optional(),
  final: z.literal(false).optional().describe("Can still change"),
});
const output = envelopeSchema.extend({
  totals: usageTotalsSchema.optional(),
  covered_totals: usageTotalsSchema.optional(),
  covered: z.array(spanSchema).optional(),
  group_by: z.string(),
  rows: z.array(rowSchema),
  busiest: z.array(rowSchema).optional(),
  quietest: z.array(rowSchema).optional(),
  comparison: comparisonSchema.optional(),
});

type Row = z.output<typeof rowSchema>;

export const getMeetingReport = defineTool({
  name: "get_meeting_report",
  title: "Meeting report",
  description:
    "How many meetings the organisation held, how long they lasted and how many participants they had, per day, " +
    "week, month or weekday, in total, and compared with the span before. Reaches back 90 days; " +
    "for older days or single meetings use find_meetings (counts may differ a little: this is a statistic of Feishu's). " +
    "Meeting minutes are lengths of meetings, not person-hours; participants are Feishu's count, not distinct people. " +
    "By person or department: get_user_meeting_stats.",
  effect: "read",
  input: z.object({
    ...span,
    group_by: z.enum(["day", "week", "month", "weekday", "day_type"]).default("day"),
    compare_with_previous: z.boolean().default(false).describe("Also the same part of the unit before"),
    ...dataRegion,
  }),
  output,
  async answer(input, context) {
    const { today } = context;
    const window = applySpan(input, today);
    const earliest = addDays(today, -REPORT_REACH_DAYS);
    if (window.to < earliest) throw outOfReach(window, earliest);
    const compared = input.compare_with_previous ? comparedSpans(window, today) : undefined;
    const within = compared !== undefined && compared.previous.from >= earliest;
    const first = within && compared.previous.from < window.from ? compared.previous.from : window.from;

    // Asked through today: only a later row proves that a day without one had no meetings.
    const region = input.data_region === undefined ? {} : { dataRegion: input.data_region };
    const from = first < earliest ? earliest : first;
    const reading = await context.source.dailyUsage(
      { from, to: today, through: window.to, ...region },
      context.caller,
    );
    const inReach = { from: window.from < earliest ? earliest : window.from, to: window.to };
    const known = knownDays(reading.value.days, inReach, reading.unread);
    const groups = groupDays(known.days, input.group_by, today);
    const inWindow = reading.unread
      .filter((gap) => gap.to >= window.from && gap.from <= window.to)
      .map((gap) => ({ ...gap, from: laterDay(gap.from, window.from), to: earlierDay(gap.to, window.to) }));
    // The day 90 days ago was tried, and refused: the report begins on the day after.
    const refused = inWindow.find((gap) => gap.problem?.kind === "missing");
    const begins = refused === undefined ? earliest : addDays(refused.to, 1);
    if (window.to < begins) throw outOfReach(window, begins);
    const unread = inWindow.filter((gap) => gap !== refused);
    const missing = [...beyondReach(window, begins), ...known.unreported.map(unreported)];
    const base = frame(context, { ...reading, unread }, [], missing);
    const comparison = compared && base.complete ? compare(reading, compared, window, within) : undefined;
    const ranking = base.complete && groups.length > 1 ? busiestAndQuietest(groups) : undefined;
    const totals = known.days.length > 0 ? shownTotals(usageTotals(known.days)) : undefined;
    const notes = [
      ...unsettledNotes(known.days, context),
      ...totalsNotes(reading.value, from, today),
      ...tieNotes(ranking),
      ...(ranking && input.group_by === "day" ? emptyDayNotes(known.days) : []),
      ...(ranking && groups.some((group) => group.cut)
        ? [`A ${input.group_by} that is only partly in the span is not ranked.`]
        : []),
      ...(input.compare_with_previous
        ? comparisonNotes(compared, comparison, reading, { window, begins, complete: base.complete })
        : []),
    ];
    const rows =
      base.complete || input.group_by === "day"
        ? groups.map((group) => row(group, input.group_by, context))
        : [];
    const find = (shown: readonly DayGroup[]) => shown.map((group) => row(group, input.group_by, context));
    const answer = {
      window: windowPart(window, context.zone),
      ...base,
      ...(notes.length > 0 && { notes }),
      ...(base.complete
        ? { totals }
        : { ...(totals && { covered_totals: totals }), covered: spansOf(known.days.map((day) => day.day)) }),
      group_by: input.group_by,
      rows,
      ...(ranking && ranking.busiest.tied > 0 && { busiest: find(ranking.busiest.rows) }),
      ...(ranking && ranking.quietest.tied > 0 && { quietest: find(ranking.quietest.rows) }),
      ...(comparison && { comparison }),
    };
    return {
      summary: summary(answer, window, context.zone, ranking?.busiest.tied ?? 0, input.data_region),
      ...answer,
    };
  },
});

function outOfReach(window: Window, earliest: string): Problem {
  return new Problem(
    "input",
    `Feishu's meeting report begins on ${earliest}; ${spanText(window)} is before that.`,
    `Use find_meetings with ${JSON.stringify({ from: window.from, to: window.to, limit: 0 })}: it counts meetings up to a year back.`,
  );
}

function beyondReach(window: Window, begins: string): Missing[] {
  if (window.from >= begins) return [];
  const within = JSON.stringify({ from: begins, to: window.to });
  const why = `Feishu's meeting report begins on ${begins}: ask with ${within} for totals and groups; find_meetings with limit 0 counts meetings up to a year back.`;
  return [{ from: window.from, to: addDays(begins, -1), why }];
}

function unreported(gap: Span): Missing {
  return { ...gap, why: "Feishu has not reported it yet." };
}

function row(group: DayGroup, by: Grouping, context: Context): Row {
  const settled = group.days.every((day) => isFinal(day.day, context.now, context.source.statisticsZone));
  const many = by !== "day" && { days: group.days.length };
  return {
    ...groupName(group, by),
    ...many,
    ...shownSums(group.totals),
    ...(many && { meetings_per_day: oneDecimal(group.totals.meetingsPerDay) }),
    ...(!settled && { final: false as const }),
  };
}

function groupName(
  group: DayGroup,
  by: Grouping,
): Row | Pick<Row, "date" | "from" | "to" | "weekday" | "day_type"> {
  if (by === "day") return { date: group.key };
  if (by === "weekday") return { weekday: WEEKDAYS[Number(group.key) - 1] ?? group.key };
  if (by === "day_type") return { day_type: group.key };
  return { from: group.days[0]?.day ?? group.key, to: group.days.at(-1)?.day ?? group.key };
}

function unsettledNotes(days: readonly { day: string }[], context: Context): string[] {
  const zone = context.source.statisticsZone;
  const open = days.map((row) => row.day).filter((day) => !isFinal(day, context.now, zone));
  const running = open.includes(context.today)
    ? ` ${context.today} is not over: its figures are those so far.`
    : "";
  const spans = listed(spansOf(open).map(spanText));
  if (open.length === 0) return [];
  return [`Figures of ${spans} can still change (final from 09:30 of the next day, ${zone}).${running}`];
}

function totalsNotes(report: DailyReport, from: string, to: string): string[] {
  const ours = sumUsage(report.days);
  const theirs = report.totals;
  const same =
    ours.meetings === theirs.meetings &&
    ours.seconds === theirs.seconds &&
    ours.participants === theirs.participants;
  if (same) return [];
  const text = (sum: typeof ours) =>
    `${counted(sum.meetings, "meeting")}, ${counted(minutesOf(sum.seconds), "minute")}, ${counted(sum.participants, "participant")}`;
  return [
    `Feishu's own totals of ${spanText({ from, to })} (${text(theirs)}) differ from the sum of its days (${text(ours)}); the figures here are sums of days.`,
  ];
}

function tieNotes(ranking: ReturnType<typeof busiestAndQuietest> | undefined): string[] {
  if (ranking === undefined) return [];
  return (["busiest", "quietest"] as const).flatMap((name) => {
    const { rows, tied } = ranking[name];
    return tied > rows.length ? [`${tied} rows tie as ${name}; the first ${rows.length} are shown.`] : [];
  });
}

/** Days without meetings are no quietest ones, so that they have to be told. */
function emptyDayNotes(days: readonly { day: string; meetings: number }[]): string[] {
  const empty = spansOf(days.filter((row) => row.meetings === 0).map((row) => row.day));
  if (empty.length === 0) return [];
  const shown = listed(empty.slice(0, MOST_SPANS).map(spanText));
  const more = empty.length > MOST_SPANS ? " and on further days" : "";
  return [`No meetings at all on ${shown}${more}; quietest is among days with meetings.`];
}

interface Summarised {
  readonly complete: boolean;
  readonly missing?: Missing[];
  readonly totals?: z.output<typeof usageTotalsSchema> | undefined;
  readonly covered_totals?: z.output<typeof usageTotalsSchema>;
  readonly covered?: Span[];
  readonly group_by: Grouping;
  readonly busiest?: Row[];
  readonly quietest?: Row[];
  readonly comparison?: Comparison;
}

function summary(
  answer: Summarised,
  window: Window,
  zone: string,
  tied: number,
  region: string | undefined,
): string {
  const { totals, comparison } = answer;
  const place = region === undefined ? zone : `${zone}, data region ${region}`;
  if (totals === undefined) {
    const covered = answer.covered_totals;
    const known = listed((answer.covered ?? []).map(spanText));
    return [
      `${spanText(window)} (${place}): ${incompleteText(answer.missing ?? [])}`,
      covered === undefined
        ? ""
        : `The days that are known (${known}) had ${counted(covered.meetings, "meeting")} lasting ${counted(covered.meeting_hours, "hour")}.`,
    ]
      .filter(Boolean)
      .join(" ");
  }
  const span =
    window.days === 1
      ? `On ${window.from} (${place})`
      : `From ${spanText(window)} (${window.days} days, ${place})`;
  const change = comparison && changeText(comparison);
  return [
    `${span} the organisation held ${counted(totals.meetings, "meeting")} lasting ${counted(totals.meeting_hours, "hour")} (${counted(totals.meeting_minutes, "minute")}) with ${counted(totals.participants, "participant")}.`,
    isOnlyOne(answer) ? "" : busiestText(answer.busiest ?? [], answer.group_by, tied),
    change,
  ]
    .filter(Boolean)
    .join(" ");
}

/** The one whole week or month among cut ones is the busiest of nothing. */
function isOnlyOne({ group_by, busiest, quietest }: Summarised): boolean {
  const [most] = busiest ?? [];
  const [least] = quietest ?? [];
  return (group_by === "week" || group_by === "month") && most !== undefined && most.from === least?.from;
}

function busiestText(busiest: readonly Row[], by: Grouping, tied: number): string {
  const [first] = busiest;
  if (first === undefined) return "";
  const name = (row: Row) => row.date ?? row.weekday ?? row.day_type ?? `${row.from} to ${row.to}`;
  const amount =
    first.meetings_per_day === undefined
      ? counted(first.meetings, "meeting")
      : `${figure(first.meetings_per_day)} meetings per day`;
  // Weeks and months that the span cuts rank nowhere.
  const which = by === "week" || by === "month" ? `Busiest whole ${by}` : "Busiest";
  if (tied === 1) return `${which}: ${name(first)} with ${amount}.`;
  if (tied > busiest.length) return `${tied} tie as busiest with ${amount} each.`;
  return `${listed(busiest.map(name))} tie as busiest with ${amount} each.`;
}
