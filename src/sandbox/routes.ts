/** The operations: where they are, who may call them, which have a published limit. */
import type { Door, Identity } from "./access.ts";
import { NEW_ROOM_SCOPE, OLD_ROOM_SCOPE } from "./app.ts";
import type { Call } from "./call.ts";
import { departmentChildren } from "./department-children.ts";
import { createExport, downloadExport, exportStatus } from "./exports.ts";
import { listMeetings } from "./meeting-list.ts";
import { listParticipants } from "./participant-list.ts";
import { needs, type Permission } from "./permissions.ts";
import type { Reply } from "./reply.ts";
import { getDaily, getTopUser } from "./reports.ts";
import { tenantQuery, userInfo } from "./user-info.ts";
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
  | "user_info"
  | "tenant_query"
  | "tenant_token"
  | "authorize"
  | "user_token"
  | "device_authorization"
  | "device_verification";

export interface Route extends Door {
  readonly operation: Operation;
  readonly method: "GET" | "POST";
  readonly path: RegExp;
  /** 100 calls a minute; the others' limits are not published. */
  readonly limited: boolean;
  readonly answer: (call: Call) => Reply;
}

const TENANT = ["tenant"] as const;
const USER = ["user"] as const;
const BOTH = ["tenant", "user"] as const;
const VC = "/open-apis/vc/v1";

const USER_ID_SCOPE = "contact:user.employee_id:readonly";
const REPORT = needs("vc:report:readonly", {
  fields: [{ scope: USER_ID_SCOPE, names: ["id"], idType: "user_id" }],
});
const LIST: Permission = {
  tenant: [OLD_ROOM_SCOPE],
  user: [NEW_ROOM_SCOPE, OLD_ROOM_SCOPE],
  meetingRole: true,
  fields: [{ scope: USER_ID_SCOPE, names: ["user_id"], idType: "user_id" }],
};
const EXPORT = needs("vc:export", { meetingRole: true });
const STATS = needs("admin:admin_user_stat:readonly", { fields: LIST.fields });
const DEPARTMENTS = needs("contact:contact.base:readonly", {
  fields: [
    { scope: "contact:department.base:readonly", names: ["name"] },
    {
      scope: "contact:department.organize:readonly",
      names: ["parent_department_id", "member_count"],
    },
  ],
});
const PERSON = needs(undefined, { fields: [{ scope: USER_ID_SCOPE, names: ["user_id"] }] });

/** The fixed paths stand before the one that takes a task's id. */
export const ROUTES: readonly Route[] = [
  get("get_daily", `${VC}/reports/get_daily`, TENANT, REPORT, getDaily),
  get("get_top_user", `${VC}/reports/get_top_user`, TENANT, REPORT, getTopUser),
  limited(get("participant_list", `${VC}/participant_list`, BOTH, LIST, listParticipants)),
  limited(get("meeting_list", `${VC}/meeting_list`, BOTH, LIST, listMeetings)),
  {
    ...limited(get("export_create", `${VC}/exports/participant_list`, BOTH, EXPORT, createExport)),
    method: "POST",
  },
  get("export_download", `${VC}/exports/download`, BOTH, EXPORT, downloadExport),
  limited(get("export_status", `${VC}/exports/([^/]+)`, BOTH, EXPORT, exportStatus)),
  get("user_stats", "/open-apis/admin/v1/admin_user_stats", TENANT, STATS, userStats),
  get(
    "children",
    "/open-apis/contact/v3/departments/([^/]+)/children",
    BOTH,
    DEPARTMENTS,
    departmentChildren,
  ),
  get("user_info", "/open-apis/authen/v1/user_info", USER, PERSON, userInfo),
  get(
    "tenant_query",
    "/open-apis/tenant/v2/tenant/query",
    TENANT,
    needs("tenant:tenant:readonly"),
    tenantQuery,
  ),
];

/** Whether its failures are RFC 6749's instead of Feishu's envelope. */
export function speaksOAuth(operation: string): boolean {
  return operation === "user_token" || operation === "device_authorization";
}

function get(
  operation: Operation,
  path: string,
  takes: readonly Identity[],
  permission: Permission,
  answer: Route["answer"],
): Route {
  return {
    operation,
    method: "GET",
    path: new RegExp(`^${path}$`),
    takes,
    permission,
    limited: false,
    answer,
  };
}

function limited(route: Route): Route {
  return { ...route, limited: true };
}
