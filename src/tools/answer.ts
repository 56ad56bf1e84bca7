/** Answer parts that several tools share: the envelope of every answer about a span (surface.md, rule 5). */
import { z } from "zod";
import { type Day, daysOf, isoInstant } from "../domain/day.ts";
import type { MediaUsed } from "../domain/meeting.ts";
import type { Reading, Unread } from "../domain/source.ts";
import { type Span, spansOf, spanText, type Window } from "../domain/window.ts";
import type { Context } from "./tool.ts";

export const spanSchema = z.object({ from: z.string(), to: z.string() });

/** Fields of every answer that rests on a reading. */
const readingFields = {
  summary: z.string(),
  source: z.enum(["feishu", "sandbox"]),
  as_of: z.string().describe("When the figures were read"),
  complete: z.boolean().describe("If false, figures over the whole span are left out"),
  missing: z.array(spanSchema.extend({ why: z.string() })).optional(),
  remaining: z
    .object({
      done_pages: z.number(),
      about_pages: z.number(),
      about_seconds: z.number(),
      call_again: z.literal(true),
    })
    .optional()
    .describe("Out of time: the same call again goes on from here"),
  notes: z.array(z.string()).optional(),
};

export const readingSchema = z.object(readingFields);

export const envelopeSchema = readingSchema.extend({
  window: spanSchema.extend({ days: z.number(), time_zone: z.string(), period: z.string().optional() }),
});

export const idTypeField = z.enum(["open_id", "union_id", "user_id"]);

export interface Missing extends Span {
  readonly why: string;
}

/** What stands in every answer beside its figures. */
export interface Frame {
  readonly source: "feishu" | "sandbox";
  readonly as_of: string;
  readonly complete: boolean;
  readonly missing?: Missing[];
  readonly remaining?: { done_pages: number; about_pages: number; about_seconds: number; call_again: true };
  readonly notes?: string[];
}

/** Missing spans in order of time; `further` are those known beside the reading's own. */
export function frame(
  context: Context,
  reading: Reading<unknown>,
  notes: readonly string[] = [],
  further: readonly Missing[] = [],
): Frame {
  const missing = [...further, ...reading.unread.map((unread) => missingOf(unread, context.today))].toSorted(
    (a, b) => (a.from < b.from ? -1 : 1),
  );
  const { about } = reading;
  const all = [...notes, ...seenAsNote(reading.seenAs)];
  return {
    source: context.source.name,
    as_of: isoInstant(reading.readAt, context.zone),
    complete: missing.length === 0,
    ...(missing.length > 0 && { missing }),
    ...(about && {
      remaining: {
        done_pages: reading.donePages,
        about_pages: about.pages,
        about_seconds: about.seconds,
        call_again: true as const,
      },
    }),
    ...(all.length > 0 && { notes: all }),
  };
}

/** Of an answer that was read with a user's token. */
export function seenAsNote(name: string | undefined): string[] {
  return name === undefined ? [] : [`Seen as ${name}: what this user may not see is not there.`];
}

export function windowPart(window: Window, zone: string) {
  return { ...window, time_zone: zone };
}

function missingOf({ from, to, problem }: Unread, today: Day): Missing {
  const why =
    problem === undefined
      ? "Not read yet: the same call again goes on from here."
      : `${problem.message} ${problem.remedy}`;
  return { from, to: to < today ? to : today, why };
}

/** The sentence that opens an incomplete answer. */
export function incompleteText(missing: readonly Missing[]): string {
  const [first, ...others] = missing;
  if (first === undefined) return "";
  const more = others.length > 0 ? ` (and ${others.length} more gaps)` : "";
  return `Incomplete, so there are no figures over the whole span: ${spanText(first)} is missing${more}. ${first.why}`;
}

/** An answer of default length stays under 8,000 characters, none exceeds 40,000 (surface.md, rule 8). */
const DEFAULT_ROOM = 7_800;
const WIDEST_ROOM = 39_000;

export interface Shown<T> {
  readonly rows: T[];
  /** Says how to read on, where there is more. */
  readonly notes: string[];
}

/** All that match, in order; each is made when it is shown. */
export interface Rows<T> {
  readonly length: number;
  slice(from: number, to: number): readonly (() => T)[];
}

/**
 * As many rows as fit.
 * @param rest the answer without its rows
 */
export function showRows<T>(
  rows: Rows<T>,
  page: {
    readonly limit: number;
    readonly skip: number;
    readonly usualLimit: number;
    readonly isComplete?: boolean;
  },
  rest: unknown,
): Shown<T> {
  let room = (page.limit > page.usualLimit ? WIDEST_ROOM : DEFAULT_ROOM) - JSON.stringify(rest).length;
  const shown: T[] = [];
  for (const make of rows.slice(page.skip, page.skip + page.limit)) {
    const row = make();
    room -= JSON.stringify(row).length + 1;
    if (room < 0) break;
    shown.push(row);
  }
  const next = page.skip + shown.length;
  const left = rows.length - next;
  if (page.limit === 0 || rows.length === 0) return { rows: shown, notes: [] };
  // How many there are is a figure over the whole: not to be told before everything was read (rule 6).
  const isTold = page.isComplete !== false;
  if (page.skip >= rows.length) {
    return {
      rows: shown,
      notes: [`skip ${page.skip} is past the last${isTold ? ` of ${rows.length}` : ""}.`],
    };
  }
  if (left <= 0) return { rows: shown, notes: [] };
  const more = isTold ? `${left} more` : "More";
  return { rows: shown, notes: [`${more}: the same call with skip ${next} goes on.`] };
}

/** What was switched on: a false one is left out (surface.md, rule 8). */
export const usedSchema = z.object({
  audio: z.literal(true).optional(),
  video: z.literal(true).optional(),
  sharing: z.literal(true).optional(),
});

export function usedPart(used: MediaUsed): z.output<typeof usedSchema> {
  return {
    ...(used.audio && { audio: true as const }),
    ...(used.video && { video: true as const }),
    ...(used.sharing && { sharing: true as const }),
  };
}

/** The days of a window that no gap holds. */
export function coveredSpans(window: Span, gaps: readonly Span[]): Span[] {
  return spansOf(
    daysOf(window.from, window.to).filter((day) => !gaps.some((gap) => gap.from <= day && day <= gap.to)),
  );
}
