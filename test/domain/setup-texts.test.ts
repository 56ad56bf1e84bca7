import { describe, expect, test } from "vitest";
import { Problem } from "../../src/domain/problem.ts";
import { LANGUAGES } from "../../src/domain/setup.ts";
import { CAUSES } from "../../src/domain/setup-cause.ts";
import { TEXTS } from "../../src/domain/setup-texts.ts";
import type { CauseFacts } from "../../src/domain/setup-wording.ts";

const PROBLEM = new Problem("upstream", "Feishu failed inside.", "Try again in a minute.", {
  feishuCode: 121001,
  network: "ENOTFOUND",
  retryAfterSeconds: 30,
});
const FACTS: CauseFacts = { scope: "vc:export", identity: "user", isSignedIn: true, problem: PROBLEM };

describe.each(LANGUAGES)("%s", (language) => {
  const texts = TEXTS[language];
  const all = CAUSES.map((cause) => ({ cause, ...texts.causes[cause](FACTS) }));

  test.each(all)("$cause", ({ missing, fix }) => {
    const end = language === "zh" ? /。$/ : /\.$/;
    const inside = language === "zh" ? /。./ : /\. [A-Z]/;
    expect(missing).toMatch(end);
    expect(missing).not.toMatch(inside);
    expect(fix).toMatch(end);
    expect(/\p{Script=Han}/u.test(missing + fix)).toBe(language === "zh");
    expect((missing + fix).length).toBeLessThan(500);
    expect(missing + fix).toMatchSnapshot();
  });

  test("no two causes are told alike", () => {
    expect(new Set(all.map(({ missing }) => missing)).size).toBe(CAUSES.length);
  });

  test("whose role, and whose token", () => {
    const signedIn = texts.causes.user_role(FACTS);
    const fixed = texts.causes.user_role({ ...FACTS, isSignedIn: false });
    expect(fixed.missing).toContain("FEISHU_USER_ACCESS_TOKEN");
    expect(signedIn.missing).not.toContain("FEISHU_USER_ACCESS_TOKEN");
    expect(texts.causes.creator_role(FACTS).missing).toMatch(/creator|创建者/);
    const granted = texts.causes.user_scope({ ...FACTS, isSignedIn: false });
    expect(granted.fix).toContain("FEISHU_USER_ACCESS_TOKEN");
  });

  test("the scope is named, and for which tokens", () => {
    const user = texts.causes.app_scope(FACTS);
    const tenant = texts.causes.app_scope({ ...FACTS, identity: "tenant" });
    for (const text of [user, tenant]) expect(text.missing).toContain("vc:export");
    expect(user.missing).not.toBe(tenant.missing);
    expect(user.fix).toMatch(/signs in again|重新登录/);
    expect(tenant.fix).not.toMatch(/signs in again|重新登录/);
  });

  test("what is known of a failure is told, and nothing made up", () => {
    expect(texts.causes.rate_limited(FACTS).fix).toContain("30");
    expect(texts.causes.unreachable(FACTS).missing).toContain("ENOTFOUND");
    const { problem: _, ...bare } = FACTS;
    for (const cause of CAUSES) {
      const { missing, fix } = texts.causes[cause](bare);
      expect(missing + fix).not.toMatch(/undefined|null|NaN|\(\)|（）/);
    }
  });

  test("the clock", () => {
    expect(texts.clock(90)).toMatch(/90.*behind|慢.*90/);
    expect(texts.clock(-90)).toMatch(/90.*ahead|快.*90/);
  });
});
