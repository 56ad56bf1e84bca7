/** Whose token an operation is asked with: the only place where that is decided. */
import { Problem } from "../domain/problem.ts";
import type { Operation } from "./operations/operation.ts";

export type Identity = "tenant" | "user";

/**
 * The user's where the documents recommend it and one is there, else the app's own.
 * @throws Problem `access` if there is no token that fits.
 */
export function identityFor(
  operation: Operation<unknown>,
  has: Readonly<Record<Identity, boolean>>,
): Identity {
  if (operation.identity === "user_or_tenant" && has.user) return "user";
  if (has.tenant) return "tenant";
  throw new Problem(
    "access",
    `There is no access token of the app's own, which ${operation.gives} needs.`,
    "Set FEISHU_APP_ID and FEISHU_APP_SECRET, or FEISHU_TENANT_ACCESS_TOKEN; --sandbox needs nothing.",
  );
}
