/** What every reading works with. */
import type { UnixSeconds, Zone } from "../domain/day.ts";
import type { PersonalGroup } from "../domain/meeting.ts";
import type { Clock } from "./clock.ts";
import type { Identity } from "./identity.ts";
import type { Jobs } from "./job.ts";
import type { AskFeishu, Operation } from "./operations/operation.ts";

export interface Connection {
  readonly ask: AskFeishu;
  readonly clock: Clock;
  /** Belongs into the key of whatever is remembered. @throws Problem `access` if no token fits. */
  identityOf(operation: Operation<unknown>): Identity;
  /** A memory of its own for one kind of reading. */
  openJobs<Value>(): Jobs<Value>;
  readonly zone: Zone;
  readonly statisticsZone: Zone;
  readonly personal: ReadonlySet<PersonalGroup>;
}

export function nowSeconds(clock: Clock): UnixSeconds {
  return Math.floor(clock.now() / 1000);
}
