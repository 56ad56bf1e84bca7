/** The nouns. Instants are unix seconds, days are calendar days `YYYY-MM-DD`. */
import type { Day, UnixSeconds } from "./day.ts";

export type IdType = "open_id" | "union_id" | "user_id";
export type DataRegion = "cn" | "us" | "sg" | "jp";

/** One day of the organisation's meeting report (reports/get_daily). */
export interface DailyUsage {
  readonly day: Day;
  readonly meetings: number;
  readonly seconds: number;
  /** Feishu's participant count; whether one person in two meetings counts twice is not documented. */
  readonly participants: number;
}

/** One entry of the top list (reports/get_top_user). */
export interface TopUser {
  /** Absent where Feishu gives none (guests, callers, an id type without permission). */
  readonly id?: string;
  readonly name: string;
  readonly kind: "person" | "room" | "phone" | "other";
  readonly meetings: number;
  readonly minutes: number;
}

/** One meeting that took place or is taking place (meeting_list). */
export interface Meeting {
  /** Nine digits; a recurring meeting keeps its number. */
  readonly number: string;
  /** Unique to this occurrence. */
  readonly instanceId: string;
  readonly topic: string;
  readonly organizer: string;
  readonly department: string;
  readonly startedAt: UnixSeconds;
  /** Absent while the meeting is running. */
  readonly endedAt?: UnixSeconds;
  readonly seconds: number;
  readonly participants: number;
  readonly devices: number;
  readonly kind: "video" | "screen_share";
  readonly external: boolean;
  readonly recorded: boolean;
  readonly used: MediaUsed & { readonly phone: boolean };
  /** More than zero says that it was a webinar with an audience. */
  readonly webinarViewers: number;
}

export interface MediaUsed {
  readonly audio: boolean;
  readonly video: boolean;
  readonly sharing: boolean;
}

/** One row of a meeting's participant list: the first join, the last leave, the time accumulated between. */
export interface Participation {
  readonly name: string;
  readonly department: string;
  readonly userId?: string;
  readonly roomId?: string;
  readonly external: boolean;
  readonly joinedAt: UnixSeconds;
  /** Absent for someone who is still in a running meeting. */
  readonly leftAt?: UnixSeconds;
  readonly seconds: number;
  readonly leaveReason?: string;
  readonly response?: "accepted" | "declined" | "tentative" | "none";
  readonly webinarRole?: WebinarRole;
  readonly used: MediaUsed;
  /** Personal groups stand here only where the operator opened them (surface.md, rule 11). */
  readonly contact?: Contact;
  readonly network?: Network;
  readonly device?: Device;
}

export type WebinarRole = "panelist" | "audience";

export interface Contact {
  readonly employeeNumber?: string | undefined;
  readonly phone?: string | undefined;
  readonly email?: string | undefined;
}

export interface Network {
  readonly publicIp?: string | undefined;
  readonly internalIp?: string | undefined;
  readonly location?: string | undefined;
  readonly networkType?: string | undefined;
  readonly protocol?: string | undefined;
  readonly rtcProxy?: boolean | undefined;
}

export interface Device {
  readonly device?: string | undefined;
  readonly appVersion?: string | undefined;
  readonly microphone?: string | undefined;
  readonly speaker?: string | undefined;
  readonly camera?: string | undefined;
}

export type PersonalGroup = "contact" | "network" | "device" | "activity";
