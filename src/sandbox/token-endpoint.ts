/** oauth/v3/token and authen/v2/oauth/token: a code, a refresh token or an approved screen becomes tokens. */
import { createHash } from "node:crypto";
import {
  type Body,
  checkClient,
  formParameters,
  jsonParameters,
  type Parameters,
  required,
} from "./client-request.ts";
import { OAuthRefusal, oauthReply } from "./oauth-reply.ts";
import type { Reply } from "./reply.ts";
import type { SignInCall, TokenVersion } from "./sign-in-call.ts";
import { type Authorization, type IssuedTokens, tokenBody } from "./sign-ins.ts";
import type { User } from "./users.ts";

export const DEVICE_GRANT = "urn:ietf:params:oauth:grant-type:device_code";

/** @throws OAuthRefusal */
export function issueTokens(call: SignInCall, version: TokenVersion): Reply {
  if (!call.tokenVersions.includes(version))
    return { status: 404, body: "404 page not found", contentType: "text/plain" };
  const parameters = parametersOf(call);
  const type = required(parameters, "grant_type");
  checkClient(call, parameters);
  return oauthReply(tokenBody(granted(call, parameters, type, version)));
}

/** The kind of grant that a body asks for, for the record; undefined for what cannot be read. */
export function grantTypeOf(call: Body): string | undefined {
  try {
    return parametersOf(call).get("grant_type");
  } catch (error) {
    if (error instanceof OAuthRefusal) return undefined;
    throw error;
  }
}

/** Of the three grants, only that of a screen is also known to be asked for by a form. */
function parametersOf(call: Body): Parameters {
  if (!call.contentType.startsWith("application/x-www-form-urlencoded")) return jsonParameters(call);
  const form = formParameters(call);
  if (form.get("grant_type") !== DEVICE_GRANT) throw new OAuthRefusal(20063);
  return form;
}

function granted(
  call: SignInCall,
  parameters: Parameters,
  type: string,
  version: TokenVersion,
): IssuedTokens {
  const { signIns, now } = call;
  if (type === "authorization_code") {
    const authorization = signIns.spendCode(required(parameters, "code"), now);
    checkRedirect(call, authorization, parameters.get("redirect_uri"));
    checkChallenge(authorization, parameters.get("code_verifier"), version);
    checkUser(authorization.user);
    return signIns.issue(authorization, now);
  }
  if (type === "refresh_token") {
    const token = required(parameters, "refresh_token");
    if (!call.app.refreshEnabled) throw new OAuthRefusal(20074);
    checkUser(signIns.holder(token, now).user);
    return signIns.refresh(token, now);
  }
  if (type !== DEVICE_GRANT) throw new OAuthRefusal(20036);
  const grant = call.devices.poll(required(parameters, "device_code"), now);
  checkUser(grant.user);
  return signIns.issue(grant, now);
}

function checkRedirect({ app }: SignInCall, { redirect }: Authorization, given: string | undefined): void {
  if (given !== redirect || !app.redirects.includes(redirect)) throw new OAuthRefusal(20071);
}

/** RFC 7636; v3 alone also refuses a verifier that no challenge was given for. */
function checkChallenge(
  { challenge }: Authorization,
  verifier: string | undefined,
  version: TokenVersion,
): void {
  if (challenge === undefined) {
    if (verifier !== undefined && version === "v3") throw new OAuthRefusal(20049);
    return;
  }
  if (verifier === undefined || !/^[\w.~-]{43,128}$/.test(verifier)) throw new OAuthRefusal(20049);
  const text =
    challenge.method === "plain" ? verifier : createHash("sha256").update(verifier).digest("base64url");
  if (text !== challenge.text) throw new OAuthRefusal(20049);
}

function checkUser(user: User): void {
  if (!user.mayUseApp) throw new OAuthRefusal(20010);
}
