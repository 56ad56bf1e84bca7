/** Everything that can go wrong at Feishu's end, as data: which operation, which call, how often, what. */
import { type Access, isUserToken, tokenOf, tooFast } from "./access.ts";
import { type Call, pagedQuery } from "./call.ts";
import { isJsonObject, type Json, type JsonObject } from "./json.ts";
import { oauthFailure } from "./oauth-reply.ts";
import { failure, type Reply, refused } from "./reply.ts";
import { type Operation, speaksOAuth } from "./routes.ts";

export type Trouble = TroubleKind & {
  readonly operation: Operation;
  /** The n-th matching call from now on; 1, the next, unless given. */
  readonly onCall?: number;
  /** How many calls in a row; 1 unless given, `Infinity` for good. */
  readonly times?: number;
};

export type TroubleKind =
  | { readonly kind: "http_error"; readonly status: number; readonly code?: number }
  | {
      readonly kind: "error_code";
      readonly code: number;
      readonly status?: number;
      readonly inside200?: boolean;
    }
  | { readonly kind: "rate_limited"; readonly resetSeconds: number; readonly status?: 429 | 400 }
  /** The token that was shown really stops working. */
  | {
      readonly kind: "token_refused";
      readonly code?: 99991663 | 99991668 | 99991677;
      readonly status?: number;
    }
  | { readonly kind: "html" | "empty_body" | "cut" | "other_shape" | "hang" | "reset" }
  | { readonly kind: "slow"; readonly milliseconds: number }
  | { readonly kind: "redirect"; readonly location: string }
  /** A page without rows that says there is more, and leads on to the rows that belong there. */
  | { readonly kind: "empty_page" }
  /** From the second page on the token that was sent comes back. */
  | { readonly kind: "repeated_token" }
  /** Only the page at that place of its chain, the first being 0. */
  | { readonly kind: "page_fails"; readonly page: number; readonly code?: number; readonly status?: number }
  | { readonly kind: "totals_differ" | "duplicate_day" | "foreign_day" }
  | { readonly kind: "unit_seconds" }
  | { readonly kind: "export_fails"; readonly message?: string }
  | { readonly kind: "export_denied" }
  | { readonly kind: "export_status3_fail_msg"; readonly message?: string }
  | { readonly kind: "bad_row"; readonly field: string; readonly value: Json }
  | { readonly kind: "other_file"; readonly bytes: Uint8Array; readonly contentType?: string }
  /** The reply's text as it would have been, changed by the test. */
  | { readonly kind: "rewritten"; rewrite(text: string): string };

/** What goes over the wire, and what does not. */
export interface Outcome {
  readonly reply: Reply;
  readonly delayMilliseconds: number;
  readonly ending: "whole" | "cut" | "hang" | "reset";
}

export interface Troubles {
  add(trouble: Trouble): void;
  clear(): void;
  /** Counts the call, and answers it as the troubles in force have it. */
  answer(request: Troubled, answer: () => Reply): Outcome;
}

/** What a trouble may know of a request: before its token and its parameters were checked. */
export interface Troubled extends Pick<Call, "operation" | "id" | "query" | "paging"> {
  readonly authorization: string | undefined;
  readonly access: Access;
  readonly logId: string;
}

export function keepTroubles(): Troubles {
  let all: { trouble: Trouble; calls: number }[] = [];
  return {
    add(trouble) {
      all.push({ trouble, calls: 0 });
    },
    clear() {
      all = [];
    },
    answer(request, answer) {
      const inForce = all.flatMap((entry) => {
        const { onCall = 1, times = 1 } = entry.trouble;
        if (!concerns(entry.trouble, request)) return [];
        entry.calls += 1;
        return entry.calls >= onCall && entry.calls < onCall + times ? [entry.trouble] : [];
      });
      return inForce.reduce<() => Outcome>(
        (before, trouble) => () => applyTrouble(trouble, request, before),
        () => ({ reply: answer(), delayMilliseconds: 0, ending: "whole" }),
      )();
    },
  };
}

function concerns(trouble: Trouble, { operation, paging, query, ...rest }: Troubled): boolean {
  if (trouble.operation !== operation) return false;
  if (trouble.kind !== "page_fails") return true;
  const token = query.get("page_token") || undefined;
  return paging.indexOf(pagedQuery({ operation, query, id: rest.id }), token) === trouble.page;
}

