/** The one loop of every request: paced, with a fresh token, repeated if it may be. */
import type { Problem } from "../domain/problem.ts";
import type { Arriving } from "./arriving.ts";
import { ATTEMPTS, type Clock, retryWait } from "./clock.ts";
import type { Broken, Reply } from "./envelope.ts";
import type { Next } from "./errors.ts";
import type { Ask } from "./operations/operation.ts";
import type { Pace } from "./pace.ts";
import { badField, busyFor, meaningOf, nonsense } from "./refusal.ts";
import type { Run } from "./run.ts";
import type { Limit, Sender } from "./send.ts";

/** The token of one request, and what to do when Feishu refuses it. */
export interface Authorization {
  token(run: Run): Promise<string>;
  /** @throws Problem `access` if no other token can be had. */
  refused(token: string, problem: Problem): void;
}

export interface Caller {
  readonly sender: Sender;
  readonly pace: Pace;
  readonly clock: Clock;
}

const SPARE_MILLISECONDS = 20;
/** What a limit without its header is taken to last. */
const UNTOLD_RESET_SECONDS = 5;
const SHORTEST_RESET_SECONDS = 1;

/**
 * Asks until there is an answer. Of the run it needs the deadline, beyond which it never sleeps.
 * @throws Problem, or the run's abort reason.
 */
export async function call<R>(
  caller: Caller,
  ask: Ask<R>,
  run: Run,
  authorization?: Authorization,
): Promise<R> {
  const send: Send<never> = (token, limit) => caller.sender.send(ask, token, limit);
  const reply = await answered(caller, ask, run, authorization, send);
  return checked(ask, reply.body);
}

/** As `call`, for a file: its pieces as they arrive. */
export async function callForFile(
  caller: Caller,
  ask: Ask<unknown>,
  run: Run,
  authorization?: Authorization,
): Promise<AsyncIterable<Uint8Array>> {
  const send: Send<Arriving> = (token, limit) => caller.sender.open(ask, token, limit);
  const got = await answered(caller, ask, run, authorization, send);
  if (got.kind === "reply") throw nonsense(ask.operation, "it is JSON where a file should be");
  return got.pieces;
}

type Send<File> = (token: string | undefined, limit: Limit) => Promise<File | Reply | Broken>;

async function answered<File extends Arriving>(
  { pace, clock }: Caller,
  ask: Ask<unknown>,
  run: Run,
  authorization: Authorization | undefined,
  send: Send<File>,
): Promise<File | Reply> {
  const { operation } = ask;
  let renewed = false;
  let wasSlow = false;
  for (let attempt = 1; ; ) {
    const token = await authorization?.token(run);
    const got = await pace.turn(operation, run, () => {
      // Given up before the caller is, so that a Feishu that never answers is told as such, not as "not read yet".
      const milliseconds = wasSlow ? run.deadline() - clock.now() - SPARE_MILLISECONDS : undefined;
      return send(token, { signal: run.signal, ...(milliseconds !== undefined && { milliseconds }) });
    });
    if (got.kind === "file" || (got.kind === "reply" && got.code === 0 && got.status !== 429)) return got;
    const { problem, next } = verdictOn(ask, got);
    if (next === "new_token" && token !== undefined && authorization !== undefined && !renewed) {
      authorization.refused(token, problem);
      renewed = true;
    } else if (next === "wait") {
      const seconds = Math.max(got.resetSeconds ?? UNTOLD_RESET_SECONDS, SHORTEST_RESET_SECONDS);
      pace.hold(operation, clock.now() + seconds * 1000);
      if (clock.now() + seconds * 1000 >= run.deadline())
        throw busyFor(Math.ceil(seconds), operation, problem);
    } else if (next === "retry" && attempt < ATTEMPTS) {
      const wait = retryWait(clock, attempt);
      wasSlow ||= got.kind === "broken" && got.isSlow;
      if (clock.now() + wait + (wasSlow ? SPARE_MILLISECONDS : 0) >= run.deadline()) throw problem;
      await clock.sleep(wait, run.signal);
      attempt += 1;
    } else {
      throw problem;
    }
  }
}

function verdictOn(ask: Ask<unknown>, got: Reply | Broken): { problem: Problem; next: Next } {
  const { operation } = ask;
  if (got.kind === "broken") {
    if (got.status === 429) return meaningOf({ code: 99991400, status: 429 }, operation);
    const again = got.transient && (operation.repeatable || !got.arrived);
    return { problem: got.problem, next: again ? "retry" : "fail" };
  }
  const verdict = meaningOf(got, operation);
  if (verdict.next === "retry" && !operation.repeatable) return { ...verdict, next: "fail" };
  return verdict;
}

/** @throws Problem `upstream` that names the field. */
function checked<R>(ask: Ask<R>, body: object): R {
  const { operation } = ask;
  const fields = operation.replyIn === "body" ? body : "data" in body ? body.data : undefined;
  const parsed = operation.reply.safeParse(fields);
  if (parsed.success) return parsed.data;
  throw badField(operation, parsed.error.issues[0]?.path ?? []);
}
