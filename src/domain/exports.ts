/** Participants of a meeting as a file: the life of an export, and the port to the disk that keeps it. */
import type { UnixSeconds } from "./day.ts";
import type { IdType, PersonalGroup } from "./meeting.ts";
import { Problem } from "./problem.ts";
import { plainText } from "./text.ts";

/** What Feishu says of an export that was asked for (exports/:task_id). */
export type ExportState = {
  /** Whose view it is, where it is a signed-in user's. */
  readonly seenAs?: string;
} & (
  | { readonly status: "running" }
  | { readonly status: "failed"; readonly reason?: string }
  /** `doubt`: Feishu says done and gives a reason for failure too; the download decides. */
  | { readonly status: "done"; readonly fileToken: string; readonly doubt?: string }
);

export interface ExportRequest {
  readonly number: string;
  readonly startedAt: UnixSeconds;
  /** Absent for a running meeting: exported up to now. */
  readonly endedAt?: UnixSeconds;
  readonly only?: { readonly userId: string } | { readonly roomId: string };
  readonly idType: IdType;
}

/** What this installation remembers of an export that it started. */
export interface ExportTask {
  /** Digits only. */
  readonly id: string;
  /** The identity that asked: only that one may fetch the file. */
  readonly identity: string;
  readonly number: string;
  readonly startedAt: UnixSeconds;
}

export type ExportFormat = "xlsx" | "csv";

export interface SavedExport {
  /** Absolute. */
  readonly path: string;
  readonly bytes: number;
  /** The meeting's own file name was taken, by an earlier export as a rule: that file was left as it is. */
  readonly nameTaken: boolean;
  /** Without the title row. */
  readonly rows: number;
  /** How many different people the rows are of; absent if the sheet does not tell. */
  readonly people?: number;
  readonly columns: readonly string[];
  /** Titles that were left out: personal groups that are closed, and titles that nobody knows. */
  readonly leftOut: readonly string[];
}

/** The port to the disk. Every method throws a Problem if the folder cannot be used. */
export interface ExportFiles {
  rememberTask(task: ExportTask): Promise<void>;
  /** Undefined for a task that this installation did not start. */
  knownTask(id: string): Promise<ExportTask | undefined>;
  /** Fails early where the export folder cannot be written, before anything is asked of Feishu. */
  checkFolder(): Promise<void>;
  /**
   * Reads a sheet as Feishu sends it, keeps the harmless columns and those of the open groups, and writes a new
   * file that is named after the meeting.
   * @throws Problem `upstream` for a sheet that is none, is too large or does not end.
   */
  save(
    sheet: AsyncIterable<Uint8Array>,
    as: {
      readonly task: ExportTask;
      readonly format: ExportFormat;
      readonly open: ReadonlySet<PersonalGroup>;
    },
  ): Promise<SavedExport>;
}

/** How much of Feishu's reason is passed on. */
const LONGEST_REASON = 120;

/** An export that Feishu gave up. */
export function exportFailure(reason: string | undefined): Problem {
  const told = reason === undefined ? "gave no reason" : `says: ${plainText(reason, LONGEST_REASON)}`;
  if (reason !== undefined && /permission|denied|权限/i.test(reason)) {
    return new Problem(
      "access",
      `Feishu refused the export; it ${told}.`,
      "Exports need the scope vc:export and, for the identity that asks, the admin console's meeting management right; a retry will not help.",
    );
  }
  return new Problem(
    "upstream",
    `Feishu could not make the export; it ${told}.`,
    "Start it again in a minute; list_meeting_participants shows the same people.",
  );
}
