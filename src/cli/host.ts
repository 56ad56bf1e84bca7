/** What a command for people is given of the process it runs in. */
import type { Log } from "../server/server.ts";
import type { OpenBackend } from "./open-backend.ts";

export interface Host {
  readonly version: string;
  /** The path of the built program, which the demo starts once more. */
  readonly program: string;
  /** The path of the node that runs it. */
  readonly node: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Unix milliseconds. */
  readonly now: () => number;
  readonly log: Log;
  readonly open: (sandbox: boolean) => OpenBackend;
  /** To stdout. */
  readonly write: (text: string) => void;
  /** To stderr. */
  readonly complain: (text: string) => void;
  /** Takes secrets out of what is written. */
  readonly clean: (text: string) => string;
}
