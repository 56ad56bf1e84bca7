/** Opens Feishu as a source: settings in, port out. */
import type { Zone } from "../domain/day.ts";
import type { PersonalGroup } from "../domain/meeting.ts";
import type { MeetingSource } from "../domain/source.ts";
import { type Authorization, call } from "./call.ts";
import type { Clock } from "./clock.ts";
import type { Connection } from "./connection.ts";
import { type Identity, identityFor } from "./identity.ts";
import { createJobs } from "./job.ts";
import type { AskFeishu } from "./operations/operation.ts";
import { createPace } from "./pace.ts";
import { dailyUsage } from "./readings/daily-usage.ts";
import { meetings } from "./readings/meetings.ts";
import { participations } from "./readings/participations.ts";
import { topUsers } from "./readings/top-users.ts";
import { createSender } from "./send.ts";
import { appToken, fixedToken } from "./token.ts";

export type { Clock } from "./clock.ts";

export interface FeishuOptions {
  readonly name: "feishu" | "sandbox";
  /** The only origin that is ever spoken to. */
  readonly baseUrl: string;
  readonly app?: { readonly id: string; readonly secret: string };
  /** Fixed tokens from the environment: never refreshed, and refused ones fail at once with `access`. */
  readonly tenantToken?: string;
  readonly userToken?: string;
  /** The tenant's zone, in which asked days are meant. */
  readonly zone: Zone;
  /** The zone in which Feishu's own statistics cut their days. */
  readonly statisticsZone: Zone;
  readonly maxConcurrency: number;
  readonly personal: ReadonlySet<PersonalGroup>;
  readonly clock: Clock;
  /** How long one reply may take; 15 seconds if not given. */
  readonly requestTimeoutMilliseconds?: number;
}

const REQUEST_TIMEOUT_MILLISECONDS = 15_000;
/** For each kind of reading. */
const REMEMBERED_BYTES = 32 * 1024 * 1024;

export function openFeishu(options: FeishuOptions): MeetingSource & { close(): Promise<void> } {
  const { clock, maxConcurrency, zone, statisticsZone, personal } = options;
  const closing = new AbortController();
  const timeout = options.requestTimeoutMilliseconds ?? REQUEST_TIMEOUT_MILLISECONDS;
  const sender = createSender(new URL(options.baseUrl), maxConcurrency, timeout);
  const caller = { sender, pace: createPace(clock, maxConcurrency), clock };
  const askOpenly: AskFeishu = (ask, run) => call(caller, ask, run);
  const tokens = authorizations(options, askOpenly, closing.signal);
  const has = { tenant: tokens.tenant !== undefined, user: tokens.user !== undefined };
  const connection: Connection = {
    ask: (ask, run) => call(caller, ask, run, tokens[identityFor(ask.operation, has)]),
    clock,
    identityOf: (operation) => identityFor(operation, has),
    openJobs: () =>
      createJobs({ clock, width: maxConcurrency, bytes: REMEMBERED_BYTES, closing: closing.signal }),
    zone,
    statisticsZone,
    personal,
  };
  return {
    name: options.name,
    statisticsZone,
    dailyUsage: dailyUsage(connection),
    topUsers: topUsers(connection),
    meetings: meetings(connection),
    participations: participations(connection),
    close: async () => {
      closing.abort(new Error("The source was closed."));
      await sender.close();
    },
  };
}

function authorizations(
  options: FeishuOptions,
  ask: AskFeishu,
  closing: AbortSignal,
): Partial<Record<Identity, Authorization>> {
  const { app, tenantToken, userToken, clock } = options;
  return {
    ...(app && { tenant: appToken(app, ask, clock, closing) }),
    ...(tenantToken && { tenant: fixedToken(tenantToken, "FEISHU_TENANT_ACCESS_TOKEN") }),
    ...(userToken && { user: fixedToken(userToken, "FEISHU_USER_ACCESS_TOKEN") }),
  };
}
