/** What a sandbox holds while it runs, made from the options that it was started with. */
import { randomBytes } from "node:crypto";
import { type Access, guardAccess, type Limits, limitCalls } from "./access.ts";
import { type App, type AppOptions, SCOPES, setUpApp } from "./app.ts";
import type { Browser } from "./browser.ts";
import type { Behaviour, ExportTask } from "./call.ts";
import { type Devices, type DeviceTimes, keepDevices } from "./devices.ts";
import { openPaging, type Paging } from "./paging.ts";
import type { TokenVersion } from "./sign-in-call.ts";
import { keepSignIns, type Lifetimes, type SignIns } from "./sign-ins.ts";
import { openTenant, type Tenant } from "./tenant.ts";
import { enrolUsers, type User, type UserOptions } from "./users.ts";

export interface SandboxOptions extends Partial<Behaviour> {
  /** The clock: unix milliseconds. The organisation's story ends on its day at the start. */
  readonly now: () => number;
  /** Random at each start unless given. */
  readonly appId?: string;
  readonly appSecret?: string;
  /** All set up as it should be unless given. */
  readonly app?: AppOptions;
  /** Who can sign in: a manager of meetings, who sits at the browser, then someone without that right, then a stranger. */
  readonly users?: readonly UserOptions[];
  /** Tokens of the first user that work from the start, for all scopes and for good. */
  readonly userAccessTokens?: readonly string[];
  /** The token endpoint's that there are; both unless given. */
  readonly tokenVersions?: readonly TokenVersion[];
  readonly lifetimes?: Partial<Lifetimes & DeviceTimes>;
  readonly seed?: number;
  readonly people?: number;
  /** How long each reply takes. */
  readonly latencyMilliseconds?: number;
  /** Of the operations with a published limit: 100. */
  readonly callsPerMinute?: number;
}

export interface State {
  readonly app: App;
  readonly users: readonly User[];
  readonly browser: Browser;
  readonly access: Access;
  readonly signIns: SignIns;
  readonly devices: Devices;
  readonly tokenVersions: readonly TokenVersion[];
  readonly tenant: Tenant;
  readonly settings: Behaviour;
  readonly paging: Paging;
  readonly limits: Limits;
  readonly exports: Map<string, ExportTask>;
}

export function openState(options: SandboxOptions): State {
  const { seed = 1, lifetimes } = options;
  const now = options.now() / 1000;
  const appId = options.appId ?? `cli_sandbox${randomBytes(4).toString("hex")}`;
  const appSecret = options.appSecret ?? randomBytes(16).toString("hex");
  const app = setUpApp(appId, appSecret, options.app ?? {});
  const users = enrolUsers(seed, options.users);
  const signIns = keepSignIns({
    accessTokenSeconds: 7_200,
    refreshTokenSeconds: 604_800,
    signInSeconds: 365 * 86_400,
    ...lifetimes,
  });
  const [first] = users;
  for (const token of options.userAccessTokens ?? []) {
    if (first !== undefined) signIns.adopt(token, { user: first, scopes: SCOPES, signedInAt: now });
  }
  return {
    app,
    users,
    browser: { user: first?.name ?? "", decision: "approve", grants: "asked" },
    access: guardAccess(app, signIns),
    signIns,
    devices: keepDevices({ deviceCodeSeconds: 600, pollIntervalSeconds: 5, ...lifetimes }),
    tokenVersions: options.tokenVersions ?? ["v2", "v3"],
    tenant: openTenant(seed, options.people ?? 260, Math.floor(now)),
    settings: {
      emptyDays: options.emptyDays ?? "left_out",
      meetingMatch: options.meetingMatch ?? "start",
    },
    paging: openPaging(randomBytes(16).toString("hex")),
    limits: limitCalls(options.callsPerMinute ?? 100),
    exports: new Map(),
  };
}
