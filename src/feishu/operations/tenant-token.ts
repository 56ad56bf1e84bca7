import { z } from "zod";
import type { Operation } from "./operation.ts";
import { wholeNumber } from "./reply-fields.ts";

/** The app's own token for its organisation. */
export const tenantToken: Operation<{ tenant_access_token: string; expire: number }> = {
  name: "auth/tenant_access_token",
  gives: "the app's access token",
  method: "POST",
  path: "/open-apis/auth/v3/tenant_access_token/internal",
  identity: "none",
  scope: "",
  repeatable: true,
  replyIn: "body",
  reply: z.object({
    // Printable and without spaces, because it goes into a header.
    tenant_access_token: z.string().regex(/^[\x21-\x7e]{1,8192}$/),
    expire: wholeNumber,
  }),
};
