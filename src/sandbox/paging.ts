/** Pages and their tokens: opaque, and good only for the query that they came from. */
import { createHmac } from "node:crypto";
import { hash } from "./chance.ts";
import { Refusal } from "./reply.ts";

export interface Page {
  readonly index: number;
  /** Rows from here, up to but without `end`. */
  readonly start: number;
  readonly end: number;
  /** Stands there if and only if there is more. */
  readonly next?: string;
}

export interface Paging {
  /** @param query what the token is bound to. @throws Refusal with the code if the token is not ours. */
  page(request: PageRequest): Page;
  /** The place of a page in its chain; 0 without a token, undefined for a foreign one. */
  indexOf(query: string, token: string | undefined): number | undefined;
  /** Another token for the same rows. */
  again(query: string, token: string | undefined): string;
}

interface PageRequest {
  readonly query: string;
  readonly token: string | undefined;
  readonly size: number;
  readonly rows: number;
  /** Now and then a page is shorter than its size: one in so many. */
  readonly oneShortIn: number;
  readonly code: number;
}

export function openPaging(secret: string): Paging {
  const seal = (query: string, start: number, index: number) =>
    createHmac("sha256", secret).update(`${query} ${start} ${index}`).digest("base64url").slice(0, 20);
  const scramble = (value: number, by: string) =>
    ((value ^ hash(secret, by)) >>> 0).toString(36).padStart(7, "0");
  const write = (query: string, start: number, index: number) => {
    const sealed = seal(query, start, index);
    return sealed + scramble(start, sealed) + scramble(index, `${sealed}.`);
  };
  const read = (query: string, token: string) => {
    const sealed = token.slice(0, 20);
    const start = Number.parseInt(token.slice(20, 27), 36) ^ hash(secret, sealed);
    const index = Number.parseInt(token.slice(27), 36) ^ hash(secret, `${sealed}.`);
    return write(query, start, index) === token ? { start, index } : undefined;
  };
  return {
    page({ query, token, size, rows, oneShortIn, code }) {
      const place = token === undefined ? { start: 0, index: 0 } : read(query, token);
      if (place === undefined) throw new Refusal(code);
      const { start, index } = place;
      const short = hash(query, index) % oneShortIn === 1 ? 1 + (index % 2) : 0;
      const end = Math.min(rows, start + Math.max(1, size - short));
      return { index, start, end, ...(end < rows ? { next: write(query, end, index + 1) } : {}) };
    },
    indexOf: (query, token) => (token === undefined ? 0 : read(query, token)?.index),
    again(query, token) {
      const place = token === undefined ? undefined : read(query, token);
      return write(query, place?.start ?? 0, (place?.index ?? 0) + 1);
    },
  };
}
