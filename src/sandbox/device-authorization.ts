/** oauth/v1: signing in on a machine without a browser. */
import { decide, page } from "./browser.ts";
import { askedScopes, checkClient, formParameters } from "./client-request.ts";
import { oauthReply } from "./oauth-reply.ts";
import type { Reply } from "./reply.ts";
import type { SignInCall } from "./sign-in-call.ts";

/** @throws OAuthRefusal */
export function authorizeDevice(call: SignInCall): Reply {
  const parameters = formParameters(call);
  checkClient(call, parameters);
  const scopes = askedScopes(call.app, parameters.get("scope") ?? "");
  const device = call.devices.start(scopes, call.now);
  const link = `${call.url}${VERIFY_PATH}`;
  return oauthReply({
    device_code: device.deviceCode,
    user_code: device.userCode,
    verification_uri: link,
    verification_uri_complete: `${link}?user_code=${device.userCode}`,
    expires_in: Math.floor(device.endsAt - call.now),
    interval: device.intervalSeconds,
  });
}

export const VERIFY_PATH = "/oauth/v1/device/verify";

type AtScreen = Pick<SignInCall, "browser" | "users" | "devices" | "now">;

/** The person at the browser decides about a screen. @returns false if there is none of that code. */
export function verifyDevice({ browser, users, devices, now }: AtScreen, userCode?: string): boolean {
  const device = devices.find(userCode, now);
  if (device === undefined) return false;
  device.decision = decide(browser, users, device.scopes);
  return true;
}

/** The page behind the link, opened by a browser. */
export function verificationPage(call: SignInCall): Reply {
  const userCode = call.query.get("user_code") ?? "";
  const found = verifyDevice(call, userCode);
  return {
    status: found ? 200 : 400,
    body: page("设备授权", found ? userCode : "验证码无效或已过期"),
    contentType: "text/html; charset=utf-8",
  };
}
