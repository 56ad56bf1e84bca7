/** Who has signed in, and to which tenant the app belongs. */
import { Problem } from "../domain/problem.ts";
import { NAME_CHARACTERS, plainText } from "../domain/text.ts";
import type { Exchange, HttpRequest } from "../domain/user-tokens.ts";
import { codeOf, objectIn } from "./oauth-reply.ts";
import { refusedProblem } from "./refusals.ts";

export interface Person {
  readonly openId: string;
  readonly name: string;
  readonly tenantKey: string;
}

export interface Tenant {
  readonly key: string;
  readonly name?: string;
}

interface Asked {
  /** An origin. */
  readonly open: string;
  readonly exchange: Exchange;
}

const JSON_TYPE = "application/json; charset=utf-8";
/** The app lacks the scope for it, or this Feishu has no such operation. */
const NOT_TOLD: ReadonlySet<number> = new Set([99991672, 99991679, 99991201]);

/** @throws Problem, or the signal's reason. */
export async function personOf(
  { open, exchange }: Asked,
  token: string,
  signal: AbortSignal,
): Promise<Person> {
  const url = `${open}/open-apis/authen/v1/user_info`;
  const got = await ask(exchange, { method: "GET", url, headers: bearer(token) }, signal);
  if (got.code !== 0) throw refusedProblem({ code: got.code, error: "" });
  const data = objectAt(got.body, "data") ?? {};
  const openId = textAt(data, "open_id");
  const tenantKey = textAt(data, "tenant_key");
  if (openId === undefined || tenantKey === undefined) throw unusable("who has signed in");
  const name = plainText(textAt(data, "name") ?? textAt(data, "en_name") ?? "", NAME_CHARACTERS);
  return { openId, tenantKey, name: name === "" ? openId : name };
}

/** @returns undefined where Feishu does not tell the app. @throws Problem, or the signal's reason. */
export async function tenantOf(
  { open, exchange }: Asked,
  app: { readonly id: string; readonly secret: string },
  signal: AbortSignal,
): Promise<Tenant | undefined> {
  const given = await ask(
    exchange,
    {
      method: "POST",
      url: `${open}/open-apis/auth/v3/tenant_access_token/internal`,
      headers: { accept: "application/json", "content-type": JSON_TYPE },
      body: JSON.stringify({ app_id: app.id, app_secret: app.secret }),
    },
    signal,
  );
  if (given.code !== 0) throw refusedProblem({ code: given.code, error: "" });
  const token = textAt(given.body, "tenant_access_token");
  if (token === undefined) throw unusable("the app's access token");
  const url = `${open}/open-apis/tenant/v2/tenant/query`;
  const got = await ask(exchange, { method: "GET", url, headers: bearer(token) }, signal);
  if (NOT_TOLD.has(got.code) || got.status === 404) return undefined;
  if (got.code !== 0) throw refusedProblem({ code: got.code, error: "" });
  const tenant = objectAt(objectAt(got.body, "data") ?? {}, "tenant") ?? {};
  const key = textAt(tenant, "tenant_key");
  if (key === undefined) throw unusable("the app's organisation");
  const name = plainText(textAt(tenant, "name") ?? "", NAME_CHARACTERS);
  return { key, ...(name !== "" && { name }) };
}

async function ask(exchange: Exchange, request: HttpRequest, signal: AbortSignal) {
  const reply = await exchange(request, signal);
  if (reply.status === undefined) throw reply.problem;
  const body = objectIn(reply.text);
  if (body === undefined && reply.status !== 404) throw unusable(`its address (HTTP ${reply.status})`);
  return { status: reply.status, body: body ?? {}, code: codeOf(body ?? {}) };
}

function bearer(token: string) {
  return { accept: "application/json", authorization: `Bearer ${token}` };
}

function objectAt(value: object, key: string): object | undefined {
  const found: unknown = Object.entries(value).find(([name]) => name === key)?.[1];
  return typeof found === "object" && found !== null ? found : undefined;
}

function textAt(value: object, key: string): string | undefined {
  const found: unknown = Object.entries(value).find(([name]) => name === key)?.[1];
  return typeof found === "string" && /^[^\p{Cc}]{1,4096}$/u.test(found) ? found : undefined;
}

function unusable(what: string): Problem {
  return new Problem(
    "upstream",
    `Feishu's reply about ${what} cannot be used.`,
    "Check FEISHU_DOMAIN, then try again in a minute.",
  );
}
