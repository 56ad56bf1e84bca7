/** One request as an operation sees it, and the checks that several operations share. */

import type { App } from "./app.ts";
import type { Page, Paging } from "./paging.ts";
import type { IdType, Person } from "./people.ts";
import type { Asker } from "./permissions.ts";
import { Refusal } from "./reply.ts";
import type { Meeting, Tenant } from "./tenant.ts";

export interface Call {
  readonly operation: string;
  readonly tenant: Tenant;
  readonly settings: Behaviour;
  readonly paging: Paging;
  readonly exports: Map<string, ExportTask>;
  /** Unix seconds. */
  readonly now: number;
  readonly app: App;
  readonly asker: Asker;
  /** The last variable part of the path. */
  readonly id: string;
  readonly query: URLSearchParams;
  readonly body: unknown;
}

/** Where Feishu's documents are silent, a test chooses. */
export interface Behaviour {
  /** Days without meetings in the daily report. Default: left out. */
  readonly emptyDays: "left_out" | "zeros";
  /** Which meetings lie in a window of the meeting list. Default: those that started in it. */
  readonly meetingMatch: "start" | "end" | "overlap";
}

export interface ExportTask {
  readonly taskId: string;
  readonly fileToken: string;
  /** Who asked for it: nobody else may follow it. */
  readonly askerId: string;
  readonly meeting: Meeting;
  readonly idType: IdType;
  readonly only?: string;
  polls: number;
}

interface PageRequest {
  readonly rows: number;
  readonly size: number;
  readonly oneShortIn: number;
  /** The failure for a token that is not ours or belongs to another query. */
  readonly code: number;
}

export function pageOf(call: Call, request: PageRequest): Page {
  return call.paging.page({ query: pagedQuery(call), token: optional(call, "page_token"), ...request });
}

/** What a page token is bound to: the request without the token and the size of its pages. */
export function pagedQuery({ operation, id, query }: Pick<Call, "operation" | "id" | "query">): string {
  const parts = [...query].filter(([name]) => name !== "page_token" && name !== "page_size");
  const text = parts
    .map(([name, value]) => `${name}=${value}`)
    .sort()
    .join("&");
  return `${operation} ${id} ${text}`;
}

/** An empty value counts as not given. */
export function optional(call: Call, name: string): string | undefined {
  const value = call.query.get(name);
  return value === null || value === "" ? undefined : value;
}

/** Unix seconds, written in digits. */
export function requiredSeconds(call: Call, name: string, code = 121003): number {
  const text = optional(call, name);
  if (text === undefined || !/^-?\d{1,12}$/.test(text)) throw new Refusal(code);
  return Number(text);
}

export function integer(
  call: Call,
  name: string,
  low: number,
  high: number,
  code = 121003,
): number | undefined {
  const text = optional(call, name);
  if (text === undefined) return undefined;
  const value = /^\d{1,9}$/.test(text) ? Number(text) : Number.NaN;
  if (!(value >= low && value <= high)) throw new Refusal(code);
  return value;
}

export function flag(call: Call, name: string): boolean {
  const text = optional(call, name);
  if (text !== undefined && text !== "true" && text !== "false") throw new Refusal(121003);
  return text === "true";
}

export function idType(text: string | undefined): IdType {
  if (text === undefined) return "open_id";
  if (text !== "open_id" && text !== "union_id" && text !== "user_id") throw new Refusal(99992402);
  return text;
}

const UNKNOWN_PERSON = { open_id: 99992351, user_id: 99992359, union_id: 99992363 } as const;

export function knownPerson(tenant: Tenant, id: string, type: IdType): Person {
  const person = tenant.personOf(id, type);
  if (person === undefined) throw new Refusal(UNKNOWN_PERSON[type]);
  return person;
}

/** A number that is none, is negative, or has not nine digits, each has its own code. */
export function meetingNumber(text: string | undefined): string {
  if (text === undefined) throw new Refusal(121003);
  if (!/^\d+$/.test(text)) throw new Refusal(126003);
  if (text.length !== 9) throw new Refusal(126004);
  return text;
}
