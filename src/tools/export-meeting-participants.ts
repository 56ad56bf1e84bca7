import { z } from "zod";
import { dayOf, isoInstant } from "../domain/day.ts";
import { counted } from "../domain/duration.ts";
import { type ExportTask, exportFailure, type SavedExport } from "../domain/exports.ts";
import { Problem } from "../domain/problem.ts";
import { seenAsNote } from "./answer.ts";
import { idType, meetingNumber } from "./args.ts";
import { findOccurrence, meetingPart, meetingPartSchema, occurrenceArgs } from "./occurrence.ts";
import { attendeeOf } from "./one-attendee.ts";
import { type Context, defineTool } from "./tool.ts";

const MIME_TYPES = {
  xlsx: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
  csv: "text/csv",
} as const;

const input = z.object({
  meeting_number: meetingNumber.optional(),
  ...occurrenceArgs,
  user_id: z.string().optional(),
  room_id: z.string().optional(),
  format: z.enum(["xlsx", "csv"]).default("xlsx"),
  task_id: z.string().optional().describe("Alone: goes on with an export begun here"),
  ...idType,
});

type Input = z.output<typeof input>;

export const exportMeetingParticipants = defineTool({
  name: "export_meeting_participants",
  title: "Export meeting participants",
  description:
    "Writes the participants of one meeting to a new .xlsx or .csv file on this machine and says where it lies; " +
    "the contents do not come into the conversation. The folder is the operator's setting. Columns with personal data are kept only where " +
    "the operator opened them. If it is still running when time is up, call again with the task_id of the answer. " +
    "To see participants in the conversation use list_meeting_participants.",
  effect: "write",
  input,
  output: z.object({
    summary: z.string(),
    source: z.enum(["feishu", "sandbox"]),
    as_of: z.string(),
    notes: z.array(z.string()).optional(),
    meeting: meetingPartSchema.optional(),
    status: z.enum(["done", "running"]),
    task_id: z.string(),
    file: z
      .object({
        path: z.string(),
        bytes: z.number(),
        format: z.enum(["xlsx", "csv"]),
        rows: z.number(),
        columns: z.array(z.string()),
      })
      .optional(),
    left_out_columns: z.array(z.string()).optional().describe("Closed by FEISHU_PERSONAL_FIELDS, or unknown"),
  }),
  async answer(input, context) {
    await context.files.checkFolder();
    const {
      task,
      notes: begunNotes,
      ...begun
    } = input.task_id === undefined ? await begin(input, context) : await resume(input, context);
    const state = await context.source.exportState(task, context.caller);
    const notes = [...begunNotes, ...seenAsNote(state.seenAs)];
    const head = {
      source: context.source.name,
      as_of: isoInstant(context.now, context.zone),
      ...begun,
    };
    const of = `the participants of meeting ${task.number} of ${dayOf(task.startedAt, context.zone)}`;
    if (state.status === "failed") throw exportFailure(state.reason);
    if (state.status === "running") {
      const summary = `The export of ${of} is still running: call export_meeting_participants again with task_id ${task.id}.`;
      return {
        summary,
        ...head,
        ...(notes.length > 0 && { notes }),
        status: "running" as const,
        task_id: task.id,
      };
    }
    const sheet = context.source.downloadExport(task, state.fileToken, context.caller);
    const saved = await context.files.save(sheet, { task, format: input.format, open: context.personal });
    const told = [
      ...notes,
      ...(state.doubt === undefined
        ? []
        : ["Feishu also reported a reason for failure, but the file came whole."]),
      ...(saved.nameTaken
        ? [
            "A file of this meeting's name was there already and was left as it is; this one is another. The folder is the operator's setting FEISHU_EXPORT_DIR, which a call cannot choose.",
          ]
        : []),
    ];
    return {
      summary: `Exported ${of} to ${saved.path}: ${contents(saved)}.`,
      ...head,
      ...(told.length > 0 && { notes: told }),
      status: "done" as const,
      task_id: task.id,
      file: {
        path: saved.path,
        bytes: saved.bytes,
        format: input.format,
        rows: saved.rows,
        columns: [...saved.columns],
      },
      left_out_columns: [...saved.leftOut],
    };
  },
  fileOf(answer) {
    const { file } = answer;
    return file && { path: file.path, bytes: file.bytes, mimeType: MIME_TYPES[file.format] };
  },
});

async function begin(input: Input, context: Context) {
  if (input.meeting_number === undefined) {
    throw new Problem(
      "input",
      "meeting_number is not given.",
      'For example {"meeting_number":"123456789","on":"2026-11-18"}, or task_id alone to go on with an export.',
    );
  }
  const only = attendeeOf(input);
  const found = await findOccurrence(
    { ...input, meeting_number: input.meeting_number, remembered: false },
    context,
  );
  if (found.meeting === undefined) {
    throw new Problem(
      "busy",
      "The meeting was not found before time was up.",
      "Call again: the search goes on where it stopped.",
      {
        retryAfterSeconds: found.about?.seconds ?? 1,
      },
    );
  }
  const { meeting } = found;
  const identity = context.source.exportIdentity();
  const id = await context.source.startExport(
    {
      number: meeting.number,
      startedAt: meeting.startedAt,
      ...(meeting.endedAt !== undefined && { endedAt: meeting.endedAt }),
      ...(only && { only }),
      idType: input.user_id_type,
    },
    context.caller,
  );
  const task: ExportTask = { id, identity, number: meeting.number, startedAt: meeting.startedAt };
  await context.files.rememberTask(task);
  return { task, notes: found.notes, meeting: meetingPart(meeting, context.now, context.zone) };
}

async function resume(
  input: Input,
  context: Context,
): Promise<{ task: ExportTask; notes: readonly string[] }> {
  const id = input.task_id ?? "";
  if (input.meeting_number !== undefined || input.on !== undefined || input.started_at !== undefined) {
    throw new Problem(
      "input",
      "task_id stands alone: it knows its meeting.",
      `For example {"task_id":"7111325589855797267"}.`,
    );
  }
  if (!/^\d{1,32}$/.test(id)) {
    throw new Problem(
      "input",
      "task_id must be digits only.",
      'Take it from an earlier answer, for example {"task_id":"7111325589855797267"}.',
    );
  }
  const task = await context.files.knownTask(id);
  if (task !== undefined) return { task, notes: [] };
  throw new Problem(
    "missing",
    "No export with this task_id was started by this installation.",
    "Start one with meeting_number and on or started_at.",
  );
}

function contents(saved: SavedExport): string {
  const people =
    saved.people === undefined ? "" : ` of ${counted(saved.people, "person or room", "people or rooms")}`;
  const several =
    saved.people !== undefined && saved.rows > saved.people
      ? " (who came back or used several devices may have several)"
      : "";
  const left =
    saved.leftOut.length === 0 ? "" : `; ${counted(saved.leftOut.length, "column")} left out for privacy`;
  return `${counted(saved.rows, "row")}${people}${several}${left}`;
}
