/** The operations: where they are, who may call them, which have a published limit. */
import type { Identity } from "./access.ts";
import type { Call } from "./call.ts";
import { departmentChildren } from "./department-children.ts";
import { createExport, downloadExport, exportStatus } from "./exports.ts";
import { listMeetings } from "./meeting-list.ts";
import { listParticipants } from "./participant-list.ts";
import type { Reply } from "./reply.ts";
import { getDaily, getTopUser } from "./reports.ts";
import { userStats } from "./user-stats.ts";

export type Operation =
  | "get_daily"
  | "get_top_user"
  | "participant_list"
  | "meeting_list"
  | "user_stats"
  | "export_create"
  | "export_status"
  | "export_download"
  | "children"
  | "tenant_token";

export interface Route {
  readonly operation: Operation;
  readonly method: "GET" | "POST";
  readonly path: RegExp;
  /** None: anyone, to get a token. */
  readonly takes: readonly Identity[];
  /** 100 calls a minute; the others' limits are not published. */
  readonly limited: boolean;
  readonly answer: (call: Call) => Reply;
}

const TENANT = ["tenant"] as const;
const BOTH = ["tenant", "user"] as const;
const VC = "/open-apis/vc/v1";

export const TOKEN_PATH = "/open-apis/auth/v3/tenant_access_token/internal";

/** The fixed paths stand before the one that takes a task's id. */
export const ROUTES: readonly Route[] = [
  route("get_daily", "GET", `${VC}/reports/get_daily`, TENANT, false, getDaily),
  route("get_top_user", "GET", `${VC}/reports/get_top_user`, TENANT, false, getTopUser),
  route("participant_list", "GET", `${VC}/participant_list`, BOTH, true, listParticipants),
  route("meeting_list", "GET", `${VC}/meeting_list`, BOTH, true, listMeetings),
  route("export_create", "POST", `${VC}/exports/participant_list`, BOTH, true, createExport),
  route("export_download", "GET", `${VC}/exports/download`, BOTH, false, downloadExport),
  route("export_status", "GET", `${VC}/exports/([^/]+)`, BOTH, true, exportStatus),
  route("user_stats", "GET", "/open-apis/admin/v1/admin_user_stats", TENANT, false, userStats),
  route(
    "children",
    "GET",
    "/open-apis/contact/v3/departments/([^/]+)/children",
    BOTH,
    false,
    departmentChildren,
  ),
];

function route(
  operation: Operation,
  method: Route["method"],
  path: string,
  takes: readonly Identity[],
  limited: boolean,
  answer: Route["answer"],
): Route {
  return { operation, method, path: new RegExp(`^${path}$`), takes, limited, answer };
}
