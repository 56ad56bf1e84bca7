/** Where tokens are asked for: nobody has to show one here. */
import { authorize } from "./authorize.ts";
import { authorizeDevice, VERIFY_PATH, verificationPage } from "./device-authorization.ts";
import { parseJson } from "./json.ts";
import type { Reply } from "./reply.ts";
import type { Operation } from "./routes.ts";
import type { SignInCall } from "./sign-in-call.ts";
import { issueTokens } from "./token-endpoint.ts";

export interface SignInRoute {
  readonly operation: Operation;
  readonly method: "GET" | "POST";
  readonly path: string;
  readonly answer: (call: SignInCall) => Reply;
}

export const SIGN_IN_ROUTES: readonly SignInRoute[] = [
  {
    operation: "tenant_token",
    method: "POST",
    path: "/open-apis/auth/v3/tenant_access_token/internal",
    answer: (call) => call.access.grant(parseJson(call.bodyText), call.now),
  },
  { operation: "authorize", method: "GET", path: "/open-apis/authen/v1/authorize", answer: authorize },
  {
    operation: "user_token",
    method: "POST",
    path: "/oauth/v3/token",
    answer: (call) => issueTokens(call, "v3"),
  },
  {
    operation: "user_token",
    method: "POST",
    path: "/open-apis/authen/v2/oauth/token",
    answer: (call) => issueTokens(call, "v2"),
  },
  {
    operation: "device_authorization",
    method: "POST",
    path: "/oauth/v1/device_authorization",
    answer: authorizeDevice,
  },
  { operation: "device_verification", method: "GET", path: VERIFY_PATH, answer: verificationPage },
];
