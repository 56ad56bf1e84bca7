/** authen/v1/user_info and tenant/v2/tenant/query: who signed in, and whose app it is. */
import type { Call } from "./call.ts";
import { Refusal, type Reply, success } from "./reply.ts";
import { organisationOf } from "./users.ts";

export function userInfo({ asker }: Call): Reply {
  const user = asker.grant?.user;
  if (user === undefined) throw new Refusal(99991668);
  return success({
    name: user.name,
    en_name: user.name,
    avatar_url: "",
    open_id: user.openId,
    union_id: user.unionId,
    user_id: user.userId,
    tenant_key: user.tenantKey,
  });
}

export function tenantQuery({ tenant }: Call): Reply {
  const { name, displayId, tenantKey } = organisationOf(tenant.seed);
  return success({
    tenant: { name, display_id: displayId, tenant_tag: 0, tenant_key: tenantKey, avatar: {} },
  });
}
