/** What every reading works with. */
import type { Zone } from "../domain/day.ts";
import type { PersonalGroup } from "../domain/meeting.ts";
import type { Clock } from "./clock.ts";
import type { Ending } from "./ending.ts";
import type { Jobs } from "./job.ts";
import type { Ask, AskFeishu, Identity, Operation } from "./operations/operation.ts";
import type { Run } from "./run.ts";

export interface Connection {
  readonly ask: AskFeishu;
  /** Asks for a file: its pieces as they arrive. @throws Problem, or the run's abort reason. */
  askForFile(ask: Ask<unknown>, run: Run): Promise<AsyncIterable<Uint8Array>>;
  readonly clock: Clock;
  readonly closing: Ending;
  /** Belongs into the key of whatever is remembered. @throws Problem `access` if no token fits. */
  identityOf(operation: Operation<unknown>): Identity;
  /** How an identity is written down, for what has to be asked by the same one later. */
  nameOf(identity: Identity): string;
  /** The identity of that name. @throws Problem `access` if it is not there now. */
  named(name: string): Identity;
  /** How many requests may be under way at once. */
  readonly maxConcurrency: number;
  /** A memory of its own for one kind of reading. */
  openJobs<Value>(): Jobs<Value>;
  readonly zone: Zone;
  readonly statisticsZone: Zone;
  readonly personal: ReadonlySet<PersonalGroup>;
}
