import { Problem } from "../domain/problem.ts";

/** What Feishu sent is no sheet that can be trusted. `fault` completes "Feishu's export …". */
export function brokenSheet(fault: string): Problem {
  return new Problem(
    "upstream",
    `Feishu's export ${fault}; nothing was saved.`,
    "Call export_meeting_participants for the meeting again, which makes a new export; list_meeting_participants answers without a file.",
  );
}
