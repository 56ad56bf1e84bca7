/** A chain of pages as a job: it follows `has_more` and the token, never the row count. */
import type { Day, UnixSeconds } from "../domain/day.ts";
import type { Unread } from "../domain/source.ts";
import { type Clock, nowSeconds } from "./clock.ts";
import type { Job } from "./job.ts";
import type { Operation } from "./operations/operation.ts";
import { nonsense } from "./refusal.ts";
import type { Run } from "./run.ts";

export interface Page<Row> {
  readonly rows: readonly Row[];
  readonly hasMore: boolean;
  readonly pageToken?: string | null | undefined;
}

export interface ChainOptions<Row, Value> {
  readonly from: Day;
  readonly to: Day;
  readonly operation: Operation<unknown>;
  readonly clock: Clock;
  ask(pageToken: string | undefined, run: Run): Promise<Page<Row>>;
  /** Folds the rows of one page in. Where it throws, the chain cannot go on. */
  take(rows: readonly Row[]): void;
  /** Told once, when the last page was folded in. @param readAt when the first page was read */
  ended?(readAt: UnixSeconds, pages: number): void;
  value(): Value;
  bytes(): number;
  lacking?(): readonly Unread[];
}

/** No list of Feishu's is so long; a reply that never ends is. */
const MOST_PAGES = 100_000;

export function openChain<Row, Value>(options: ChainOptions<Row, Value>): Job<Value> {
  const { clock, operation } = options;
  const tokens = new Set<string>();
  let token: string | undefined;
  let finished = false;
  let donePages = 0;
  let readAt: UnixSeconds | undefined;
  let spoiled = false;

  async function readPage(run: Run): Promise<void> {
    const page = await options.ask(token, run);
    // Nobody waits any more, and another run may have begun.
    run.signal.throwIfAborted();
    const next = page.hasMore ? nextToken(page) : undefined;
    const now = nowSeconds(clock);
    spoiled = true;
    options.take(page.rows);
    spoiled = false;
    token = next;
    donePages += 1;
    readAt ??= now;
    if (next !== undefined) return;
    finished = true;
    options.ended?.(readAt, donePages);
  }

  /** @throws Problem `upstream` where following it would not end. */
  function nextToken(page: Page<Row>): string {
    const next = page.pageToken;
    if (!next) throw nonsense(operation, "it says that there is more but not where");
    if (tokens.has(next)) throw nonsense(operation, "it leads back to a page that was read already");
    if (donePages + 1 >= MOST_PAGES) throw nonsense(operation, "it does not end");
    tokens.add(next);
    return next;
  }

  return {
    from: options.from,
    to: options.to,
    get finished() {
      return finished;
    },
    get spoiled() {
      return spoiled;
    },
    get donePages() {
      return donePages;
    },
    get readAt() {
      return readAt;
    },
    get bytes() {
      return options.bytes();
    },
    value: () => options.value(),
    lacking: () => options.lacking?.() ?? [],
    run: async (run) => {
      while (!finished && clock.now() < run.deadline()) {
        await readPage(run);
        run.advanced();
      }
    },
  };
}
