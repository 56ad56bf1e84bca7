import { checkSetup } from "./check-setup.ts";
import { exportMeetingParticipants } from "./export-meeting-participants.ts";
import { findMeetings } from "./find-meetings.ts";
import { getMeetingReport } from "./get-meeting-report.ts";
import { getTopMeetingUsers } from "./get-top-meeting-users.ts";
import { getUserMeetingStats } from "./get-user-meeting-stats.ts";
import { listMeetingParticipants } from "./list-meeting-participants.ts";
import type { Tool } from "./tool.ts";

/** In the order in which they are shown. */
export const tools: readonly Tool[] = [
  getMeetingReport,
  getTopMeetingUsers,
  findMeetings,
  listMeetingParticipants,
  exportMeetingParticipants,
  getUserMeetingStats,
  checkSetup,
];
