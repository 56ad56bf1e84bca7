/** From what Feishu answered to a failure that the reader can act on. Never in Feishu's own words. */
import { Problem } from "../domain/problem.ts";
import { MEANINGS, type Meaning, type Next } from "./errors.ts";
import type { Operation } from "./operations/operation.ts";

type Described = Pick<Operation<unknown>, "name" | "gives" | "scope">;

export interface Refusal {
  readonly code: number;
  /** The HTTP status: it counts only where the code says nothing. */
  readonly status: number;
  readonly logId?: string | undefined;
  readonly link?: string | undefined;
}

/** What a code other than 0 means for this operation, and what the loop does about it. */
export function meaningOf(refusal: Refusal, operation: Described): { problem: Problem; next: Next } {
  const { code, status, logId, link } = refusal;
  const known = MEANINGS[`${operation.name} ${code}`] ?? MEANINGS[code];
  const limited = status === 429 && known === undefined ? MEANINGS[99991400] : undefined;
  const meaning = known ?? limited ?? unknownCode(code, status);
  const said = (sentence: string) =>
    sentence.replaceAll("{gives}", operation.gives).replaceAll("{scope}", operation.scope);
  const details = {
    ...(code !== 0 && { feishuCode: code }),
    ...(looksLikeLogId(logId) && { logId }),
    ...(link !== undefined && { link }),
  };
  return {
    problem: new Problem(meaning.kind, said(meaning.message), said(meaning.remedy), details),
    next: meaning.next ?? "fail",
  };
}

/** The problem of a limit, with the whole seconds after which it ends. */
export function busyFor(seconds: number, operation: Described, from?: Problem): Problem {
  const { problem } = meaningOf({ code: 99991400, status: 429 }, operation);
  return new Problem("busy", problem.message, problem.remedy, {
    ...from?.details,
    retryAfterSeconds: seconds,
  });
}

/** The reply's field of that path is not what the documents say. */
export function badField(operation: Described, path: readonly (string | number)[]): Problem {
  const name = path.map((part, index) =>
    typeof part === "number" ? `[${part}]` : `${index > 0 ? "." : ""}${part}`,
  );
  const field = name.length === 0 ? "its data" : name.join("");
  return nonsense(operation, `${field} is missing or not as documented`);
}

/** Feishu answered, but not with what the documents describe. */
export function nonsense(operation: Described, what: string): Problem {
  return new Problem(
    "upstream",
    `Feishu's reply for ${operation.gives} cannot be used: ${what}.`,
    "Try again in a minute; if it stays so, Feishu's format has changed and this server needs an update.",
  );
}

function unknownCode(code: number, status: number): Meaning {
  return {
    kind: "upstream",
    message: `Feishu refused to give {gives}, with the code ${code}.`,
    remedy: "Try again in a minute; Feishu's support can look up the code and the log id.",
    next: status >= 500 ? "retry" : "fail",
  };
}

/** Log ids begin with the second in which they were made; whatever else stands there is not passed on. */
function looksLikeLogId(text: string | undefined): text is string {
  return text !== undefined && /^20\d{12}[0-9A-Za-z]{6,40}$/.test(text);
}
