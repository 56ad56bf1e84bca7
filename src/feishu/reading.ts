/** From the parts of a reading to what the port hands out: the value, and honestly what was not read. */
import { dayCount } from "../domain/day.ts";
import type { Caller, Reading, Unread } from "../domain/source.ts";
import type { Clock } from "./clock.ts";
import type { Attended, Job, Jobs, Wanted } from "./job.ts";

/** A page about which nothing is known yet. */
const UNKNOWN_PAGE_SECONDS = 0.5;

/**
 * @throws Problem if nothing could be read or the failure is one that the reader must act on; the reason of the
 * caller's signal.
 */
export async function readParts<Value, Whole>(
  jobs: Jobs<Value>,
  wanted: readonly Wanted<Value>[],
  caller: Caller,
  clock: Clock,
  merged: (values: readonly Value[]) => Whole,
): Promise<Reading<Whole>> {
  const begun = clock.now();
  let pagesNow = 0;
  const attended = await jobs.attend(wanted, caller, (parts) => {
    pagesNow += 1;
    caller.progress(progressOf(parts));
  });
  const parts = attended.map((part) => part.job);
  const problem = attended.find((part) => part.problem !== undefined)?.problem;
  const donePages = sum(parts.map((part) => part.donePages));
  if (donePages === 0 && problem !== undefined) throw problem;
  const pages = pagesLeft(attended);
  const pageSeconds = pagesNow === 0 ? UNKNOWN_PAGE_SECONDS : (clock.now() - begun) / 1000 / pagesNow;
  const limitedFor = Math.max(0, ...attended.map((part) => part.problem?.details.retryAfterSeconds ?? 0));
  const now = Math.floor(clock.now() / 1000);
  return {
    value: merged(parts.map((part) => part.value())),
    unread: joinedDays(attended.flatMap(unreadOf)),
    readAt: Math.min(now, ...parts.map((part) => part.readAt ?? now)),
    donePages,
    ...(pages > 0 && { about: { pages, seconds: Math.max(1, Math.ceil(limitedFor + pages * pageSeconds)) } }),
  };
}

function progressOf(parts: readonly Job<unknown>[]): Parameters<Caller["progress"]>[0] {
  const donePages = sum(parts.map((part) => part.donePages));
  const finished = parts.filter((part) => part.finished).length;
  const pages = `${donePages} ${donePages === 1 ? "page" : "pages"} read`;
  const message = parts.length > 1 ? `${finished} of ${parts.length} parts, ${pages}` : pages;
  const left = pagesLeft(parts.map((job) => ({ job })));
  return { donePages, ...(finished > 0 && { aboutPages: donePages + left }), message };
}

/** A limit that ends by itself is read on after it, as if the time had ended. */
function goesOn(part: Attended<unknown>): boolean {
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
function joinedDays(unread: readonly Unread[]): Unread[] {
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
