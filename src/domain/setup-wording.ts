/** What has to be said of a set-up in each language. */
import type { Problem } from "./problem.ts";
import type { SetupOperation } from "./setup.ts";
import type { Cause } from "./setup-cause.ts";

export interface CauseFacts {
  /** The scope that the operation needs. */
  readonly scope: string;
  readonly identity: "tenant" | "user" | undefined;
  /** Whether the user comes from a sign-in; else a user's token is one of the environment. */
  readonly isSignedIn: boolean;
  readonly problem?: Problem;
}

export interface CauseText {
  /** One sentence: what exactly is missing. */
  readonly missing: string;
  /** What to do, where, and by whom; it is read without the other sentence too. */
  readonly fix: string;
}

export interface SetupWording {
  readonly causes: Readonly<Record<Cause, (facts: CauseFacts) => CauseText>>;
  /** The same is missing as for that operation. */
  asFor(operation: SetupOperation): string;
  /** @param fix the first thing to do, where there is one */
  summary(ready: number, all: number, fix: string | undefined): string;
  /** @param difference seconds, Feishu's clock minus ours */
  clock(difference: number): string;
}
