/** The nouns of setting up: what a probe of Feishu found, and what is told of it. */
import type { Problem } from "./problem.ts";

export const LANGUAGES = ["en", "zh"] as const;
export type Language = (typeof LANGUAGES)[number];

/** What stands in the settings and the environment, beside what Feishu says. */
export interface SetupFacts {
  readonly language: Language;
  /** Absolute. */
  readonly exportFolder: string;
  /** Absolute. Sign-ins are kept here too. */
  readonly dataFolder: string;
  /** Whether Feishu is reached through a proxy of the environment. */
  readonly proxied: boolean;
  /** Whether a setting keeps all that may use a user's token to the app's own. */
  readonly tenantOnly: boolean;
}

export const SETUP_OPERATIONS = [
  "daily_report",
  "top_users",
  "meetings",
  "participants",
  "exports",
  "user_stats",
] as const;
export type SetupOperation = (typeof SETUP_OPERATIONS)[number];

export interface ProbedOperation {
  readonly operation: SetupOperation;
  /** Whose token was sent; undefined where there was none to send. */
  readonly identity: "tenant" | "user" | undefined;
  /** What the smallest call met; undefined: an answer. */
  readonly problem?: Problem;
  /** An answer without a row, where each person should have one. */
  readonly isEmpty?: true;
}

/** What the smallest harmless calls found. */
export interface SetupProbe {
  readonly operations: readonly ProbedOperation[];
  /** Feishu's clock minus ours, from the Date header; undefined if there was no reply. */
  readonly clockDifferenceSeconds?: number;
  /** Since the source was opened, the probe's own included. */
  readonly requestsSoFar: number;
  readonly signedIn?: { readonly name: string };
}

export interface OperationReport {
  readonly operation: SetupOperation;
  /** Which tools need it. */
  readonly tools: readonly string[];
  readonly isReady: boolean;
  readonly identity: "tenant" | "user" | undefined;
  /** One sentence: what exactly. Absent if ready. */
  readonly missing?: string;
  /** What to do, where, and by whom. Said once, at the first operation that needs it. */
  readonly fix?: string;
  /** The operation at which the same was said. */
  readonly sameAs?: SetupOperation;
  /** Https on one of Feishu's own hosts. */
  readonly link?: string;
}

export interface SetupReport {
  readonly summary: string;
  readonly operations: readonly OperationReport[];
  readonly isReady: boolean;
  /** Tools that need nothing that is missing; of interest only if something is. */
  readonly worksWithout: readonly string[];
  readonly notes: readonly string[];
}

interface Needs {
  readonly tools: readonly string[];
  readonly scope: string;
}

const LISTS_SCOPE = "vc:rooms.room.detailinfo:read";

/** What each operation serves, and the scope that it needs. */
export const NEEDS: Readonly<Record<SetupOperation, Needs>> = {
  daily_report: { tools: ["get_meeting_report"], scope: "vc:report:readonly" },
  top_users: { tools: ["get_top_meeting_users"], scope: "vc:report:readonly" },
  // Both of the others find the meeting's times in it.
  meetings: {
    tools: ["find_meetings", "list_meeting_participants", "export_meeting_participants"],
    scope: LISTS_SCOPE,
  },
  participants: { tools: ["list_meeting_participants"], scope: LISTS_SCOPE },
  exports: { tools: ["export_meeting_participants"], scope: "vc:export" },
  user_stats: { tools: ["get_user_meeting_stats"], scope: "admin:admin_user_stat:readonly" },
};
