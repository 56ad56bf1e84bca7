/** Whether an export is done (exports/:task_id). */
import { z } from "zod";
import type { ExportState } from "../../domain/exports.ts";
import { Problem } from "../../domain/problem.ts";
import { plainText } from "../../domain/text.ts";
import { badField } from "../refusal.ts";
import { taskId } from "./export-participants.ts";
import type { Ask, Identity, Operation } from "./operation.ts";
import { text, wholeNumber } from "./reply-fields.ts";

const RUNNING = 1;
const FAILED = 2;
const DONE = 3;
const REASON_CHARACTERS = 120;

// The url that stands there too is never asked: it is an address that a reply contains.
const reply = z.object({ status: wholeNumber, file_token: text, fail_msg: text });

export type ExportTaskReply = z.output<typeof reply>;

export const exportTask: Operation<ExportTaskReply> = {
  name: "exports/:task_id",
  gives: "the state of the export",
  method: "GET",
  path: "/open-apis/vc/v1/exports/:task_id",
  identity: "user_or_tenant",
  scope: "vc:export",
  callsPerMinute: 100,
  repeatable: true,
  replyIn: "data",
  reply,
};

/** @throws Problem `input` for an id that is not made of digits, which would reach another address. */
export function askTask(id: string, as: Identity): Ask<ExportTaskReply> {
  if (taskId.safeParse(id).success) return { operation: exportTask, parameters: { task_id: id }, as };
  throw new Problem(
    "input",
    "task_id must consist of digits only.",
    'Take it from an earlier answer, for example {"task_id":"7111325589855797267"}.',
  );
}

/** @throws Problem `upstream` for a state that contradicts itself. */
export function toExportState(data: ExportTaskReply): ExportState {
  const reason = plainText(data.fail_msg, REASON_CHARACTERS);
  const { status, file_token: fileToken } = data;
  if (status === RUNNING) return { status: "running" };
  if (status === FAILED) return { status: "failed", ...(reason !== "" && { reason }) };
  if (status !== DONE) throw badField(exportTask, ["status"]);
  if (fileToken !== "") return { status: "done", fileToken, ...(reason !== "" && { doubt: reason }) };
  // Without a file to fetch, the reason is all that there is.
  if (reason !== "") return { status: "failed", reason };
  throw badField(exportTask, ["file_token"]);
}
