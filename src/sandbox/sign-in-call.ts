import type { Access } from "./access.ts";
import type { App } from "./app.ts";
import type { Browser } from "./browser.ts";
import type { Devices } from "./devices.ts";
import type { SignIns } from "./sign-ins.ts";
import type { User } from "./users.ts";

/** One request as the pages and endpoints of the sign-in see it: nobody has shown a token yet. */
export interface SignInCall {
  readonly app: App;
  readonly users: readonly User[];
  readonly browser: Browser;
  readonly access: Access;
  readonly signIns: SignIns;
  readonly devices: Devices;
  readonly tokenVersions: readonly TokenVersion[];
  /** Unix seconds. */
  readonly now: number;
  /** Where the sandbox is. */
  readonly url: string;
  readonly query: URLSearchParams;
  readonly authorization: string | undefined;
  readonly contentType: string;
  readonly bodyText: string;
}

/** Of the token endpoint. */
export type TokenVersion = "v2" | "v3";
