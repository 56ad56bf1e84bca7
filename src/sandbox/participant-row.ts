/** One row of a participant list, with the personal fields that Feishu gives freely. */
import { detailOf, type Participation } from "./attendance.ts";
import { durationText, zonedText } from "./calendar.ts";
import { digitsOf, hash } from "./chance.ts";
import type { JsonObject } from "./json.ts";
import { type Attendee, type IdType, idOf } from "./people.ts";
import type { Tenant } from "./tenant.ts";

export interface Account {
  readonly employeeId: string;
  readonly phone: string;
  readonly email: string;
}

export function accountOf(seed: number, index: number): Account {
  return {
    employeeId: `2022${digitsOf(5, seed, "employee", index)}`,
    phone: `+86 13${digitsOf(9, seed, "mobile", index)}`,
    email: `p${index}.${hash(seed, "mail", index) % 1000}@example.com`,
  };
}

const PLACES = ["北京", "上海", "东莞", "Singapore", "杭州", "Tokyo"];
const COMPUTERS = ["windows", "mac", "windows", "linux"];
const MOBILES = ["ios", "android"];
const REASONS = { ended: "主持人结束会议", left: "主动离开会议", lost: "网络断开" } as const;

export function participantRow(tenant: Tenant, row: Participation, type: IdType): JsonObject {
  const { seed } = tenant;
  const { attendee } = row;
  const pick = (what: string, list: readonly string[]) => list[detailOf(seed, row, what) % list.length] ?? "";
  const person = attendee.kind === "person" ? attendee : undefined;
  const account = person === undefined ? undefined : accountOf(seed, person.index);
  const byPhone = attendee.kind === "phone";
  const number = (what: string) => detailOf(seed, row, what) % 254;
  return {
    participant_name: tenant.nameOf(attendee),
    department: person?.department.name ?? "",
    user_id: shownId(seed, attendee, type),
    meeting_room_id: attendee.kind === "room" ? attendee.roomId : "",
    employee_id: account?.employeeId ?? "",
    phone: account?.phone ?? (byPhone ? attendee.name : ""),
    email: account?.email ?? "",
    device:
      row.device === "room"
        ? "rooms"
        : byPhone
          ? attendee.line
          : pick("device", row.device === "mobile" ? MOBILES : COMPUTERS),
    app_version: byPhone ? "" : `7.${number("version") % 40}.${number("patch") % 9}`,
    public_ip: byPhone ? "" : `203.0.113.${number("public") + 1}`,
    internal_ip: byPhone ? "" : `192.168.${number("net") % 8}.${number("host") + 1}`,
    use_rtc_proxy: false,
    location: byPhone ? "" : pick("location", PLACES),
    network_type: byPhone ? "" : pick("network", ["wifi", "wired", "4g"]),
    protocol: byPhone ? "" : "udp",
    microphone: byPhone
      ? ""
      : pick("microphone", ["麦克风阵列 (Realtek(R) Audio)", "MacBook Pro Microphone"]),
    speaker: byPhone ? "" : pick("speaker", ["扬声器 (Realtek(R) Audio)", "MacBook Pro Speakers"]),
    camera: byPhone ? "" : pick("camera", ["HD Camera", "FaceTime HD Camera"]),
    audio: row.audio,
    video: row.video,
    sharing: row.sharing,
    join_time: zonedText(row.join),
    // Undocumented for who is still there: nothing can stand there yet.
    leave_time: row.leave === undefined ? "" : zonedText(row.leave),
    time_in_meeting: durationText(row.seconds),
    leave_reason: row.leave === undefined ? "" : REASONS[row.reason],
    accept_status: row.response,
    is_external: attendee.kind === "guest",
    ...(row.role === undefined ? {} : { webinar_user_role: row.role === "panelist" ? "0" : "3" }),
  };
}

/** Rooms and callers have none, nor has a guest who came by link. */
function shownId(seed: number, attendee: Attendee, type: IdType): string {
  if (attendee.kind === "person") return idOf(seed, attendee, type);
  return attendee.kind === "guest" && attendee.identified ? idOf(seed, attendee, type) : "";
}

/** Whether a row is of the user or room that a request asked for alone. */
export function isOf(tenant: Tenant, row: Participation, id: string, type: IdType): boolean {
  if (row.attendee.kind === "room") return row.attendee.roomId === id;
  return row.attendee.kind === "person" && tenant.idOf(row.attendee, type) === id;
}
