/** What a refusal of the probe means: each row of the doctor's table has a name of its own. */
import type { ProbedOperation, SetupFacts, SetupOperation, SetupProbe } from "./setup.ts";

export const CAUSES = [
  "unknown_app",
  "app_refused",
  "wrong_secret",
  "no_app_token",
  "tenant_token",
  "user_token",
  "app_scope",
  "user_scope",
  "user_role",
  "creator_role",
  "no_authority",
  "outside_range",
  "empty_range",
  "ip_list",
  "app_disabled",
  "not_installed",
  "user_not_allowed",
  "redirect_address",
  "store_app",
  "sign_in",
  "identity_forced",
  "sign_in_ended",
  "refresh_off",
  "rate_limited",
  "quota",
  "unreachable",
  "certificate",
  "proxy",
  "wrong_address",
  "other",
] as const;
export type Cause = (typeof CAUSES)[number];

/** Codes that mean the same whatever was asked. */
const BY_CODE: Readonly<Record<number, Cause>> = {
  10003: "unknown_app",
  10014: "app_refused",
  10015: "wrong_secret",
  20009: "not_installed",
  20010: "user_not_allowed",
  20026: "sign_in_ended",
  20037: "sign_in_ended",
  20064: "sign_in_ended",
  20071: "redirect_address",
  20073: "sign_in_ended",
  20074: "refresh_off",
  1051002: "no_authority",
  1051003: "outside_range",
  99991201: "wrong_address",
  99991400: "rate_limited",
  99991401: "ip_list",
  99991403: "quota",
  99991662: "app_disabled",
  99991673: "not_installed",
  99991679: "user_scope",
};

/** Codes that come only after Feishu has let the question in. */
const LETS_IN: Readonly<Partial<Record<SetupOperation, readonly number[]>>> = {
  participants: [126003, 126009],
  exports: [121003],
};
const NO_DATA = 121004;
const NO_SCOPE = 99991672;
const NO_PERMISSION = 121005;
const NOT_SUPPORTED = 121002;
const TOKEN_REFUSED: readonly number[] = [
  99991661, 99991663, 99991664, 99991665, 99991668, 99991671, 99991677,
];
/** "This API takes no such token". */
const WRONG_KIND_OF_TOKEN = 99991668;
const LISTS: readonly SetupOperation[] = ["meetings", "participants"];
const REPORTS: readonly SetupOperation[] = ["daily_report", "top_users"];
/** How Node and OpenSSL name what is wrong with a certificate or its handshake. */
const OF_CERTIFICATES = /CERT|SIGNATURE|_SSL_|_TLS_|EPROTO/;

/** Undefined: the operation is ready. */
export function causeOf(
  probed: ProbedOperation,
  probe: SetupProbe,
  { proxied, tenantOnly }: Pick<SetupFacts, "proxied" | "tenantOnly">,
): Cause | undefined {
  const { operation, identity, problem } = probed;
  if (problem === undefined) return probed.isEmpty ? "empty_range" : undefined;
  const { feishuCode: code, network, needsSignIn } = problem.details;
  if (code === undefined) {
    if (network !== undefined) return wayCause(network, proxied);
    if (needsSignIn) return probe.signedIn === undefined ? "sign_in" : "sign_in_ended";
    return identity === undefined ? "no_app_token" : otherCause(problem.kind);
  }
  if (code === NO_DATA || LETS_IN[operation]?.includes(code)) return undefined;
  if (identity === "tenant" && LISTS.includes(operation) && wantsUser(code, probe)) {
    return tenantOnly ? "identity_forced" : "sign_in";
  }
  if (operation === "user_stats" && (code === NOT_SUPPORTED || isOnlyHere(code, probe))) return "store_app";
  if (code === NO_SCOPE) return "app_scope";
  if (code === NO_PERMISSION) return permissionCause(probed);
  if (TOKEN_REFUSED.includes(code)) {
    if (identity !== "user") return "tenant_token";
    return probe.signedIn === undefined ? "user_token" : "sign_in_ended";
  }
  return BY_CODE[code] ?? "other";
}

/** A token that serves elsewhere is no bad token: this list does not take the app's. */
function wantsUser(code: number, probe: SetupProbe): boolean {
  return code === NO_SCOPE || code === WRONG_KIND_OF_TOKEN || isOnlyHere(code, probe);
}

/** Whether the app's token is refused, but not by every operation. */
function isOnlyHere(code: number, probe: SetupProbe): boolean {
  if (!TOKEN_REFUSED.includes(code)) return false;
  return probe.operations.some(
    ({ identity, problem }) =>
      identity === "tenant" &&
      (problem === undefined || [NO_DATA, NO_SCOPE, NO_PERMISSION].includes(problem.details.feishuCode ?? 0)),
  );
}

function permissionCause({ operation, identity }: ProbedOperation): Cause {
  if (REPORTS.includes(operation)) return "app_scope";
  if (operation === "user_stats") return "no_authority";
  return identity === "user" ? "user_role" : "creator_role";
}

function wayCause(network: string, proxied: boolean): Cause {
  if (OF_CERTIFICATES.test(network)) return "certificate";
  return proxied ? "proxy" : "unreachable";
}

function otherCause(kind: string): Cause {
  return kind === "busy" ? "rate_limited" : "other";
}
