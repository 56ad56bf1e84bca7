/** Who sits at the browser when a page of Feishu's opens, and what they do there. */
import { type User, userNamed } from "./users.ts";

/** A test changes it before the page opens. */
export interface Browser {
  /** The name of one of the users. */
  user: string;
  /** `leave`: the page stays open, and nobody decides. */
  decision: "approve" | "deny" | "leave";
  /** Of the scopes that are asked for, those; `asked`: all of them. */
  grants: "asked" | readonly string[];
}

export interface Decision {
  readonly user: User;
  readonly scopes: readonly string[];
}

/** @throws RangeError for a name that nobody has. */
export function decide(
  browser: Browser,
  users: readonly User[],
  asked: readonly string[],
): Decision | "deny" | "leave" {
  const user = userNamed(users, browser.user);
  if (browser.decision !== "approve") return browser.decision;
  const { grants } = browser;
  return { user, scopes: grants === "asked" ? asked : asked.filter((scope) => grants.includes(scope)) };
}

/** A page for people: a browser that is a script finds nothing to follow in it. */
export function page(title: string, text: string): string {
  return `<!doctype html><html lang="zh"><head><meta charset="utf-8"><title>${escaped(title)}</title></head><body><h1>${escaped(title)}</h1><p>${escaped(text)}</p></body></html>`;
}

function escaped(text: string): string {
  return text.replaceAll(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);
}
