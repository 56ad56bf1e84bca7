/** Signs in to a sandbox as a client with a scripted browser would. */
import { createHash } from "node:crypto";
import type { Sandbox, SandboxOptions } from "../../src/sandbox/sandbox.ts";
import { type Asker, ask, type Fields, fields } from "./asker.ts";

export const REDIRECT = "http://localhost:17653/callback";
export const VERIFIER = "a-verifier-of-at-least-forty-three-characters_~.1";
export const LISTS = "vc:rooms.room.detailinfo:read";
export const V2 = "/open-apis/authen/v2/oauth/token";
export const V3 = "/oauth/v3/token";
const DEVICE_GRANT = "urn:ietf:params:oauth:grant-type:device_code";

export interface Reply {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  readonly body: Fields;
}
type Changes = Readonly<Record<string, string | undefined>>;

export interface SignInAsker extends Asker {
  /** Opens the authorize page. */
  open(changes?: Changes): Promise<Reply>;
  /** The code that the page leads back with. */
  code(changes?: Changes): Promise<string>;
  /** The token endpoint, with the app's own credentials unless changed. */
  tokens(parameters: Changes, path?: string, headers?: Record<string, string>): Promise<Reply>;
  /** A code for tokens. */
  exchange(code: string, changes?: Changes, path?: string): Promise<Reply>;
  refresh(token: unknown, path?: string): Promise<Reply>;
  startDevice(changes?: Changes, headers?: Record<string, string>): Promise<Reply>;
  poll(deviceCode: unknown, path?: string): Promise<Reply>;
  raw(path: string, init?: RequestInit): Promise<Reply>;
}

export function basic({ appId, appSecret }: Pick<Sandbox, "appId" | "appSecret">): string {
  return `Basic ${Buffer.from(`${appId}:${appSecret}`).toString("base64")}`;
}

export function bearer(token: unknown): Record<string, string> {
  return { authorization: `Bearer ${String(token)}` };
}

export function challengeOf(verifier: string): string {
  return createHash("sha256").update(verifier).digest("base64url");
}

export async function askToSignIn(options: Partial<SandboxOptions> = {}): Promise<SignInAsker> {
  const asker = await ask(options);
  const { sandbox } = asker;
  const raw: SignInAsker["raw"] = async (path, init) => {
    const response = await fetch(sandbox.url + path, { redirect: "manual", ...init });
    const text = await response.text();
    const body = text.startsWith("{") ? fields(JSON.parse(text)) : {};
    return { status: response.status, headers: response.headers, text, body };
  };
  const open: SignInAsker["open"] = (changes = {}) => {
    const query = form({
      client_id: sandbox.appId,
      response_type: "code",
      redirect_uri: REDIRECT,
      scope: `${LISTS} offline_access`,
      state: "a state",
      code_challenge: challengeOf(VERIFIER),
      code_challenge_method: "S256",
      ...changes,
    });
    return raw(`/open-apis/authen/v1/authorize?${query.toString()}`);
  };
  const tokens: SignInAsker["tokens"] = (parameters, path = V3, headers = {}) =>
    raw(path, {
      method: "POST",
      headers: { "content-type": "application/json; charset=utf-8", ...headers },
      body: JSON.stringify({ client_id: sandbox.appId, client_secret: sandbox.appSecret, ...parameters }),
    });
  return {
    ...asker,
    raw,
    open,
    tokens,
    async code(changes) {
      const location = (await open(changes)).headers.get("location") ?? "";
      return new URL(location).searchParams.get("code") ?? "";
    },
    exchange: (code, changes = {}, path = V3) =>
      tokens(
        {
          grant_type: "authorization_code",
          code,
          redirect_uri: REDIRECT,
          code_verifier: VERIFIER,
          ...changes,
        },
        path,
      ),
    refresh: (token, path = V3) =>
      tokens({ grant_type: "refresh_token", refresh_token: String(token) }, path),
    startDevice: (changes = {}, headers = {}) =>
      raw("/oauth/v1/device_authorization", {
        method: "POST",
        headers: { authorization: basic(sandbox), ...headers },
        body: form({ client_id: sandbox.appId, scope: `${LISTS} offline_access`, ...changes }),
      }),
    poll: (deviceCode, path = V3) =>
      tokens({ grant_type: DEVICE_GRANT, device_code: String(deviceCode) }, path),
  };
}

export function form(parameters: Changes): URLSearchParams {
  const written = new URLSearchParams();
  for (const [name, value] of Object.entries(parameters)) if (value !== undefined) written.set(name, value);
  return written;
}
