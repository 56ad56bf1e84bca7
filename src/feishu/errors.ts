/** What Feishu's codes mean: one table, per operation where the same code means different things. */
import type { ProblemKind } from "../domain/problem.ts";

/** What the loop does about a refusal. */
export type Next = "fail" | "retry" | "new_token" | "wait";

export interface Meaning {
  readonly kind: ProblemKind;
  /** `{gives}` stands for what the operation gives, `{scope}` for its permission. */
  readonly message: string;
  readonly remedy: string;
  readonly next?: Next;
}

const CREDENTIALS =
  "Check FEISHU_APP_ID and FEISHU_APP_SECRET against the app's credentials page; a retry does not help.";
const NEW_TOKEN =
  "Set a valid token, or FEISHU_APP_ID and FEISHU_APP_SECRET so that tokens are fetched and renewed; a retry does not help.";
const OTHER_ID = "Check the id, and that user_id_type is the type that it has.";
const MEETING_ROLE =
  "Let an administrator give the signed-in user, or the app's creator for the app's own token, the admin console's video meetings > meeting management right; a retry does not help.";
const NINE_DIGITS = 'Give it as "123456789"; find_meetings finds the number by topic, organizer or day.';
const OUT_OF_REACH: Meaning = {
  kind: "input",
  message: "Feishu refused the span of {gives}: it reaches back 90 days at most.",
  remedy: "Ask for later days, or find_meetings with the same days and limit 0, which reaches back a year.",
};
const TOKEN_REFUSED: Meaning = {
  kind: "access",
  message: "Feishu refused the access token.",
  remedy: NEW_TOKEN,
  next: "new_token",
};
const UNKNOWN_ID: Meaning = { kind: "input", message: "Feishu knows no such user id.", remedy: OTHER_ID };
const UNKNOWN_DEPARTMENT: Meaning = {
  kind: "missing",
  message: "Feishu knows no such department.",
  remedy: "Check department_id and its department_id_type, or give department as a name or path.",
};
const ONE_FILTER: Meaning = {
  kind: "input",
  message: "Feishu takes one filter at a time.",
  remedy: "Give only one of meeting_number, user_id and room_id.",
};
const UNKNOWN_PERSON: Meaning = {
  kind: "missing",
  message: "Feishu knows nobody of this user id.",
  remedy: "Check the id and its user_id_type; get_user_meeting_stats with name finds people and their ids.",
};
const EXPORT_GONE: Meaning = {
  kind: "missing",
  message: "Feishu does not have this export any more.",
  remedy: "Start it again with meeting_number and on or started_at.",
};
const EXPORT_OF_ANOTHER: Meaning = {
  kind: "access",
  message: "Feishu refused {gives} to this identity: an export belongs to the one that asked for it.",
  remedy: `Start it again with meeting_number. ${MEETING_ROLE}`,
};
const ONE_DAY: Meaning = {
  kind: "input",
  message: "Feishu gives {gives} only of meetings of at most one day.",
  remedy: "find_meetings gives the counts of a longer meeting.",
};
const APP_OFF: Meaning = {
  kind: "access",
  message: "The app is disabled or not installed in this organisation.",
  remedy: "Let an administrator enable or install it and release a version; a retry does not help.",
};

