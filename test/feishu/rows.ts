/** Rows as Feishu spells them. */

export function meetingRow(instance: string, start: string, changes: object = {}): object {
  return {
    meeting_id: "705605196",
    meeting_topic: "Weekly",
    meeting_type: 2,
    organizer: "Li Wei",
    department: "Sales",
    user_id: "ou_1",
    employee_id: "7",
    email: "li@example.com",
    mobile: "021-1",
    meeting_start_time: `${start} (GMT+08:00)`,
    meeting_end_time: `${start.slice(0, 10)} 23:59:59 (GMT+08:00)`,
    meeting_duration: "01:00:00",
    number_of_participants: "9",
    number_of_devices: "10",
    audio: true,
    video: false,
    sharing: true,
    recording: false,
    telephone: true,
    is_external: false,
    meeting_instance_id: instance,
    number_of_webinar_viewers: "0",
    ...changes,
  };
}

export function meetingPage(rows: readonly object[], pageToken?: string): object {
  return { data: { meeting_list: rows, has_more: pageToken !== undefined, page_token: pageToken } };
}

export function participantRow(name: string, changes: object = {}): object {
  return {
    participant_name: name,
    department: "Sales",
    user_id: `ou_${name}`,
    meeting_room_id: "",
    audio: true,
    video: true,
    sharing: false,
    join_time: "2026.11.19 10:00:00 (GMT+08:00)",
    leave_time: "2026.11.19 11:00:00 (GMT+08:00)",
    time_in_meeting: "01:00:00",
    leave_reason: "",
    accept_status: 1,
    is_external: false,
    ...changes,
  };
}

export function participantPage(rows: readonly object[], pageToken?: string): object {
  return { data: { participants: rows, has_more: pageToken !== undefined, page_token: pageToken } };
}

export function dailyData(days: readonly object[]): object {
  return {
    data: {
      meeting_report: {
        total_meeting_count: "3",
        total_meeting_duration: "5400",
        total_participant_count: "12",
        daily_report: days,
      },
    },
  };
}

export function dailyRow(date: number, meetings = "3"): object {
  return { date: String(date), meeting_count: meetings, meeting_duration: "5400", participant_count: "12" };
}
