/** What a command for people is given of the process it runs in. */
import type { Language } from "../domain/setup.ts";
import type { Log } from "../server/server.ts";
import type { Clock, Place } from "./machine.ts";
import type { OpenBackend } from "./open-backend.ts";

export interface ScratchFolder {
  readonly path: string;
  /** With all it holds. */
  readonly remove: () => void;
}

export interface Host {
  readonly version: string;
  /** The path of the built program, which the demo starts once more. */
  readonly program: string;
  /** The path of the node that runs it. */
  readonly node: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Unix milliseconds. */
  readonly now: () => number;
  readonly clock: Clock;
  readonly place: Place;
  readonly log: Log;
  /** @param language in which a wrong setting is told; English unless given */
  readonly open: (sandbox: boolean, language?: Language) => OpenBackend;
  /** To stdout. */
  readonly write: (text: string) => void;
  /** To stderr. */
  readonly complain: (text: string) => void;
  /** A new, empty folder for what nobody will miss. */
  readonly scratchFolder: () => ScratchFolder;
  /** Starts a program without a shell and does not wait for it; one that is not there is no failure. */
  readonly launch: (program: string, args: readonly string[]) => void;
  /** From now on taken out of what is written. */
  readonly hide: (secret: string) => void;
  /** Takes secrets out of what is written. */
  readonly clean: (text: string) => string;
}
