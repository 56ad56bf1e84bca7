/**
 * Activity of people by day, as columns of narrow numbers: a month of 100,000 people fits in 30 MB and is
 * added up in milliseconds.
 */
import type { Day } from "./day.ts";

/** A person in one department and one state of their account: moving or activating makes another member. */
export interface Member {
  /** Position in `people`. */
  readonly person: number;
  /** Position in `departments`. */
  readonly department: number;
  /** Whether the account was activated. */
  readonly activated: boolean;
}

export interface KnownPerson {
  readonly id: string;
  readonly name: string;
}

export interface KnownDepartment {
  readonly name: string;
  /** From the top, parts joined by `/`. */
  readonly path: string;
}

/** The rows of one day; all columns are equally long. */
export interface DayColumns {
  readonly day: Day;
  /** Position in `members`. */
  readonly member: Uint32Array;
  readonly meetings: Uint16Array;
  /** Time in meetings, without that of meeting rooms. */
  readonly minutes: Uint16Array;
  /** 1: Feishu calls the person active in meetings on that day. */
  readonly active: Uint8Array;
}

/** What lies beside meetings, added up over the days read; read only where it is asked for. */
export interface MemberDetails {
  /** Days active in each of them. */
  readonly activeDays: {
    readonly suite: number;
    readonly messages: number;
    readonly docs: number;
    readonly calendar: number;
    readonly search: number;
  };
  readonly messagesSent: number;
  readonly docsCreated: number;
  readonly eventsCreated: number;
  readonly tasksCreated: number;
  readonly email: {
    readonly sent: number;
    readonly received: number;
    readonly sentExternal: number;
    readonly receivedExternal: number;
    readonly sentInternal: number;
    readonly receivedInternal: number;
  };
  readonly searches: { readonly total: number; readonly quick: number; readonly tab: number };
  /** As Feishu wrote them on the latest row: local times of the tenant without an offset. */
  readonly lastActiveAt?: string;
  readonly createdAt?: string;
  readonly activatedAt?: string;
  readonly os?: string;
  readonly activeOs?: string;
  readonly appTypes?: string;
}

export interface PersonDays {
  readonly people: readonly KnownPerson[];
  readonly departments: readonly KnownDepartment[];
  readonly members: readonly Member[];
  /** Only days that were read wholly, in order of time; a person has at most one row a day. */
  readonly days: readonly DayColumns[];
  /** By position in `members`, over exactly the days above; absent unless asked for. */
  readonly details?: readonly (MemberDetails | undefined)[];
}
