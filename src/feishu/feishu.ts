/** Opens Feishu as a source: settings in, port out. */
import type { Zone } from "../domain/day.ts";
import type { PersonalGroup } from "../domain/meeting.ts";
import { Problem } from "../domain/problem.ts";
import type { MeetingSource } from "../domain/source.ts";
import type { SignedInUser, UserTokenSource } from "../domain/user-tokens.ts";
import { type Authorization, call, callForFile } from "./call.ts";
import type { Clock } from "./clock.ts";
import type { Connection } from "./connection.ts";
import { type Ending, endingOf } from "./ending.ts";
import { type IdentityChoice, identityFor, identityName, identityNamed, refusedTo } from "./identity.ts";
import { createJobs } from "./job.ts";
import type { Ask, AskFeishu, Identity } from "./operations/operation.ts";
import { createPace } from "./pace.ts";
import { probeOf } from "./probe.ts";
import { dailyUsage } from "./readings/daily-usage.ts";
import { exportsOf } from "./readings/exports.ts";
import { meetings } from "./readings/meetings.ts";
import { participations } from "./readings/participations.ts";
import { topUsers } from "./readings/top-users.ts";
import { userDays } from "./readings/user-days.ts";
import { createSender } from "./send.ts";
import { appToken, fixedToken, signedInToken } from "./token.ts";
import { countTraffic } from "./traffic.ts";
import { createViews, viewOrFault } from "./views.ts";

export type { Clock } from "./clock.ts";
export { openExchange } from "./exchange.ts";

export interface FeishuOptions {
  readonly name: "feishu" | "sandbox";
  /** The only origin that is ever spoken to. */
  readonly baseUrl: string;
  readonly app?: { readonly id: string; readonly secret: string };
  /** Fixed tokens from the environment: never refreshed, and refused ones fail at once with `access`. */
  readonly tenantToken?: string;
  readonly userToken?: string;
  /** Whoever signs in on this machine; absent: nobody can. */
  readonly users?: UserTokenSource;
  /** Whose token operations get that take either; `auto` if not given. */
  readonly choice?: IdentityChoice;
  /** The tenant's zone, in which asked days are meant. */
  readonly zone: Zone;
  /** The zone in which Feishu's own statistics cut their days. */
  readonly statisticsZone: Zone;
  readonly maxConcurrency: number;
  readonly personal: ReadonlySet<PersonalGroup>;
  readonly clock: Clock;
  /** Is told each token that is fetched, so that none is ever printed. */
  readonly hide?: (secret: string) => void;
  /** How long one reply may take; 15 seconds if not given. */
  readonly requestTimeoutMilliseconds?: number;
}

const REQUEST_TIMEOUT_MILLISECONDS = 15_000;
/** A fixed token does not tell whose it is. */
const FIXED_USER = "the user of FEISHU_USER_ACCESS_TOKEN";
/** For each kind of reading. */
const REMEMBERED_BYTES = 32 * 1024 * 1024;

