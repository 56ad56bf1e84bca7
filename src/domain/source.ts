/** The port: where usage comes from, in our words. */
import type { Day, UnixSeconds } from "./day.ts";
import type { ExportRequest, ExportState, ExportTask } from "./exports.ts";
import type {
  DailyUsage,
  DataRegion,
  IdType,
  Meeting,
  Participation,
  TopUser,
  WebinarRole,
} from "./meeting.ts";
import type { PersonDays } from "./person-days.ts";
import type { Problem } from "./problem.ts";
import type { SetupProbe } from "./setup.ts";

export interface MeetingSource extends ActivitySource, SetupSource {
  readonly name: "feishu" | "sandbox";
  /** The zone in which Feishu's own statistics cut their days: UTC+8 for feishu and base URLs, UTC for lark. */
  readonly statisticsZone: string;
  dailyUsage(request: DailyUsageRequest, caller: Caller): Promise<Reading<DailyReport>>;
  topUsers(request: TopUsersRequest, caller: Caller): Promise<Reading<TopUsers>>;
  meetings(request: MeetingsRequest, caller: Caller): Promise<Reading<readonly Meeting[]>>;
  participations(request: ParticipationsRequest, caller: Caller): Promise<Reading<readonly Participation[]>>;
}

/** What stands beside meetings: activity of people by day, and exports. */
export interface ActivitySource {
  userDays(request: UserDaysRequest, caller: Caller): Promise<Reading<PersonDays>>;
  /** The identity that would start an export now; an export belongs to the one that asked for it. */
  exportIdentity(): string;
  /** @returns the task id: digits only. Sent again only when it surely did not arrive. */
  startExport(request: ExportRequest, caller: Caller): Promise<string>;
  exportState(task: ExportTask, caller: Caller): Promise<ExportState>;
  /** The file's bytes as they arrive, at most 200 MB. @throws Problem where JSON comes instead of a file. */
  downloadExport(task: ExportTask, fileToken: string, caller: Caller): AsyncIterable<Uint8Array>;
}

/** Whether everything is set up. */
export interface SetupSource {
  /**
   * Asks each operation with its smallest harmless call, and reports what they met.
   * @throws the caller's abort reason, never a refusal of Feishu's.
   */
  checkSetup(caller: Caller): Promise<SetupProbe>;
}

export interface UserDaysRequest {
  readonly from: Day;
  readonly to: Day;
  readonly only?:
    | { readonly userId: string }
    | { readonly departmentId: string; readonly departmentIdType: DepartmentIdType };
  readonly idType: IdType;
  readonly dataRegion?: DataRegion;
  /** Also what lies beside meetings. */
  readonly details: boolean;
}

export type DepartmentIdType = "open_department_id" | "department_id";

/** Who waits for a reading, and for how long. */
export interface Caller {
  /** Aborted when the call was cancelled or its client has gone: the reading stops with it. */
  readonly signal: AbortSignal;
  /** Unix milliseconds: the end of this call's work budget. What was not read by then is `unread`. */
  readonly deadline: number;
  /** Told after every page. @param current how far it is; worked out only where somebody is to hear of it */
  progress(current: () => Progress): void;
}

export interface Progress {
  readonly donePages: number;
  /** About how many pages there are in all, where that can be told. */
  readonly aboutPages?: number;
  /** What a person understands: "day 12 of 31, 640 of about 2,000 pages". */
  readonly message: string;
}

/** What was read, and honestly what was not. */
export interface Reading<T> {
  readonly value: T;
  /** Empty if and only if the whole request was read. */
  readonly unread: readonly Unread[];
  /** When the oldest part of the value was read. */
  readonly readAt: UnixSeconds;
  readonly donePages: number;
  /** About how many more pages there are, and how many seconds they take, where reading can go on. */
  readonly about?: { readonly pages: number; readonly seconds: number };
  /** Whose view it is, where it was read with a user's token: what that user may not see is not there. */
  readonly seenAs?: string;
}

export interface Unread {
  readonly from: Day;
  readonly to: Day;
  /** Absent: the budget ended before it was read, and the same call goes on from there. */
  readonly problem?: Problem;
}

export interface DailyUsageRequest {
  /** Both included. */
  readonly from: Day;
  readonly to: Day;
  /** The last day that matters: later ones are asked only to prove that days before them had no meetings. */
  readonly through: Day;
  readonly dataRegion?: DataRegion;
}

export interface DailyReport {
  /** As Feishu gave them: distinct days in ascending order, some possibly absent. */
  readonly days: readonly DailyUsage[];
  /** Feishu's own totals of the reply: not always the sum of its days. */
  readonly totals: { readonly meetings: number; readonly seconds: number; readonly participants: number };
}

export interface TopUsersRequest {
  readonly from: Day;
  readonly to: Day;
  readonly orderBy: "minutes" | "meetings";
  readonly idType: IdType;
  readonly dataRegion?: DataRegion;
}

export interface TopUsers {
  /** At most 100, in Feishu's order. */
  readonly users: readonly TopUser[];
  /** Differs from the one asked for where Feishu could not serve that (122359). */
  readonly idType: IdType;
}

export interface MeetingsRequest {
  /** Meetings that started on these days, both included. */
  readonly from: Day;
  readonly to: Day;
  readonly status: "ended" | "ongoing";
  /** At most one, because Feishu takes at most one (126008). */
  readonly only?: { readonly number: string } | { readonly userId: string } | { readonly roomId: string };
  readonly idType: IdType;
  /** What was read a short while ago may serve: the caller reads a list on. */
  readonly remembered: boolean;
}

export interface ParticipationsRequest {
  readonly number: string;
  readonly startedAt: UnixSeconds;
  /** Absent for a meeting that is running: asked up to now. */
  readonly endedAt?: UnixSeconds;
  /** Feishu lists a webinar's panelists and audience apart. Absent: not a webinar. */
  readonly webinarRoles?: readonly WebinarRole[];
  readonly only?: { readonly userId: string } | { readonly roomId: string };
  readonly idType: IdType;
  readonly remembered: boolean;
}
