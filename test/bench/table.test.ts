import { expect, test } from "vitest";
import { tableText } from "./table.ts";

test.each([
  ["3.99 x", "4.0 x", false],
  ["4.0 x", "4.0 x", false],
  ["4.01 x", "4.0 x", true],
  ["unfinished", "1.02", true],
  ["88 ms", "", false],
])("%s beside the target %s is marked as missed: %s", (figure, target, isMissed) => {
  const [title = "", line = ""] = tableText([["what it took", figure, target]]).split("\n");
  expect(title).not.toContain("missed");
  expect(line.endsWith("  missed")).toBe(isMissed);
});
