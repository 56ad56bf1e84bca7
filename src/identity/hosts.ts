/** Where signing in happens. */

export interface Hosts {
  /** Origins. */
  readonly open: string;
  readonly accounts: string;
  /** Token endpoints, the one to try first in front. */
  readonly tokenEndpoints: readonly [string, string];
}

const ACCOUNTS: Readonly<Record<string, string>> = {
  "https://open.feishu.cn": "https://accounts.feishu.cn",
  "https://open.larksuite.com": "https://accounts.larksuite.com",
};
const LARK = "https://open.larksuite.com";

/** @param baseUrl an origin; one that is neither Feishu's nor Lark's signs in at itself. */
export function hostsOf(baseUrl: string): Hosts {
  const accounts = ACCOUNTS[baseUrl] ?? baseUrl;
  const third = `${accounts}/oauth/v3/token`;
  const second = `${baseUrl}/open-apis/authen/v2/oauth/token`;
  // Lark documents the second version only, Feishu calls it deprecated.
  const tokenEndpoints = baseUrl === LARK ? ([second, third] as const) : ([third, second] as const);
  return { open: baseUrl, accounts, tokenEndpoints };
}
