/** Which scope and which role a call needs, and what it is told if it has not got them. */
import { type App, scopesOf } from "./app.ts";
import { isJsonObject, type Json, type JsonObject } from "./json.ts";
import { Refusal, type Reply } from "./reply.ts";
import type { Grant } from "./sign-ins.ts";

/** Whoever showed a good token. */
export interface Asker {
  /** `tenant`, or the signed-in user's open_id. */
  readonly id: string;
  /** Absent for the tenant. */
  readonly grant?: Grant;
}

export interface Permission {
  /** One of them is enough; none: no scope is needed. */
  readonly tenant: readonly string[];
  readonly user: readonly string[];
  /** The right to manage meetings in the admin console. */
  readonly meetingRole: boolean;
  /** Fields that a further scope opens. */
  readonly fields: readonly FieldScope[];
}

interface FieldScope {
  readonly scope: string;
  readonly names: readonly string[];
  /** Only where the caller asks for ids of that type. */
  readonly idType?: string;
}

export function needs(scope: string | undefined, more: Partial<Permission> = {}): Permission {
  const scopes = scope === undefined ? [] : [scope];
  return { tenant: scopes, user: scopes, meetingRole: false, fields: [], ...more };
}

/** @throws Refusal 99991672, 99991679 or 121005, in that order. */
export function checkPermission(app: App, asker: Asker, permission: Permission): void {
  const { grant } = asker;
  const scopes = grant === undefined ? permission.tenant : permission.user;
  const has = (granted: ReadonlySet<string>) => scopes.length === 0 || scopes.some((one) => granted.has(one));
  if (!has(scopesOf(app))) throw notApplied(app, scopes, grant === undefined ? "tenant" : "user");
  if (grant !== undefined && !has(new Set(grant.scopes))) throw notGranted(scopes);
  if (!permission.meetingRole) return;
  const manages =
    grant === undefined ? app.creatorHasRole : grant.user.hasMeetingRole && grant.user.tenant === "own";
  if (!manages) throw new Refusal(121005);
}

/** The reply without the fields that the caller's scopes do not open. */
export function closeFields(
  app: App,
  asker: Asker,
  { fields }: Permission,
  query: URLSearchParams,
  reply: Reply,
): Reply {
  const granted = scopesOf(app);
  const closed = fields
    .filter(({ idType }) => idType === undefined || query.get("user_id_type") === idType)
    .filter(({ scope }) => !granted.has(scope) || asker.grant?.scopes.includes(scope) === false)
    .flatMap(({ names }) => names);
  if (closed.length === 0 || typeof reply.body === "string" || reply.body instanceof Uint8Array) return reply;
  return { ...reply, body: without(reply.body, closed) };
}

function without(value: JsonObject, names: readonly string[]): JsonObject {
  const strip = (part: Json): Json =>
    isJsonObject(part) ? without(part, names) : isList(part) ? part.map(strip) : part;
  return Object.fromEntries(
    Object.entries(value).flatMap(([name, part]) => (names.includes(name) ? [] : [[name, strip(part)]])),
  );
}

function isList(value: Json): value is readonly Json[] {
  return Array.isArray(value);
}

/** The app's developer never applied for any of them. */
function notApplied(app: App, scopes: readonly string[], kind: "tenant" | "user"): Refusal {
  const list = scopes.join(", ");
  const url = `https://open.feishu.cn/app/${app.id}/auth?q=${scopes.join(",")}&op_from=openapi&token_type=${kind}`;
  const whose = kind === "tenant" ? "应用身份" : "用户身份";
  return new Refusal(99991672, {
    message: `Access denied. One of the following scopes is required: [${list}].应用尚未开通所需的${whose}权限：[${list}]，点击链接申请并开通任一权限即可：${url}`,
    error: {
      permission_violations: scopes.map((subject) => ({ type: "action_scope_required", subject })),
      helps: [{ url, description: `Learn more about scopes and how to add them: [${list}]` }],
    },
  });
}

/** The app has it, but this user's token was signed without it. */
function notGranted(scopes: readonly string[]): Refusal {
  const list = scopes.join(", ");
  return new Refusal(99991679, {
    message: `Unauthorized. You do not have permission to perform the requested operation on the resource. Please request user re-authorization and try again. required one of these privileges under the user identity: [${list}].应用未获取所需的用户授权：[${list}]`,
    error: {
      permission_violations: scopes.map((subject) => ({ type: "action_privilege_required", subject })),
    },
  });
}
