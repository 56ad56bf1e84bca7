/** Starts the export of who was in one meeting (exports/participant_list). */
import { z } from "zod";
import type { UnixSeconds } from "../../domain/day.ts";
import type { ExportRequest } from "../../domain/exports.ts";
import type { Ask, Operation } from "./operation.ts";

const ONGOING = 1;
const ENDED = 2;

/** Digits only, because it becomes a part of a path. */
export const taskId = z.string().regex(/^\d{1,32}$/);

const reply = z.object({ task_id: taskId });

export type ExportParticipantsReply = z.output<typeof reply>;

export const exportParticipants: Operation<ExportParticipantsReply> = {
  name: "exports/participant_list",
  gives: "the export of participants",
  method: "POST",
  path: "/open-apis/vc/v1/exports/participant_list",
  identity: "user_or_tenant",
  scope: "vc:export",
  callsPerMinute: 100,
  repeatable: false,
  replyIn: "data",
  reply,
};

/** @param now stands for the end of a meeting that is running. */
export function askExport(asked: ExportRequest, now: UnixSeconds): Ask<ExportParticipantsReply> {
  const { only } = asked;
  return {
    operation: exportParticipants,
    query: { user_id_type: asked.idType },
    body: {
      meeting_start_time: String(asked.startedAt),
      meeting_end_time: String(asked.endedAt ?? now),
      meeting_status: asked.endedAt === undefined ? ONGOING : ENDED,
      meeting_no: asked.number,
      ...(only !== undefined && ("userId" in only ? { user_id: only.userId } : { room_id: only.roomId })),
    },
  };
}
