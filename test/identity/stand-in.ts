/** A Feishu to sign in at, over real HTTP on loopback: written from the documents, with troubles to script. */
import { createHash } from "node:crypto";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";

export const APP = { id: "cli_a_b", secret: "the-app's+secret/1" } as const;
export const TENANT = "tenant-1";

export interface Reply {
  readonly status?: number;
  readonly body: object | string;
  readonly contentType?: string;
  readonly location?: string;
  /** Answers when this is done. */
  readonly after?: Promise<unknown>;
}

export interface Arrived {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: IncomingMessage["headers"];
  readonly body: string;
  /** The body's fields, if it is JSON. */
  readonly fields: Readonly<Record<string, unknown>>;
}

/** What the stand-in does unless a test scripts otherwise. */
export interface Script {
  /** Undefined: as documented. */
  on: (request: Arrived) => Reply | undefined;
  userTenant: string;
  lifeSeconds: number;
}

export interface StandIn {
  readonly origin: string;
  readonly arrived: Arrived[];
  readonly script: Script;
  /** Requests for that path, such as `/oauth/v3/token`. */
  at(path: string): Arrived[];
  /** What a browser does at the link of a sign-in: signs in and goes where it is sent. @returns that address. */
  browse(link: string): string;
  close(): Promise<void>;
}

interface Issued {
  readonly challenge: string;
  readonly redirectUri: string;
  used: boolean;
}

export const V3 = "/oauth/v3/token";
export const V2 = "/open-apis/authen/v2/oauth/token";
export const DEVICE = "/oauth/v1/device_authorization";

export async function openStandIn(): Promise<StandIn> {
  const arrived: Arrived[] = [];
  const codes = new Map<string, Issued>();
  const refreshTokens = new Map([["r-first", { used: false }]]);
  const script: Script = { on: () => undefined, userTenant: TENANT, lifeSeconds: 7200 };
  let grants = 0;

  function grant(): Reply {
    grants += 1;
    refreshTokens.set(`r-${grants}`, { used: false });
    return {
      body: {
        code: 0,
        access_token: `u-${grants}`,
        expires_in: script.lifeSeconds,
        refresh_token: `r-${grants}`,
        refresh_token_expires_in: 604_800,
        scope: "vc:rooms.room.detailinfo:read vc:export offline_access",
        token_type: "Bearer",
      },
    };
  }

  function token({ fields }: Arrived): Reply {
    if (fields["client_id"] !== APP.id || fields["client_secret"] !== APP.secret)
      return refusal(20002, "invalid_client");
    if (fields["grant_type"] === "authorization_code") {
      const issued = codes.get(String(fields["code"]));
      if (issued === undefined) return refusal(20003);
      if (issued.used) return refusal(20065);
      issued.used = true;
      if (fields["redirect_uri"] !== issued.redirectUri) return refusal(20071);
      const proof = createHash("sha256").update(String(fields["code_verifier"])).digest("base64url");
      return proof === issued.challenge ? grant() : refusal(20049);
    }
    if (fields["grant_type"] === "refresh_token") {
      const held = refreshTokens.get(String(fields["refresh_token"]));
      if (held === undefined) return refusal(20026);
      if (held.used) return refusal(20073);
      held.used = true;
      return grant();
    }
    return fields["device_code"] === "device-1" ? grant() : refusal(20001, "invalid_request");
  }

  function authorize(query: URLSearchParams): string {
    if (query.get("client_id") !== APP.id) throw new Error("Another app");
    if (query.get("code_challenge_method") !== "S256") throw new Error("No PKCE");
    const redirectUri = query.get("redirect_uri") ?? "";
    const code = `code-${codes.size + 1}`;
    codes.set(code, { challenge: query.get("code_challenge") ?? "", redirectUri, used: false });
    const back = new URL(redirectUri);
    back.searchParams.set("code", code);
    back.searchParams.set("state", query.get("state") ?? "");
    return back.href;
  }

  function route(request: Arrived): Reply {
    if (request.path === V3 || request.path === V2) return token(request);
    if (request.path === DEVICE) {
      const device = { device_code: "device-1", user_code: "ABCD-EFGH", expires_in: 600, interval: 5 };
      return { body: { ...device, verification_uri: "https://accounts.feishu.cn/device" } };
    }
    if (request.path === "/open-apis/authen/v1/user_info") {
      if (!request.headers.authorization?.startsWith("Bearer u-"))
        return { status: 400, body: { code: 99991668 } };
      const data = { open_id: "ou_1", name: "王小明", tenant_key: script.userTenant };
      return { body: { code: 0, msg: "success", data } };
    }
    if (request.path === "/open-apis/auth/v3/tenant_access_token/internal") {
      const fits = request.fields["app_secret"] === APP.secret;
      return { body: fits ? { code: 0, tenant_access_token: "t-1", expire: 7200 } : { code: 10015 } };
    }
    if (request.path === "/open-apis/tenant/v2/tenant/query") {
      return { body: { code: 0, data: { tenant: { name: "Galaxy", tenant_key: TENANT } } } };
    }
    if (request.path === "/open-apis/authen/v1/authorize")
      return { status: 302, body: "", location: authorize(request.query) };
    if (request.path === "/open-apis/vc/v1/meeting_list") {
      // As on a new tenant: the app's own token may not list.
      if (request.headers.authorization?.startsWith("Bearer u-") !== true)
        return { status: 400, body: { code: 99991672 } };
      return { body: { code: 0, data: { meeting_list: [], has_more: false, page_token: "" } } };
    }
    return { status: 404, body: "404 page not found", contentType: "text/plain" };
  }

  const server = createServer((request, response) => {
    void bodyOf(request).then(async (body) => {
      const url = new URL(request.url ?? "/", "http://stand.in");
      const one: Arrived = {
        method: request.method ?? "",
        path: url.pathname,
        query: url.searchParams,
        headers: request.headers,
        body,
        fields: fieldsOf(body),
      };
      arrived.push(one);
      await answer(response, script.on(one) ?? route(one));
    });
  });
  await new Promise<void>((resolve) => {
    server.listen(0, "127.0.0.1", resolve);
  });
  const address = server.address();
  if (typeof address !== "object" || address === null) throw new Error("The stand-in has no port.");
  return {
    origin: `http://127.0.0.1:${address.port}`,
    arrived,
    script,
    at: (path) => arrived.filter((request) => request.path === path),
    browse: (link) => authorize(new URL(link).searchParams),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

export function refusal(code: number, error = "invalid_grant"): Reply {
  return { status: 400, body: { code, error, error_description: "a text of Feishu's <b>" } };
}

async function answer(
  response: ServerResponse,
  { status = 200, body, contentType, location, after }: Reply,
): Promise<void> {
  await after;
  const text = typeof body === "string" ? body : JSON.stringify(body);
  response.writeHead(status, {
    "content-type": contentType ?? "application/json; charset=utf-8",
    ...(location !== undefined && { location }),
  });
  response.end(text);
}

function fieldsOf(body: string): Readonly<Record<string, unknown>> {
  if (!body.startsWith("{")) return {};
  const value: unknown = JSON.parse(body);
  return typeof value === "object" && value !== null ? { ...value } : {};
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: string[] = [];
  request.setEncoding("utf8");
  for await (const chunk of request) chunks.push(String(chunk));
  return chunks.join("");
}
