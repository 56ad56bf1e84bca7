import fc from "fast-check";
import { expect, test } from "vitest";
import { likeness } from "../../src/domain/likeness.ts";

test.each([
  ["Sales", "sales", 1],
  ["Slaes", "Sales", 0.6],
  ["Enginering", "Engineering", 10 / 11],
  ["销售", "销售部", 2 / 3],
  ["工程部", "Sales", 0],
  ["", "", 1],
  ["", "a", 0],
])("%j and %j: %d", (one, other, expected) => {
  expect(likeness(one, other)).toBeCloseTo(expected, 10);
});

test("it is the same either way, and whole for the same text alone", () => {
  const text = fc.string({ maxLength: 12, unit: fc.constantFrom("a", "b", "C", "销") });
  fc.assert(
    fc.property(text, text, (one, other) => {
      expect(likeness(one, other)).toBe(likeness(other, one));
      expect(likeness(one, other) === 1).toBe(one.toLowerCase() === other.toLowerCase());
    }),
  );
});