/** By code, or by operation and code where that means something of its own. */
export const MEANINGS: Readonly<Record<string, Meaning>> = {
  10003: { kind: "access", message: "Feishu does not know this app id.", remedy: CREDENTIALS },
  10014: {
    kind: "access",
    message: "Feishu refused the app: its secret is wrong or it is not available.",
    remedy: CREDENTIALS,
  },
  10015: { kind: "access", message: "Feishu refused the app secret.", remedy: CREDENTIALS },
  20050: {
    kind: "upstream",
    message: "Feishu's sign-in failed for the moment.",
    remedy: "Try again in a minute.",
    next: "retry",
  },
  20072: {
    kind: "upstream",
    message: "Feishu's sign-in failed for the moment.",
    remedy: "Try again in a minute.",
    next: "retry",
  },
  99991661: TOKEN_REFUSED,
  99991663: TOKEN_REFUSED,
  99991664: TOKEN_REFUSED,
  99991665: TOKEN_REFUSED,
  99991668: TOKEN_REFUSED,
  99991671: TOKEN_REFUSED,
  99991677: TOKEN_REFUSED,
  99991662: APP_OFF,
  99991673: APP_OFF,
  99991672: {
    kind: "access",
    message: "The app lacks the scope {scope}, which {gives} needs.",
    remedy: "Grant {scope} on the app's permissions page and release a version; a retry does not help.",
  },
  99991679: {
    kind: "access",
    message: "The user has not granted the scope {scope}, which {gives} needs.",
    remedy: "Sign in again and grant {scope}; a retry does not help.",
  },
  99991401: {
    kind: "access",
    message: "Feishu refused this machine's IP address.",
    remedy: "Add it to the app's IP list in its security settings; a retry does not help.",
  },
  99991400: {
    kind: "busy",
    message: "Feishu limits how often {gives} may be asked for.",
    remedy: "Ask again after the seconds given.",
    next: "wait",
  },
  99991403: {
    kind: "busy",
    message: "The month's quota of Feishu calls is spent.",
    remedy: "Let an administrator raise the quota, or wait for the next month; a retry does not help.",
  },
  99991201: {
    kind: "upstream",
    message: "There is no {gives} at this address.",
    remedy: "Check FEISHU_DOMAIN: feishu, lark or the base URL of a Feishu installation.",
  },
  99992351: UNKNOWN_ID,
  99992359: UNKNOWN_ID,
  99992363: UNKNOWN_ID,
  122359: UNKNOWN_ID,
  "admin_user_stats 99992351": UNKNOWN_PERSON,
  "admin_user_stats 99992359": UNKNOWN_PERSON,
  "admin_user_stats 99992363": UNKNOWN_PERSON,
  99992361: { kind: "input", message: "The open_id belongs to another app.", remedy: OTHER_ID },
  99992357: UNKNOWN_DEPARTMENT,
  99992380: UNKNOWN_DEPARTMENT,
  99992402: {
    kind: "input",
    message: "Feishu refused a value of the question to {gives}.",
    remedy: "Check ids and numbers for typing errors.",
  },
  121001: {
    kind: "upstream",
    message: "Feishu failed inside while giving {gives}.",
    remedy: "Try again in a minute.",
    next: "retry",
  },
  121002: {
    kind: "upstream",
    message: "Feishu does not support {gives} for this organisation.",
    remedy: "Ask Feishu's support whether it can be enabled; a retry does not help.",
  },
  121003: {
    kind: "input",
    message: "Feishu refused a value of the question to {gives}.",
    remedy: "Check ids, numbers and days for typing errors.",
  },
  "reports/get_daily 121003": OUT_OF_REACH,
  "reports/get_top_user 121003": OUT_OF_REACH,
  121004: {
    kind: "missing",
    message: "Feishu has no such data in {gives}.",
    remedy: "Check number and time; find_meetings lists what there is.",
  },
  "exports/:task_id 121004": EXPORT_GONE,
  "exports/download 121004": EXPORT_GONE,
  "exports/:task_id 121005": EXPORT_OF_ANOTHER,
  "exports/download 121005": EXPORT_OF_ANOTHER,
  121005: { kind: "access", message: "Feishu refused {gives} to this identity.", remedy: MEETING_ROLE },
  "reports/get_daily 121005": {
    kind: "access",
    message: "Feishu refused {gives} to this app.",
    remedy: "Check that the app has the scope {scope} and is released; a retry does not help.",
  },
  "reports/get_top_user 121005": {
    kind: "access",
    message: "Feishu refused {gives} to this app.",
    remedy: "Check that the app has the scope {scope} and is released; a retry does not help.",
  },
  126003: { kind: "input", message: "Feishu refused the meeting number.", remedy: NINE_DIGITS },
  126004: { kind: "input", message: "A meeting number has 9 digits.", remedy: NINE_DIGITS },
  126005: {
    kind: "input",
    message: "Feishu refused the start: it lies in the future.",
    remedy: "Ask for days up to today.",
  },
  126006: {
    kind: "input",
    message: "Feishu refused the span of {gives}.",
    remedy: "Ask for a shorter span.",
  },
  "meeting_list 126006": {
    kind: "input",
    message: "Feishu refused the span of {gives}: it gives at most a year.",
    remedy: "Ask for days within the last year.",
  },
  "participant_list 126006": ONE_DAY,
  "exports/participant_list 126006": ONE_DAY,
  126007: { ...ONE_FILTER, remedy: "Give only one of user_id and room_id." },
  126008: ONE_FILTER,
  126009: {
    kind: "missing",
    message: "Feishu finds no meeting of that number at that time.",
    remedy: "find_meetings with the meeting_number gives the times at which it took place.",
  },
  126010: {
    kind: "missing",
    message: "Feishu finds no such device in the meeting.",
    remedy: "Take user, room and join time from list_meeting_participants.",
  },
  126015: {
    kind: "input",
    message: "Feishu cannot filter {gives} by room_id.",
    remedy: "Leave room_id out.",
  },
  1051001: {
    kind: "input",
    message: "Feishu refused a value of the question to {gives}.",
    remedy: "Check ids and days for typing errors.",
  },
  1051002: {
    kind: "access",
    message: "The app has no authority over {gives}.",
    remedy: "Grant the scope {scope} and a data range in the developer console; a retry does not help.",
  },
  1051003: {
    kind: "access",
    message: "The department is outside the app's data range.",
    remedy: "Let an administrator widen the app's data range; a retry does not help.",
  },
};
