/** What the sandbox answers: Feishu's envelope, its failures, or a file. */
import type { JsonObject } from "./json.ts";

export interface Reply {
  readonly status: number;
  readonly body: JsonObject | Uint8Array | string;
  readonly contentType?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** HTTP status and message of each documented code. */
const FAILURES: Readonly<Record<number, readonly [status: number, message: string]>> = {
  10003: [200, "invalid param"],
  10014: [200, "app secret invalid"],
  10015: [200, "app secret error"],
  121001: [500, "internal error"],
  121002: [400, "not support"],
  121003: [400, "param error"],
  121004: [404, "data not exist"],
  121005: [403, "no permission"],
  122359: [400, "The request you send is not a valid {lark_id} or not exists"],
  126003: [400, "meeting number invalid (cannot smaller than 0)"],
  126004: [400, "meeting number length not correct (supposed to be 9)"],
  126005: [400, "start time error (cannot larger than now or smaller than 0)"],
  126006: [400, "end time error"],
  126007: [400, "userID and roomID cannot be set concurrently"],
  126008: [400, "at most one filter can be set"],
  126009: [400, "cannot find meeting according to the params you provide"],
  126015: [400, "not support room_id"],
  1051001: [500, "request contain invalid param"],
  1051002: [400, "request to exceed authority"],
  1051003: [400, "department is out of the data range of the app"],
  99991201: [404, "page not found"],
  99991400: [429, "request trigger frequency limit"],
  99991401: [400, "ip 127.0.0.1 is denied by app setting"],
  99991403: [400, "This month's API call quota has been exceeded"],
  99991661: [400, "Missing access token for authorization"],
  99991662: [400, "app not in use"],
  99991663: [400, "Invalid access token for authorization"],
  99991668: [400, "Invalid access token for authorization. Please make a request with token attached."],
  99991671: [400, "Invalid access token for authorization: wrong shape"],
  99991672: [400, "Access denied. One of the following scopes is required"],
  99991673: [400, "unauthorized app"],
  99991677: [401, "Authentication token expired"],
  99991679: [
    400,
    "Unauthorized. You do not have permission to perform the requested operation on the resource.",
  ],
  99992351: [400, "The request you send is not a valid {open_id} or not exists"],
  99992357: [400, "The request you send is not a valid {department_id} or not exists"],
  99992359: [400, "The request you send is not a valid {user_id} or not exists"],
  99992363: [400, "The request you send is not a valid {union_id} or not exists"],
  99992402: [400, "field validation failed"],
};

interface Detail {
  readonly headers?: Readonly<Record<string, string>>;
  readonly message?: string;
  readonly error?: JsonObject;
}

/** A documented failure, thrown by whatever checks a request. */
export class Refusal extends Error {
  readonly code: number;
  readonly headers: Readonly<Record<string, string>>;
  /** What stands beside the log id. */
  readonly error: JsonObject;

  constructor(code: number, more: Detail = {}) {
    super(more.message ?? FAILURES[code]?.[1] ?? "unknown error");
    this.code = code;
    this.headers = more.headers ?? {};
    this.error = more.error ?? {};
  }
}

export function success(data: JsonObject): Reply {
  return { status: 200, body: { code: 0, msg: "success", data } };
}

/** @param status overrides the documented one. */
export function failure(code: number, logId: string, status?: number): Reply {
  return refused(new Refusal(code), logId, status);
}

export function refused({ code, message, error, headers }: Refusal, logId: string, status?: number): Reply {
  return {
    status: status ?? FAILURES[code]?.[0] ?? 500,
    body: { code, msg: message, error: { ...error, log_id: logId } },
    headers: { ...headers, "x-tt-logid": logId },
  };
}
