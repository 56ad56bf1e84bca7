/** Whose token an operation is asked with: the only place where that is decided. */
import { Problem } from "../domain/problem.ts";
import type { Identity, Operation } from "./operations/operation.ts";

/** What the operator chose for operations that take either: the user's where one is there, or always the one named. */
export type IdentityChoice = "auto" | "tenant" | "user";

export interface Present {
  readonly tenant: boolean;
  readonly user: boolean;
  readonly choice: IdentityChoice;
}

/**
 * The user's where the documents recommend it and one is there, else the app's own.
 * @throws Problem `access` if there is no token that fits.
 */
export function identityFor(
  operation: Pick<Operation<unknown>, "identity" | "gives">,
  present: Present,
): Identity {
  if (operation.identity === "user_or_tenant" && present.choice !== "tenant") {
    if (present.user) return "user";
    if (present.choice === "user") {
      throw new Problem(
        "access",
        `FEISHU_IDENTITY is user, and nobody is signed in, which ${operation.gives} needs then.`,
        "Sign in: feishu-meeting-mcp login; then ask again.",
        { needsSignIn: true },
      );
    }
  }
  if (present.tenant) return "tenant";
  throw new Problem(
    "access",
    `There is no access token of the app's own, which ${operation.gives} needs.`,
    "Set FEISHU_APP_ID and FEISHU_APP_SECRET, or FEISHU_TENANT_ACCESS_TOKEN; --sandbox needs nothing.",
  );
}

/** Whose names identities have. */
export interface Named {
  readonly appId: string | undefined;
  /** Of the user who signed in. */
  readonly openId: string | undefined;
}

/** How an identity is written down: an export can be fetched much later, and by another configuration. */
export function identityName(identity: Identity, { appId, openId }: Named): string {
  const user = identity === "user" ? openId : undefined;
  return [identity, appId, user].filter((part) => part !== undefined).join(" ");
}

/** @throws Problem `access` if the identity of that name is not there now. */
export function identityNamed(name: string, present: Present, named: Named): Identity {
  const found = (["tenant", "user"] as const).find(
    (identity) => present[identity] && identityName(identity, named) === name,
  );
  if (found !== undefined) return found;
  const isUser = name.startsWith("user");
  throw new Problem(
    "access",
    `This export was started by ${isUser ? "a user who is not signed in" : "the app itself, with credentials that are not set"} now, and only they may fetch it.`,
    isUser
      ? "Let that user sign in again (feishu-meeting-mcp login), or start the export again."
      : "Set the credentials with which it was started, or start the export again; a retry does not help.",
  );
}

/** Refusals of the app's token that a user's may not meet: no scope, no role, or no such tokens at all. */
const CURED_BY_A_USER: ReadonlySet<number> = new Set([99991672, 121005, 99991668]);
/** Refusals of a user's token that a new sign-in cures: the scope was not granted, or the token serves no more. */
const CURED_BY_SIGNING_IN: ReadonlySet<number> = new Set([
  99991679, 99991661, 99991663, 99991664, 99991668, 99991671, 99991677,
]);

/** The same refusal, with signing in as its cure where it is one. */
export function refusedTo(
  identity: Identity,
  operation: Pick<Operation<unknown>, "identity" | "gives" | "scope">,
  problem: Problem,
): Problem {
  const { feishuCode } = problem.details;
  if (feishuCode === undefined || operation.identity !== "user_or_tenant") return problem;
  const details = { ...problem.details, needsSignIn: true as const };
  if (identity === "tenant" && CURED_BY_A_USER.has(feishuCode)) {
    return new Problem(
      "access",
      `Feishu refuses ${operation.gives} to the app's own token; a signed-in user's may get it.`,
      `Sign in: feishu-meeting-mcp login; then ask again. The app needs ${operation.scope} as a user scope, and the user the admin console's meeting management right.`,
      details,
    );
  }
  if (identity === "user" && CURED_BY_SIGNING_IN.has(feishuCode)) {
    const what =
      feishuCode === 99991679
        ? `The signed-in user has not granted ${operation.scope}, which ${operation.gives} needs.`
        : "Feishu refuses the signed-in user's token.";
    return new Problem("access", what, "Sign in again: feishu-meeting-mcp login; then ask again.", details);
  }
  return problem;
}
