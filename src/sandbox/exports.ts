/** vc/v1/exports: the participants of a meeting as a spreadsheet, asked for, waited for and fetched. */
import { randomBytes, randomInt } from "node:crypto";
import type { Participation } from "./attendance.ts";
import { type Call, idType, optional } from "./call.ts";
import { isObject, type JsonObject } from "./json.ts";
import { findMeeting } from "./participant-list.ts";
import { isOf, participantRow } from "./participant-row.ts";
import { Refusal, type Reply, success } from "./reply.ts";
import type { Tenant } from "./tenant.ts";
import { workbook } from "./workbook.ts";

const POLLS_UNTIL_DONE = 3;
const SPREADSHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

/** Titles in the documented order, and the field of the participant list that each shows. */
const COLUMNS = [
  ["参会人", "participant_name"],
  ["部门", "department"],
  ["用户ID", "user_id"],
  ["工号", "employee_id"],
  ["电话", "phone"],
  ["邮箱", "email"],
  ["设备", "device"],
  ["客户端版本", "app_version"],
  ["公网IP", "public_ip"],
  ["内网IP", "internal_ip"],
  ["代理服务", "use_rtc_proxy"],
  ["位置", "location"],
  ["网络类型", "network_type"],
  ["麦克风", "microphone"],
  ["扬声器", "speaker"],
  ["摄像头", "camera"],
  ["音频", "audio"],
  ["视频", "video"],
  ["共享", "sharing"],
  ["入会时间", "join_time"],
  ["离会时间", "leave_time"],
  ["参会时长", "time_in_meeting"],
  ["离会原因", "leave_reason"],
] as const;

export function createExport(call: Call): Reply {
  if (!isObject(call.body)) throw new Refusal(121003);
  const {
    meeting_start_time: start,
    meeting_end_time: end,
    meeting_no: number,
    meeting_status: status,
  } = call.body;
  const { user_id: user, room_id: room } = call.body;
  if (!isDigits(start) || !isDigits(end) || !isDigits(number) || number.length !== 9)
    throw new Refusal(121003);
  if (status !== undefined && status !== 1 && status !== 2 && status !== 3) throw new Refusal(121003);
  if (!isOptionalText(user) || !isOptionalText(room) || (user && room)) throw new Refusal(121003);
  const type = idType(optional(call, "user_id_type"));
  const key = { number, start: Number(start), end: Number(end), status: status ?? 2 };
  if (key.start > call.now || key.end < key.start || key.end - key.start > 86_400) throw new Refusal(121003);
  const meeting = meetingOrNone(call, key);
  const only = user || room;
  const task = {
    taskId: `7${randomInt(1e8, 1e9)}${randomInt(1e8, 1e9)}`,
    fileToken: randomBytes(16).toString("base64"),
    askerId: call.asker.id,
    meeting,
    idType: type,
    ...(only ? { only } : {}),
    polls: 0,
  };
  call.exports.set(task.taskId, task);
  return success({ task_id: task.taskId });
}

export function exportStatus(call: Call): Reply {
  if (!/^\d+$/.test(call.id)) throw new Refusal(121003);
  const task = call.exports.get(call.id);
  if (task === undefined) throw new Refusal(121004);
  if (task.askerId !== call.asker.id) throw new Refusal(121005);
  task.polls += 1;
  if (task.polls < POLLS_UNTIL_DONE) return success({ status: 1 });
  return success({
    status: 3,
    url: `https://export.example.com/file/${task.taskId}`,
    file_token: task.fileToken,
    fail_msg: "",
  });
}

export function downloadExport(call: Call): Reply {
  const token = optional(call, "file_token");
  if (token === undefined) throw new Refusal(121003);
  const task = [...call.exports.values()].find(
    (one) => one.fileToken === token && one.polls >= POLLS_UNTIL_DONE,
  );
  if (task === undefined) throw new Refusal(121004);
  if (task.askerId !== call.asker.id) throw new Refusal(121005);
  const { only } = task;
  const rows = call.tenant
    .participations(task.meeting, call.now)
    .filter((row) => only === undefined || isOf(call.tenant, row, only, task.idType));
  return {
    status: 200,
    contentType: SPREADSHEET,
    headers: { "content-disposition": `attachment; filename="participants-${task.taskId}.xlsx"` },
    body: participantsWorkbook(call.tenant, rows, task.idType),
  };
}

function participantsWorkbook(
  tenant: Tenant,
  rows: readonly Participation[],
  type: Parameters<typeof isOf>[3],
): Uint8Array {
  const cells = rows.map((row) => {
    const fields = participantRow(tenant, row, type);
    return COLUMNS.map(([, field]) => cell(fields, field));
  });
  return workbook("参会人明细", [COLUMNS.map(([title]) => title), ...cells]);
}

function cell(fields: JsonObject, field: string): string {
  const value = fields[field];
  return typeof value === "boolean" ? (value ? "是" : "否") : typeof value === "string" ? value : "";
}

function meetingOrNone(call: Call, key: Parameters<typeof findMeeting>[1]) {
  try {
    const meeting = findMeeting(call.tenant, key, call.now);
    if (meeting !== undefined) return meeting;
  } catch (error) {
    // The list's own code for it is not among the documented ones of an export.
    if (!(error instanceof Refusal)) throw error;
  }
  throw new Refusal(121004);
}

function isDigits(value: unknown): value is string {
  return typeof value === "string" && /^\d{1,12}$/.test(value);
}

function isOptionalText(value: unknown): value is string | undefined {
  return value === undefined || typeof value === "string";
}