/** @param before the call as it goes without this trouble; not made where the trouble comes first. */
function applyTrouble(trouble: Trouble, request: Troubled, before: () => Outcome): Outcome {
  const whole = (reply: Reply): Outcome => ({ reply, delayMilliseconds: 0, ending: "whole" });
  const data = (change: (data: JsonObject) => JsonObject): Outcome => {
    const outcome = before();
    return { ...outcome, reply: changeData(outcome.reply, change) };
  };
  switch (trouble.kind) {
    case "http_error":
      return whole(
        trouble.code === undefined
          ? { status: trouble.status, body: "upstream error", contentType: "text/plain" }
          : refusal(request, trouble.code, trouble.status),
      );
    case "error_code":
      return whole(refusal(request, trouble.code, trouble.inside200 ? 200 : trouble.status));
    case "rate_limited":
      return whole(refused(tooFast(trouble.resetSeconds), request.logId, trouble.status));
    case "token_refused": {
      const isUsers = isUserToken(tokenOf(request.authorization ?? "") ?? "");
      const code = trouble.code ?? (isUsers ? 99991668 : 99991663);
      request.access.revoke(request.authorization, code);
      return whole(failure(code, request.logId, trouble.status));
    }
    case "html":
      return whole({
        status: 200,
        contentType: "text/html",
        body: "<html><body><h1>Bad Gateway</h1></body></html>",
      });
    case "empty_body":
      return whole({ status: 200, body: "" });
    case "other_shape":
      return whole({ status: 200, body: { code: 0, msg: "success", data: { answer: "something else" } } });
    case "redirect":
      return whole({ status: 302, body: "", headers: { location: trouble.location } });
    case "cut":
    case "hang":
    case "reset":
      return { ...before(), ending: trouble.kind };
    case "slow":
      return { ...before(), delayMilliseconds: trouble.milliseconds };
    case "empty_page":
      return data((page) => ({
        ...page,
        ...Object.fromEntries(
          Object.entries(page).flatMap(([name, value]) => (Array.isArray(value) ? [[name, []]] : [])),
        ),
        has_more: true,
        page_token: request.paging.again(pagedQuery(request), request.query.get("page_token") || undefined),
      }));
    case "repeated_token":
      return data((page) => ({
        ...page,
        has_more: true,
        page_token: request.query.get("page_token") ?? page["page_token"] ?? "again",
      }));
    case "page_fails":
      return whole(failure(trouble.code ?? 121001, request.logId, trouble.status));
    case "totals_differ":
      return data((report) =>
        inside(report, "meeting_report", (totals) => ({
          ...totals,
          total_meeting_count: String(Number(totals["total_meeting_count"]) + 7),
          total_meeting_duration: String(Number(totals["total_meeting_duration"]) + 3_600),
        })),
      );
    case "duplicate_day":
      return data((report) =>
        inside(report, "meeting_report", (totals) => ({
          ...totals,
          daily_report: [...rows(totals, "daily_report").slice(0, 1), ...rows(totals, "daily_report")],
        })),
      );
    case "foreign_day":
      return data((report) =>
        inside(report, "meeting_report", (totals) => ({
          ...totals,
          daily_report: [
            { date: "1609113600", meeting_count: "5", meeting_duration: "600", participant_count: "9" },
            ...rows(totals, "daily_report"),
          ],
        })),
      );
    case "unit_seconds":
      return data((report) => ({
        ...report,
        top_user_report: rows(report, "top_user_report").map((user) => ({
          ...user,
          meeting_duration: String(Number(user["meeting_duration"]) * 60),
        })),
      }));
    case "export_fails":
      return data(() => ({ status: 2, fail_msg: trouble.message ?? "export failed" }));
    case "export_status3_fail_msg":
      return data((task) => ({
        ...task,
        status: 3,
        fail_msg: trouble.message ?? "some rows may be missing",
      }));
    case "export_denied":
      return whole(failure(121005, request.logId));
    case "bad_row":
      return data((page) => spoil(page, trouble.field, trouble.value));
    case "other_file":
      return whole({
        status: 200,
        body: trouble.bytes,
        contentType: trouble.contentType ?? "application/octet-stream",
      });
    case "rewritten": {
      const outcome = before();
      const { body } = outcome.reply;
      const text =
        typeof body === "string"
          ? body
          : body instanceof Uint8Array
            ? Buffer.from(body).toString("latin1")
            : JSON.stringify(body);
      return {
        ...outcome,
        reply: { ...outcome.reply, body: trouble.rewrite(text), contentType: "application/json" },
      };
    }
  }
}

/** In the words of the endpoint: a sign-in's failures have another shape. */
function refusal({ operation, logId }: Troubled, code: number, status?: number): Reply {
  return speaksOAuth(operation) ? oauthFailure(code, status) : failure(code, logId, status);
}

function changeData(reply: Reply, change: (data: JsonObject) => JsonObject): Reply {
  if (typeof reply.body === "string" || reply.body instanceof Uint8Array || !isJsonObject(reply.body["data"]))
    return reply;
  return { ...reply, body: { ...reply.body, data: change(reply.body["data"]) } };
}

function inside(data: JsonObject, name: string, change: (part: JsonObject) => JsonObject): JsonObject {
  const part = data[name];
  return isJsonObject(part) ? { ...data, [name]: change(part) } : data;
}

function rows(data: JsonObject, name: string): JsonObject[] {
  const list = data[name];
  return Array.isArray(list) ? list.filter(isJsonObject) : [];
}

/** Puts the value into that field of the first row that there is, wherever the rows lie. */
function spoil(data: JsonObject, field: string, value: Json): JsonObject {
  for (const [name, part] of Object.entries(data)) {
    const [first, ...others] = rows(data, name);
    if (first !== undefined) return { ...data, [name]: [{ ...first, [field]: value }, ...others] };
    if (isJsonObject(part)) return { ...data, [name]: spoil(part, field, value) };
  }
  return data;
}
