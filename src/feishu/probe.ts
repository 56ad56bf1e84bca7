/** Whether each operation may be asked: the smallest harmless call of each, one after another. */
import { addDays, dayOf, endOfDay, startOfDay } from "../domain/day.ts";
import { Problem } from "../domain/problem.ts";
import { lastPublishedDay } from "../domain/published.ts";
import type { ProbedOperation, SetupOperation, SetupProbe } from "../domain/setup.ts";
import type { Caller } from "../domain/source.ts";
import type { SignedInUser } from "../domain/user-tokens.ts";
import { nowSeconds } from "./clock.ts";
import type { Connection } from "./connection.ts";
import { beginErrand } from "./errand.ts";
import { askUserStats } from "./operations/admin-user-stats.ts";
import { askTask } from "./operations/export-task.ts";
import { askDaily } from "./operations/get-daily.ts";
import { askTopUsers } from "./operations/get-top-user.ts";
import { askMeetings } from "./operations/meeting-list.ts";
import type { Ask, Identity, Operation } from "./operations/operation.ts";
import { askParticipants } from "./operations/participant-list.ts";
import type { Run } from "./run.ts";
import type { Traffic } from "./traffic.ts";

/** A limit that lasts longer is reported instead of waited for. */
const PATIENCE_MILLISECONDS = 3_000;
const HOUR_SECONDS = 3_600;
/** The least that the lists give. */
const SMALLEST_PAGE = 20;
/** Nobody's: that Feishu does not find it is all that has to be known. */
const INVENTED_NUMBER = "100000000";
const INVENTED_TASK = "1";

/** Refusals of the app as a whole, by whomever it is asked. */
const OF_THE_APP: ReadonlySet<number> = new Set([99991401, 99991662, 99991673]);
/** Refusals of a request for a token. */
const OF_A_TOKEN: ReadonlySet<number> = new Set([
  ...[10003, 10014, 10015, 20009, 20010, 20026, 20037, 20064, 20073, 20074],
]);

/** @param fault why nobody can be told to be signed in, where that is so */
export type CheckSetup = (caller: Caller, fault?: Problem) => Promise<SetupProbe>;

/** @param user whose view the connection gives, if it is a signed-in user's */
export function probeOf(
  connection: Connection,
  traffic: Traffic,
  user: SignedInUser | undefined,
): CheckSetup {
  return async (caller, fault) => {
    const errand = beginErrand(connection, caller, late());
    const deadline = () => Math.min(caller.deadline, connection.clock.now() + PATIENCE_MILLISECONDS);
    const run = { ...errand.run, deadline };
    try {
      const operations: ProbedOperation[] = [];
      for (const probe of probesOf(connection)) {
        const isStopped = fault !== undefined && probe.asked.identity === "user_or_tenant";
        operations.push(
          isStopped
            ? { operation: probe.operation, identity: "user", problem: fault }
            : await probed(connection, probe, run, operations),
        );
      }
      const { requests: requestsSoFar, clockDifferenceSeconds } = traffic;
      return {
        operations,
        requestsSoFar,
        ...(clockDifferenceSeconds !== undefined && { clockDifferenceSeconds }),
        ...(user && { signedIn: { name: user.name } }),
      };
    } finally {
      errand.end();
    }
  };
}

interface Probe {
  readonly operation: SetupOperation;
  readonly asked: Operation<unknown>;
  /** @returns whether rows are missing that should be there. */
  run(identity: Identity, run: Run): Promise<boolean>;
}

async function probed(
  connection: Connection,
  probe: Probe,
  run: Run,
  before: readonly ProbedOperation[],
): Promise<ProbedOperation> {
  const { operation } = probe;
  let identity: Identity | undefined;
  try {
    identity = connection.identityOf(probe.asked);
    const shared = sharedProblem(identity, before);
    if (shared !== undefined) return { operation, identity, problem: shared };
    const isEmpty = await probe.run(identity, run);
    return { operation, identity, ...(isEmpty && { isEmpty }) };
  } catch (reason) {
    if (!(reason instanceof Problem)) throw reason;
    return { operation, identity, problem: reason };
  }
}

/** What stands in the way of every further question too, and is not asked for twice. */
function sharedProblem(identity: Identity, before: readonly ProbedOperation[]): Problem | undefined {
  return before.find(({ identity: asked, problem }) => {
    if (problem === undefined) return false;
    const { feishuCode, network, needsSignIn } = problem.details;
    if (network !== undefined || OF_THE_APP.has(feishuCode ?? 0)) return true;
    const isOfToken = feishuCode === undefined ? needsSignIn === true : OF_A_TOKEN.has(feishuCode);
    return isOfToken && asked === identity;
  })?.problem;
}

function probesOf(connection: Connection): Probe[] {
  const { zone, statisticsZone } = connection;
  const now = nowSeconds(connection.clock);
  const yesterday = addDays(dayOf(now, zone), -1);
  const day = { start: startOfDay(yesterday, zone), end: endOfDay(yesterday, zone) };
  const hour = { start: now - HOUR_SECONDS, end: now };
  const published = lastPublishedDay(now, statisticsZone);
  const idType = "open_id";
  const meeting = { number: INVENTED_NUMBER, startedAt: hour.start, endedAt: hour.end, idType } as const;
  const list = { ...hour, status: "ended", idType, pageToken: undefined } as const;
  const stats = askUserStats({ from: published, to: published, idType }, undefined);

  const plain = <R>(operation: SetupOperation, ask: Ask<R>): Probe => ({
    operation,
    asked: ask.operation,
    run: async (_, run) => {
      await connection.ask(ask, run);
      return false;
    },
  });
  return [
    plain("daily_report", askDaily(day.start, day.end)),
    plain("top_users", smaller(askTopUsers({ ...day, orderBy: "minutes", idType }), { limit: 1 })),
    plain("meetings", smaller(askMeetings(list), { page_size: SMALLEST_PAGE })),
    plain(
      "participants",
      smaller(askParticipants(meeting, now, undefined, undefined), { page_size: SMALLEST_PAGE }),
    ),
    {
      operation: "exports",
      asked: askTask(INVENTED_TASK, "tenant").operation,
      // The question for a task is harmless, where starting one would make a file.
      run: async (identity, run) => {
        await connection.ask(askTask(INVENTED_TASK, identity), run);
        return false;
      },
    },
    {
      operation: "user_stats",
      asked: stats.operation,
      run: async (_, run) => (await connection.ask(smaller(stats, { page_size: 1 }), run)).items.length === 0,
    },
  ];
}

function smaller<R>(ask: Ask<R>, query: NonNullable<Ask<R>["query"]>): Ask<R> {
  return { ...ask, query: { ...ask.query, ...query } };
}

function late(): Problem {
  return new Problem("upstream", "Feishu did not answer in time.", "Check again in a minute.", {
    network: "TIMEOUT",
  });
}
