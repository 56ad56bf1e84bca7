import { describe, expect, test } from "vitest";
import { Problem, type ProblemDetails, type ProblemKind } from "../../src/domain/problem.ts";
import { type ProbedOperation, SETUP_OPERATIONS, type SetupOperation } from "../../src/domain/setup.ts";
import { CAUSES, type Cause, causeOf } from "../../src/domain/setup-cause.ts";

type Identity = "tenant" | "user" | undefined;

function problem(details: ProblemDetails, kind: ProblemKind = "access"): Problem {
  return new Problem(kind, "It was refused.", "Do something.", details);
}

interface Beside {
  readonly signedIn?: boolean;
  readonly proxied?: boolean;
  readonly tenantOnly?: boolean;
  readonly others?: readonly ProbedOperation[];
  readonly kind?: ProblemKind;
}

function judged(
  operation: SetupOperation,
  identity: Identity,
  details: ProblemDetails,
  beside: Beside = {},
): Cause | undefined {
  const probed = { operation, identity, problem: problem(details, beside.kind) };
  const probe = {
    operations: [probed, ...(beside.others ?? [])],
    requestsSoFar: 1,
    ...(beside.signedIn && { signedIn: { name: "Li Na" } }),
  };
  const { proxied = false, tenantOnly = false } = beside;
  return causeOf(probed, probe, { proxied, tenantOnly });
}

const PLAIN = { proxied: false, tenantOnly: false };
const READY_REPORT: ProbedOperation = { operation: "daily_report", identity: "tenant" };

type Row = readonly [SetupOperation, Identity, number, Cause, Beside?];
const ROWS: readonly Row[] = [
  ["daily_report", "tenant", 10003, "unknown_app"],
  ["daily_report", "tenant", 10014, "app_refused"],
  ["daily_report", "tenant", 10015, "wrong_secret"],
  ["daily_report", "tenant", 99991672, "app_scope"],
  ["daily_report", "tenant", 121005, "app_scope"],
  ["top_users", "tenant", 121005, "app_scope"],
  ["exports", "tenant", 99991672, "app_scope"],
  ["meetings", "user", 99991672, "app_scope", { signedIn: true }],
  ["meetings", "user", 99991679, "user_scope", { signedIn: true }],
  ["exports", "user", 99991679, "user_scope"],
  ["meetings", "user", 121005, "user_role", { signedIn: true }],
  ["participants", "tenant", 121005, "creator_role"],
  ["exports", "tenant", 121005, "creator_role"],
  ["exports", "user", 121005, "user_role"],
  ["user_stats", "tenant", 1051002, "no_authority"],
  ["user_stats", "tenant", 121005, "no_authority"],
  ["user_stats", "tenant", 1051003, "outside_range"],
  ["user_stats", "tenant", 121002, "store_app"],
  ["user_stats", "tenant", 99991668, "store_app", { others: [READY_REPORT] }],
  ["user_stats", "tenant", 99991668, "tenant_token"],
  ["meetings", "tenant", 99991401, "ip_list"],
  ["daily_report", "tenant", 99991662, "app_disabled"],
  ["daily_report", "tenant", 99991673, "not_installed"],
  ["meetings", "user", 20009, "not_installed"],
  ["meetings", "user", 20010, "user_not_allowed"],
  ["meetings", "user", 20071, "redirect_address"],
  ["meetings", "tenant", 99991668, "sign_in"],
  ["participants", "tenant", 99991672, "sign_in"],
  ["meetings", "tenant", 99991663, "sign_in", { others: [READY_REPORT] }],
  ["meetings", "tenant", 99991663, "tenant_token"],
  ["meetings", "tenant", 99991672, "identity_forced", { tenantOnly: true }],
  ["meetings", "user", 20026, "sign_in_ended"],
  ["meetings", "user", 20037, "sign_in_ended"],
  ["meetings", "user", 20064, "sign_in_ended"],
  ["meetings", "user", 20073, "sign_in_ended"],
  ["meetings", "user", 20074, "refresh_off"],
  ["meetings", "user", 99991677, "sign_in_ended", { signedIn: true }],
  ["meetings", "user", 99991677, "user_token"],
  ["participants", "user", 99991668, "user_token"],
  ["daily_report", "tenant", 99991663, "tenant_token"],
  ["daily_report", "tenant", 99991400, "rate_limited"],
  ["daily_report", "tenant", 99991403, "quota"],
  ["daily_report", "tenant", 99991201, "wrong_address"],
  ["daily_report", "tenant", 121001, "other"],
  ["daily_report", "tenant", 424242, "other"],
];

const NAMED = ROWS.map(([operation, identity, code, cause, beside]) => {
  return { operation, identity, code, cause, beside };
});

test.each(NAMED)(
  "$operation as $identity meets $code: $cause",
  ({ operation, identity, code, cause, beside }) => {
    expect(judged(operation, identity, { feishuCode: code }, beside)).toBe(cause);
  },
);

test.each([
  ["meetings", 121004],
  ["participants", 121004],
  ["participants", 126009],
  ["exports", 121004],
  ["exports", 121003],
] as const)("%s is ready: %i comes only after Feishu has let the question in", (operation, feishuCode) => {
  expect(judged(operation, "user", { feishuCode }, { kind: "missing" })).toBeUndefined();
});

describe("without a code of Feishu's", () => {
  test.each([
    ["ENOTFOUND", false, "unreachable"],
    ["ECONNREFUSED", true, "proxy"],
    ["UND_ERR_ABORTED", true, "proxy"],
    ["CERT_HAS_EXPIRED", false, "certificate"],
    ["UNABLE_TO_VERIFY_LEAF_SIGNATURE", true, "certificate"],
    ["DEPTH_ZERO_SELF_SIGNED_CERT", false, "certificate"],
    ["ERR_TLS_CERT_ALTNAME_INVALID", false, "certificate"],
    ["ERR_SSL_WRONG_VERSION_NUMBER", false, "certificate"],
  ] as const)("%s, proxied %s: %s", (network, proxied, cause) => {
    expect(judged("meetings", "tenant", { network }, { proxied, kind: "upstream" })).toBe(cause);
  });

  test("nobody to ask as, or nobody any more", () => {
    expect(judged("daily_report", undefined, {})).toBe("no_app_token");
    expect(judged("meetings", undefined, { needsSignIn: true })).toBe("sign_in");
    expect(judged("meetings", "user", { needsSignIn: true }, { signedIn: true })).toBe("sign_in_ended");
  });

  test("a pause of our own, and whatever else", () => {
    expect(judged("meetings", "tenant", { retryAfterSeconds: 9 }, { kind: "busy" })).toBe("rate_limited");
    expect(judged("meetings", "tenant", {}, { kind: "upstream" })).toBe("other");
  });
});

test("an answer is enough, except that each person should have a row", () => {
  const probe = (one: ProbedOperation) => ({ operations: [one], requestsSoFar: 1 });
  for (const operation of SETUP_OPERATIONS) {
    const one: ProbedOperation = { operation, identity: "tenant" };
    expect(causeOf(one, probe(one), PLAIN)).toBeUndefined();
  }
  const empty: ProbedOperation = { operation: "user_stats", identity: "tenant", isEmpty: true };
  expect(causeOf(empty, probe(empty), PLAIN)).toBe("empty_range");
});

test("every cause has a row above", () => {
  const shown = new Set<Cause>(ROWS.map(([, , , cause]) => cause));
  const elsewhere = ["unreachable", "proxy", "certificate", "no_app_token", "empty_range"] as const;
  expect(new Set([...shown, ...elsewhere])).toEqual(new Set(CAUSES));
});
