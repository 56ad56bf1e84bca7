import { describe, expect, test } from "vitest";
import { withoutPhoneNumber } from "../../src/domain/phone.ts";

describe("a name that is a phone number shows its end only", () => {
  test.each([
    ["+86 138 0013 8000", "***8000"],
    ["13800138000", "***8000"],
    ["(010) 8888-6666", "***6666"],
    ["+1 (415) 555-0123", "***0123"],
    ["+86 138****1007", "***1007"],
  ])("%s", (name, shown) => {
    expect(withoutPhoneNumber(name)).toBe(shown);
  });
});

describe("any other name stays", () => {
  test.each(["Wang Wei", "Everest 12F", "room5@sip.example.com", "2026", "Team 7", "R2-D2", "1204", ""])(
    "%s",
    (name) => {
      expect(withoutPhoneNumber(name)).toBe(name);
    },
  );
});
