/** One tool call, from its arguments to a value or a failure. */

import type { Zone } from "../domain/day.ts";
import type { ExportFiles } from "../domain/exports.ts";
import type { PersonalGroup } from "../domain/meeting.ts";
import type { SetupFacts } from "../domain/setup.ts";
import type { Caller, MeetingSource } from "../domain/source.ts";
import type { SignIn } from "../domain/user-tokens.ts";
import type { Answered, Tool } from "../tools/tool.ts";

/** What calls work with, made from the settings. */
export interface Backend {
  readonly source: MeetingSource;
  readonly files: ExportFiles;
  readonly zone: Zone;
  readonly personal: ReadonlySet<PersonalGroup>;
  readonly setup: SetupFacts;
  readonly workBudgetSeconds: number;
  /** Absent where nobody can sign in: with fixed tokens, and in the sandbox. */
  readonly signIn?: SignIn;
}

export interface CallOptions {
  readonly tool: Tool;
  readonly args: unknown;
  /** Rejects with a Problem where the settings are wrong. */
  readonly backend: () => Promise<Backend>;
  /** Unix milliseconds. */
  readonly now: () => number;
  readonly signal: AbortSignal;
  readonly progress: Caller["progress"];
}

/** @throws Problem, or whatever a bug throws. */
export async function answerCall(options: CallOptions): Promise<Answered> {
  const came = options.now();
  const { source, files, zone, personal, setup, workBudgetSeconds } = await options.backend();
  const now = Math.floor(came / 1000);
  // Calendars take long to load, and no call came before this one.
  const { dayOf } = await import("../domain/day.ts");
  return options.tool.call(options.args, {
    source,
    files,
    now,
    today: dayOf(now, zone),
    zone,
    personal,
    setup,
    caller: {
      signal: options.signal,
      deadline: came + workBudgetSeconds * 1000,
      progress: options.progress,
    },
  });
}
