import { expect, test } from "vitest";
import { INSTRUCTIONS } from "../../src/server/instructions.ts";
import { LISTING } from "../../src/server/prepared-listing.ts";

test("they fit on a page", () => {
  expect(INSTRUCTIONS.length).toBeLessThan(1500);
});

test("they name every tool there is, and no other", () => {
  const named = new Set(INSTRUCTIONS.match(/\b(?:get|find|list|export|check)_[a-z_]+/g));
  expect(named).toEqual(new Set(LISTING.map(({ name }) => name)));
});
