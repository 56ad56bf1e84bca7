import { expect, test } from "vitest";
import { plainText } from "../../src/domain/text.ts";

test.each([
  ["control characters go", "a\u0000b\u001b[31mc\u007f", "ab[31mc"],
  ["a line break cannot begin a line of its own", "one\r\ntwo\u2028three", "one two three"],
  ["marks that turn the direction go", "\u202eevil\u202c \u2066x\u2069\u200f\u061c", "evil x"],
  ["the invisible tag alphabet goes", "hi\u{e0041}\u{e0042}", "hi"],
  ["half characters go", "a\ud800b", "ab"],
  ["Chinese and joined emoji stay", "周会 👩‍💻", "周会 👩‍💻"],
])("%s", (_, typed, plain) => {
  expect(plainText(typed, 64)).toBe(plain);
});

test("is cut by characters, not by halves of them", () => {
  expect(plainText("😀".repeat(70), 64)).toBe("😀".repeat(64));
  expect(plainText("会".repeat(64), 64)).toBe("会".repeat(64));
});
