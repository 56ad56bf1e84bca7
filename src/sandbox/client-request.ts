/** A request to one of the sign-in's endpoints: its parameters, and which app it comes from. */
import { type App, scopesOf } from "./app.ts";
import { isObject, parseJson } from "./json.ts";
import { OAuthRefusal } from "./oauth-reply.ts";
import type { SignInCall } from "./sign-in-call.ts";

export type Body = Pick<SignInCall, "contentType" | "bodyText">;
export type Parameters = ReadonlyMap<string, string>;

/** @throws OAuthRefusal 20063 for anything but a JSON object of texts. */
export function jsonParameters({ contentType, bodyText }: Body): Parameters {
  if (!contentType.startsWith("application/json")) throw new OAuthRefusal(20063);
  const body = parseJson(bodyText);
  if (!isObject(body)) throw new OAuthRefusal(20063);
  const parameters = new Map<string, string>();
  for (const [name, value] of Object.entries(body)) {
    if (typeof value !== "string") throw new OAuthRefusal(20063);
    parameters.set(name, value);
  }
  return parameters;
}

/** @throws OAuthRefusal 20063 for anything but a form. */
export function formParameters({ contentType, bodyText }: Body): Parameters {
  if (!contentType.startsWith("application/x-www-form-urlencoded")) throw new OAuthRefusal(20063);
  return new Map(new URLSearchParams(bodyText));
}

/** @throws OAuthRefusal 20001 */
export function required(parameters: Parameters, name: string): string {
  const value = parameters.get(name);
  if (value === undefined || value === "") throw new OAuthRefusal(20001);
  return value;
}

/**
 * The secret comes in the body or by HTTP Basic, as `app_id:app_secret` to the letter.
 * @throws OAuthRefusal 20001, 20002, 20009, 20048, 20063 or 20070
 */
export function checkClient({ app, authorization = "" }: SignInCall, parameters: Parameters): void {
  const [, encoded] = /^Basic ([\w+/=-]+)$/.exec(authorization) ?? [];
  const inBody = parameters.has("client_secret");
  if (encoded !== undefined && inBody) throw new OAuthRefusal(20070);
  if (encoded === undefined) {
    checkApp(app, required(parameters, "client_id"), required(parameters, "client_secret"));
    return;
  }
  const text = Buffer.from(encoded, "base64").toString();
  const colon = text.indexOf(":");
  const id = text.slice(0, Math.max(0, colon));
  if ((parameters.get("client_id") ?? id) !== id) throw new OAuthRefusal(20063);
  checkApp(app, id, text.slice(colon + 1));
}

function checkApp(app: App, id: string, secret: string): void {
  if (id !== app.id) throw new OAuthRefusal(20048);
  if (secret !== app.secret) throw new OAuthRefusal(20002);
  if (!app.released || !app.installed) throw new OAuthRefusal(20009);
}

/** @throws OAuthRefusal 20027 if the app itself does not have them all. */
export function askedScopes(app: App, text: string): readonly string[] {
  const asked = [...new Set(text.split(" ").filter((scope) => scope !== ""))];
  const granted = scopesOf(app);
  if (!asked.every((scope) => granted.has(scope))) throw new OAuthRefusal(20027);
  return asked;
}
