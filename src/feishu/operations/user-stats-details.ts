/** What a row of admin_user_stats says beside meetings. */
import type { MemberDetails } from "../../domain/person-days.ts";
import { plainText } from "../../domain/text.ts";
import { countField, type Fields, textField } from "./admin-user-stats.ts";
import { IDENTIFIER_CHARACTERS } from "./reply-fields.ts";

/** Flags of a day: added up they are the days active. */
const FLAGS = [
  "suite_active_flag",
  "im_active_flag",
  "docs_active_flag",
  "cal_active_flag",
  "search_active_flag",
];
const COUNTS = [
  "send_messenger_num",
  "create_docs_num",
  "create_cal_num",
  "create_task_num",
  "email_send_count",
  "email_receive_count",
  "email_send_ext_count",
  "email_receive_ext_count",
  "email_send_in_count",
  "email_receive_in_count",
  "total_search_count",
  "quick_search_count",
  "tab_search_count",
];

/** How many numbers a row has beside meetings. */
export const COUNTERS = FLAGS.length + COUNTS.length;

/** The texts that are personal: each only where the operator opened its group. */
export type DetailTexts = Pick<
  MemberDetails,
  "lastActiveAt" | "createdAt" | "activatedAt" | "os" | "activeOs" | "appTypes"
>;

/** Writes a row's numbers, in a fixed order. @throws Problem `upstream` that names the bad field. */
export function readCounters(fields: Fields, index: number, into: Uint32Array): void {
  let slot = 0;
  for (const name of FLAGS) into[slot++] = countField(fields, name, index, 1);
  for (const name of COUNTS) into[slot++] = countField(fields, name, index);
}

/** @param at where in the sums the member's numbers begin */
export function toDetails(sums: Float64Array, at: number, texts: DetailTexts | undefined): MemberDetails {
  // Written out, because it is done for each of many thousand members.
  const details = {
    activeDays: {
      suite: sums[at] ?? 0,
      messages: sums[at + 1] ?? 0,
      docs: sums[at + 2] ?? 0,
      calendar: sums[at + 3] ?? 0,
      search: sums[at + 4] ?? 0,
    },
    messagesSent: sums[at + 5] ?? 0,
    docsCreated: sums[at + 6] ?? 0,
    eventsCreated: sums[at + 7] ?? 0,
    tasksCreated: sums[at + 8] ?? 0,
    email: {
      sent: sums[at + 9] ?? 0,
      received: sums[at + 10] ?? 0,
      sentExternal: sums[at + 11] ?? 0,
      receivedExternal: sums[at + 12] ?? 0,
      sentInternal: sums[at + 13] ?? 0,
      receivedInternal: sums[at + 14] ?? 0,
    },
    searches: { total: sums[at + 15] ?? 0, quick: sums[at + 16] ?? 0, tab: sums[at + 17] ?? 0 },
  };
  return texts === undefined ? details : { ...details, ...texts };
}

/** @param open whether times of activity (`activity`) and clients (`device`) may be kept */
export function readTexts(
  fields: Fields,
  index: number,
  open: { readonly activity: boolean; readonly device: boolean },
): DetailTexts {
  const texts: { -readonly [name in keyof DetailTexts]: DetailTexts[name] } = {};
  const keep = (name: keyof DetailTexts, field: string) => {
    const text = plainText(textField(fields, field, index), IDENTIFIER_CHARACTERS);
    if (text !== "") texts[name] = text;
  };
  if (open.activity) {
    keep("lastActiveAt", "last_active_time");
    keep("createdAt", "create_time");
    keep("activatedAt", "register_time");
  }
  if (open.device) {
    keep("os", "os_name");
    keep("activeOs", "active_os");
    keep("appTypes", "app_package_type");
  }
  return texts;
}
