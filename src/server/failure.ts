/** Problem -> failure result; anything else -> an apology, its details to the log (surface.md, rule 12). */
import { Problem } from "../domain/problem.ts";
import type { Log } from "./log.ts";

export interface Failure {
  readonly kind: string;
  readonly message: string;
  readonly remedy: string;
  readonly retry_after_seconds?: number;
  readonly candidates?: readonly {
    readonly name: string;
    readonly department?: string;
    readonly id: string;
  }[];
  readonly feishu_code?: number;
  readonly log_id?: string;
}

/** What the caller is told about an error; an error that is no Problem is a bug, and only the log sees it. */
export function failureOf(error: unknown, log: Log): Failure {
  if (error instanceof Problem) return told(error);
  log("error", "A fault of this server", { error });
  return {
    kind: "upstream",
    message: "Sorry: this server itself failed; the fault is neither in the question nor in Feishu.",
    remedy: "Ask once more; if it fails again, its operator finds the details in the server's log (stderr).",
  };
}

export function failureResult(failure: Failure) {
  return { isError: true, content: [{ type: "text" as const, text: JSON.stringify({ error: failure }) }] };
}

/** Of what a setting lacks, the failure says all that there is to know, and check_setup fails with the same. */
function remedyOf({ kind, remedy, details }: Problem): string {
  const isOfFeishu = details.feishuCode !== undefined || details.needsSignIn === true;
  return kind === "access" && isOfFeishu ? `${remedy} check_setup shows what is missing.` : remedy;
}

function told(problem: Problem): Failure {
  const { kind, message, details } = problem;
  const { retryAfterSeconds, candidates, feishuCode, logId } = details;
  return {
    kind,
    message,
    remedy: remedyOf(problem),
    ...(retryAfterSeconds !== undefined && { retry_after_seconds: Math.ceil(retryAfterSeconds) }),
    ...(candidates !== undefined && candidates.length > 0 && { candidates }),
    ...(feishuCode !== undefined && { feishu_code: feishuCode }),
    ...(logId !== undefined && /^[\w-]{8,80}$/.test(logId) && { log_id: logId }),
  };
}
