/** From a request to what Feishu would reply: nothing here knows of troubles or connections. */
import type { Call } from "./call.ts";
import type { Found } from "./find-route.ts";
import { parseJson } from "./json.ts";
import { OAuthRefusal, oauthFailure } from "./oauth-reply.ts";
import { closeFields } from "./permissions.ts";
import { Refusal, type Reply, refused } from "./reply.ts";
import type { State } from "./state.ts";

export interface Arrived {
  readonly found: Found | undefined;
  /** Unix seconds, with their fraction. */
  readonly now: number;
  /** Where the sandbox is. */
  readonly url: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly authorization: string | undefined;
  readonly contentType: string;
  readonly bodyText: string;
  readonly logId: string;
}

export function respondTo(state: State, arrived: Arrived): Reply {
  try {
    const { found } = arrived;
    if (found === undefined) throw new Refusal(99991201);
    if (found.kind === "sign_in") return found.route.answer({ ...state, ...arrived });
    return operate(state, arrived, found);
  } catch (error) {
    if (error instanceof Refusal) return refused(error, arrived.logId);
    if (error instanceof OAuthRefusal) return oauthFailure(error.reason);
    throw error;
  }
}

function operate(
  state: State,
  arrived: Arrived,
  { route, operation, id }: Extract<Found, { kind: "operation" }>,
): Reply {
  const { now, query } = arrived;
  const asker = state.access.admit(arrived.authorization, route, now);
  if (route.limited) state.limits.pass(operation, now);
  const call: Call = {
    operation,
    id,
    query,
    asker,
    app: state.app,
    tenant: state.tenant,
    settings: state.settings,
    paging: state.paging,
    exports: state.exports,
    now: Math.floor(now),
    body: parseJson(arrived.bodyText),
  };
  return closeFields(state.app, asker, route.permission, query, route.answer(call));
}