export function openFeishu(options: FeishuOptions): MeetingSource & { close(): Promise<void> } {
  const { clock, maxConcurrency, users } = options;
  const closing = new AbortController();
  const ending = endingOf(closing.signal);
  const timeout = options.requestTimeoutMilliseconds ?? REQUEST_TIMEOUT_MILLISECONDS;
  const traffic = countTraffic(clock);
  const sender = createSender(new URL(options.baseUrl), maxConcurrency, timeout, traffic);
  const caller = { sender, pace: createPace(clock, maxConcurrency), clock };
  const askOpenly: AskFeishu = (ask, run) => call(caller, ask, run);
  const fixed = authorizations(options, askOpenly, ending.signal);
  const own = connect(options, caller, fixed, ending);
  const views = createViews(users, (user, left) => {
    const until = left ? endingOf(AbortSignal.any([ending.signal, left])) : ending;
    const connection = user && users ? connect(options, caller, fixed, until, { user, users }) : own;
    return {
      meetings: meetings(connection),
      participations: participations(connection),
      ...exportsOf(connection),
      checkSetup: probeOf(connection, traffic, user),
    };
  });
  const fixedUser = fixed.user && options.choice !== "tenant" ? FIXED_USER : undefined;
  const seen = <T extends { readonly seenAs?: string }>(reading: T, name = fixedUser): T =>
    name === undefined ? reading : { ...reading, seenAs: name };
  return {
    name: options.name,
    statisticsZone: options.statisticsZone,
    dailyUsage: dailyUsage(own),
    topUsers: topUsers(own),
    userDays: userDays(own),
    meetings: async (request, asker) => {
      const { view, user } = await views.now();
      return seen(await view.meetings(request, asker), user?.name);
    },
    participations: async (request, asker) => {
      const { view, user } = await views.now();
      return seen(await view.participations(request, asker), user?.name);
    },
    exportIdentity: () => views.last().view.exportIdentity(),
    // The identity that was told a moment ago, so that the two cannot differ.
    startExport: (request, asker) => views.last().view.startExport(request, asker),
    exportState: async (task, asker) => {
      const { view, user } = await views.now();
      const state = await view.exportState(task, asker);
      return task.identity.startsWith("user") ? seen(state, user?.name) : state;
    },
    downloadExport: async function* (task, fileToken, asker) {
      yield* (await views.now()).view.downloadExport(task, fileToken, asker);
    },
    checkSetup: async (asker) => {
      const { view, fault } = await viewOrFault(views);
      return view.checkSetup(asker, fault);
    },
    close: async () => {
      closing.abort(new Error("The source was closed."));
      await sender.close();
    },
  };
}

/** What readings of one identity work with; what they remember is theirs alone. */
function connect(
  options: FeishuOptions,
  caller: Parameters<typeof call>[0],
  fixed: Partial<Record<Identity, Authorization>>,
  closing: Ending,
  signedIn?: { readonly user: SignedInUser; readonly users: UserTokenSource },
): Connection {
  const { clock, maxConcurrency, zone, statisticsZone, personal, app, choice = "auto" } = options;
  const openId = signedIn?.user.openId;
  const tokens = signedIn ? { ...fixed, user: signedInToken(signedIn.users, signedIn.user.openId) } : fixed;
  const present = { tenant: tokens.tenant !== undefined, user: tokens.user !== undefined, choice };
  const named = { appId: app?.id, openId };

  async function as<T>(
    ask: Ask<unknown>,
    work: (token: Authorization | undefined) => Promise<T>,
  ): Promise<T> {
    const identity = ask.as ?? identityFor(ask.operation, present);
    try {
      return await work(tokens[identity]);
    } catch (reason) {
      // A fixed user token has nobody who could sign in instead of it.
      const isCurable = options.users !== undefined && (identity === "tenant" || signedIn !== undefined);
      throw reason instanceof Problem && isCurable ? refusedTo(identity, ask.operation, reason) : reason;
    }
  }

  return {
    ask: (ask, run) => as(ask, (token) => call(caller, ask, run, token)),
    askForFile: (ask, run) => as(ask, (token) => callForFile(caller, ask, run, token)),
    clock,
    closing,
    identityOf: (operation) => identityFor(operation, present),
    nameOf: (identity) => identityName(identity, named),
    named: (name) => identityNamed(name, present, named),
    maxConcurrency,
    openJobs: () => createJobs({ clock, width: maxConcurrency, bytes: REMEMBERED_BYTES, closing }),
    zone,
    statisticsZone,
    personal,
  };
}

function authorizations(
  options: FeishuOptions,
  ask: AskFeishu,
  closing: AbortSignal,
): Partial<Record<Identity, Authorization>> {
  const { app, tenantToken, userToken, clock } = options;
  return {
    ...(app && { tenant: appToken(app, ask, clock, closing, options.hide ?? (() => undefined)) }),
    ...(tenantToken && { tenant: fixedToken(tenantToken, "FEISHU_TENANT_ACCESS_TOKEN") }),
    ...(userToken && { user: fixedToken(userToken, "FEISHU_USER_ACCESS_TOKEN") }),
  };
}
