/** authen/v1/authorize: the page on which a person lets the app act for them. */
import { decide, page } from "./browser.ts";
import { askedScopes } from "./client-request.ts";
import { OAuthRefusal } from "./oauth-reply.ts";
import type { Reply } from "./reply.ts";
import type { SignInCall } from "./sign-in-call.ts";
import type { Authorization } from "./sign-ins.ts";

/** What is wrong with the link stands on the page: only a decision leads back to the app. */
export function authorize(call: SignInCall): Reply {
  try {
    return decided(call);
  } catch (error) {
    if (!(error instanceof OAuthRefusal)) throw error;
    return html(400, "授权失败", `错误码：${error.reason} ${error.message}`);
  }
}

function decided(call: SignInCall): Reply {
  const { app, query } = call;
  if (query.get("client_id") !== app.id) throw new OAuthRefusal(20048);
  if (query.get("response_type") !== "code") throw new OAuthRefusal(20001);
  const redirect = query.get("redirect_uri") ?? "";
  if (!app.redirects.includes(redirect)) throw new OAuthRefusal(20029);
  const challenge = challengeOf(query);
  const asked = askedScopes(app, query.get("scope") ?? "");
  const decision = decide(call.browser, call.users, asked);
  if (decision === "leave") return html(200, "授权登录", asked.join("、"));
  const target = new URL(redirect);
  if (decision === "deny") target.searchParams.set("error", "access_denied");
  else {
    const { user, scopes } = decision;
    const code = call.signIns.writeCode({
      user,
      scopes,
      redirect,
      signedInAt: call.now,
      ...(challenge === undefined ? {} : { challenge }),
    });
    target.searchParams.set("code", code);
  }
  const state = query.get("state");
  if (state !== null) target.searchParams.set("state", state);
  return { status: 302, body: "", contentType: "text/plain", headers: { location: target.href } };
}

function challengeOf(query: URLSearchParams): Authorization["challenge"] {
  const text = query.get("code_challenge");
  if (text === null || text === "") return undefined;
  const method = query.get("code_challenge_method") ?? "plain";
  if (method !== "S256" && method !== "plain") throw new OAuthRefusal(20063);
  return { text, method };
}

function html(status: number, title: string, text: string): Reply {
  return { status, body: page(title, text), contentType: "text/html; charset=utf-8" };
}
