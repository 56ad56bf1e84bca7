/** From the parts of a reading to what the port hands out: the value, and honestly what was not read. */
import { dayCount, type UnixSeconds } from "../domain/day.ts";
import type { Caller, Reading, Unread } from "../domain/source.ts";
import { type Clock, nowSeconds } from "./clock.ts";
import type { Attended, Jobs, Wanted } from "./job.ts";

/** A page about which nothing is known yet. */
const UNKNOWN_PAGE_SECONDS = 0.5;

export interface Outlook {
  /** About how many pages are left in the parts that can go on. */
  readonly pagesLeft: number;
  /** What a person understands of how far it is. */
  readonly message: string;
  /** Whether the pages left are more than a guess. */
  readonly isFounded: boolean;
}

export interface Parts<Value, Whole> {
  readonly jobs: Jobs<Value>;
  readonly wanted: readonly Wanted<Value>[];
  readonly merged: (values: readonly Value[]) => Whole;
  /** What was there before anything was asked: about how many pages that was, and when it was read. */
  readonly known?: { readonly pages: number; readonly readAt: UnixSeconds } | undefined;
  /** How far it is; told by the parts that are finished where it is not given. */
  readonly outlook?: (parts: readonly Attended<Value>[], donePages: number) => Outlook;
}

/**
 * @throws Problem if nothing could be read or the failure is one that the reader must act on; the reason of the
 * caller's signal.
 */
export async function readParts<Value, Whole>(
  { jobs, wanted, merged, known, outlook = usualOutlook }: Parts<Value, Whole>,
  caller: Caller,
  clock: Clock,
): Promise<Reading<Whole>> {
  const begun = clock.now();
  let pagesNow = 0;
  const doneOf = (parts: readonly Attended<Value>[]) =>
    (known?.pages ?? 0) + sum(parts.map(({ job }) => job.donePages));
  const attended = await jobs.attend(wanted, caller, (running) => {
    pagesNow += 1;
    caller.progress(() => {
      const parts = running.map((job) => ({ job }));
      const donePages = doneOf(parts);
      const { pagesLeft, message, isFounded } = outlook(parts, donePages);
      return { donePages, ...(isFounded && { aboutPages: donePages + pagesLeft }), message };
    });
  });
  const parts = attended.map((part) => part.job);
  const problem = attended.find((part) => part.problem !== undefined)?.problem;
  const donePages = doneOf(attended);
  if (donePages === 0 && known === undefined && problem !== undefined) throw problem;
  const pages = outlook(attended, donePages).pagesLeft;
  const pageSeconds = pagesNow === 0 ? UNKNOWN_PAGE_SECONDS : (clock.now() - begun) / 1000 / pagesNow;
  const limitedFor = Math.max(0, ...attended.map((part) => part.problem?.details.retryAfterSeconds ?? 0));
  const now = nowSeconds(clock);
  return {
    value: merged(parts.map((part) => part.value())),
    unread: joinedDays(attended.flatMap(unreadOf)),
    readAt: Math.min(now, known?.readAt ?? now, ...parts.map((part) => part.readAt ?? now)),
    donePages,
    ...(pages > 0 && { about: { pages, seconds: Math.max(1, Math.ceil(limitedFor + pages * pageSeconds)) } }),
  };
}

function usualOutlook(parts: readonly Attended<unknown>[], donePages: number): Outlook {
  const finished = parts.filter(({ job }) => job.finished).length;
  const pages = `${donePages} ${donePages === 1 ? "page" : "pages"} read`;
  return {
    pagesLeft: pagesLeft(parts),
    message: parts.length > 1 ? `${finished} of ${parts.length} parts, ${pages}` : pages,
    isFounded: finished > 0,
  };
}

/** A limit that ends by itself is read on after it, as if the time had ended. */
export function goesOn(part: Attended<unknown>): boolean {
  return !part.job.finished && (!part.problem || part.problem.details.retryAfterSeconds !== undefined);
}

function unreadOf(part: Attended<unknown>): readonly Unread[] {
  const { job, problem } = part;
  if (job.finished) return job.lacking();
  const { from, to } = job;
  return [goesOn(part) || problem === undefined ? { from, to } : { from, to, problem }];
}

/** As many pages a day as in the parts that are finished; at least one for each that is not. */
function pagesLeft(parts: readonly Attended<unknown>[]): number {
  const finished = parts.map((part) => part.job).filter((job) => job.finished);
  const days = sum(finished.map((job) => dayCount(job.from, job.to)));
  const pagesPerDay = days === 0 ? 0 : sum(finished.map((job) => job.donePages)) / days;
  return sum(
    parts
      .filter(goesOn)
      .map(({ job }) => Math.max(1, Math.round(pagesPerDay * dayCount(job.from, job.to)) - job.donePages)),
  );
}

/** Days that follow each other and were left for the same reason are one span. */
export function joinedDays(unread: readonly Unread[]): Unread[] {
  const spans: Unread[] = [];
  for (const next of [...unread].sort((one, other) => (one.from < other.from ? -1 : 1))) {
    const last = spans.at(-1);
    const follows = last !== undefined && dayCount(last.to, next.from) <= 2 && last.problem === next.problem;
    if (!follows) spans.push(next);
    else spans[spans.length - 1] = { ...last, to: next.to > last.to ? next.to : last.to };
  }
  return spans;
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
