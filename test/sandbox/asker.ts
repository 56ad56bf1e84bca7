/** Asks a sandbox as a client would, over HTTP. */
import { afterEach } from "vitest";
import { instantOn } from "../../src/sandbox/calendar.ts";
import { type Sandbox, type SandboxOptions, startSandbox } from "../../src/sandbox/sandbox.ts";

/** Friday, 15:30 in Shanghai. */
export const FRIDAY = Date.parse("2026-11-20T15:30:00+08:00");

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly code: unknown;
  readonly body: Fields;
  readonly data: Fields;
  readonly text: string;
}
export type Fields = Readonly<Record<string, unknown>>;

export interface Asker {
  readonly sandbox: Sandbox;
  /** Moves the sandbox's clock. */
  wait(seconds: number): void;
  token(): Promise<string>;
  get(
    path: string,
    query?: Readonly<Record<string, string | number>>,
    headers?: Record<string, string>,
  ): Promise<Answer>;
  post(path: string, body: unknown, headers?: Record<string, string>): Promise<Answer>;
  /** Every row of a paged list, and how many rows each page had. */
  all(
    path: string,
    list: string,
    query: Readonly<Record<string, string | number>>,
  ): Promise<{ rows: Fields[]; pages: number[] }>;
}

const open: Sandbox[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((sandbox) => sandbox.close()));
});

export async function ask(options: Partial<SandboxOptions> = {}): Promise<Asker> {
  let now = FRIDAY;
  const sandbox = await startSandbox({ now: () => now, ...options });
  open.push(sandbox);
  const call = async (path: string, init: RequestInit): Promise<Answer> => {
    const response = await fetch(sandbox.url + path, { ...init, redirect: "manual" });
    const text = await response.text();
    const body = text.startsWith("{") ? fields(JSON.parse(text)) : {};
    const { status, headers } = response;
    return { status, headers, code: body["code"], body, data: fields(body["data"]), text };
  };
  const post: Asker["post"] = (path, body, headers = {}) =>
    call(path, {
      method: "POST",
      body: JSON.stringify(body),
      headers: { "content-type": "application/json", ...headers },
    });
  const token = async () => {
    const { body } = await post("/open-apis/auth/v3/tenant_access_token/internal", {
      app_id: sandbox.appId,
      app_secret: sandbox.appSecret,
    });
    return String(body["tenant_access_token"]);
  };
  const get: Asker["get"] = async (path, query = {}, headers) => {
    const asked = new URLSearchParams();
    for (const [name, value] of Object.entries(query)) asked.set(name, String(value));
    const text = asked.toString();
    return call(`/open-apis${path}?${text}`, {
      headers: headers ?? { authorization: `Bearer ${await token()}` },
    });
  };
  return {
    sandbox,
    wait: (seconds) => {
      now += seconds * 1000;
    },
    token,
    get,
    post: async (path, body, headers) =>
      post(`/open-apis${path}`, body, headers ?? { authorization: `Bearer ${await token()}` }),
    async all(path, list, query) {
      const rows: Fields[] = [];
      const pages: number[] = [];
      for (let next: unknown = ""; ; ) {
        const { data } = await get(path, { ...query, page_token: String(next) });
        const page = listOf(data[list]);
        rows.push(...page);
        pages.push(page.length);
        if (data["has_more"] !== true) return { rows, pages };
        next = data["page_token"];
      }
    },
  };
}

export function fields(value: unknown): Fields {
  return typeof value === "object" && value !== null ? Object.fromEntries(Object.entries(value)) : {};
}

export function listOf(value: unknown): Fields[] {
  return Array.isArray(value) ? value.map(fields) : [];
}

/** Unix seconds in Shanghai, days back from the Friday. */
export function daysAgo(days: number, hours = 0): number {
  return instantOn(Math.floor(FRIDAY / 86_400_000) - days, hours);
}

export function instantOfText(text: unknown): number {
  const [, date = "", time = ""] = /^([\d.]+) ([\d:]+) \(GMT\+08:00\)$/.exec(String(text)) ?? [];
  return Date.parse(`${date.replaceAll(".", "-")}T${time}+08:00`) / 1000;
}

export function secondsOfText(text: unknown): number {
  return String(text)
    .split(":")
    .reduce((total, part) => total * 60 + Number(part), 0);
}
