/** Tokens as text, with the app and the Feishu that they belong to. */
import type { UserTokens } from "../domain/user-tokens.ts";
import { jsonIn } from "./own-file.ts";

export interface Owner {
  readonly appId: string;
  /** An origin. */
  readonly baseUrl: string;
}

const VERSION = 1;

export function tokensText({ appId, baseUrl }: Owner, tokens: UserTokens): string {
  return `${JSON.stringify({ version: VERSION, appId, baseUrl, ...tokens }, null, 1)}\n`;
}

/** Undefined for whatever was not written by `tokensText`. */
export function tokensIn(text: string): { readonly owner: Owner; readonly tokens: UserTokens } | undefined {
  const value = objectIn(text);
  if (value === undefined || value.get("version") !== VERSION) return undefined;
  const string = (name: string) => {
    const found = value.get(name);
    return typeof found === "string" && found !== "" ? found : undefined;
  };
  const seconds = (name: string) => {
    const found = value.get(name);
    return typeof found === "number" && Number.isSafeInteger(found) ? found : undefined;
  };
  const appId = string("appId");
  const baseUrl = string("baseUrl");
  const accessToken = string("accessToken");
  const accessGivenAt = seconds("accessGivenAt");
  const accessEndsAt = seconds("accessEndsAt");
  const openId = string("openId");
  const name = string("name");
  const tenantKey = string("tenantKey");
  const signedInAt = seconds("signedInAt");
  if (appId === undefined || baseUrl === undefined || accessToken === undefined) return undefined;
  if (accessGivenAt === undefined || accessEndsAt === undefined || signedInAt === undefined) return undefined;
  if (openId === undefined || name === undefined || tenantKey === undefined) return undefined;
  // A token goes into a header.
  if (!isHeaderText(accessToken)) return undefined;
  const refreshToken = string("refreshToken");
  const refreshEndsAt = seconds("refreshEndsAt");
  const tenantName = string("tenantName");
  const scopes: unknown = value.get("scopes");
  return {
    owner: { appId, baseUrl },
    tokens: {
      ...{ accessToken, accessGivenAt, accessEndsAt, openId, name, tenantKey, signedInAt },
      ...(refreshToken !== undefined && isHeaderText(refreshToken) && { refreshToken }),
      ...(refreshEndsAt !== undefined && { refreshEndsAt }),
      ...(tenantName !== undefined && { tenantName }),
      scopes: Array.isArray(scopes) ? scopes.filter((scope) => typeof scope === "string") : [],
    },
  };
}

function isHeaderText(text: string): boolean {
  return /^[\x21-\x7e]+$/.test(text);
}

function objectIn(text: string): ReadonlyMap<string, unknown> | undefined {
  const value = jsonIn(text);
  return typeof value === "object" && value !== null ? new Map(Object.entries(value)) : undefined;
}
