import { describe, expect, test } from "vitest";
import { withoutPhoneNumber } from "../../src/domain/phone.ts";

describe("a number in a name shows its end only, an address its host", () => {
  test.each([
    ["+86 138 0013 8000", "***8000"],
    ["13800138000", "***8000"],
    ["(010) 8888-6666", "***6666"],
    ["+1 (415) 555-0123", "***0123"],
    ["+86 138****1007", "***1007"],
    ["张三 13812345678", "张三 ***5678"],
    ["13812345678(张三)", "***5678(张三)"],
    ["tel:+8613812345678", "tel:***5678"],
    ["１３８１２３４５６７８", "***5678"],
    ["138\u200b1234\u200b5678", "***5678"],
    ["138–1234–5678", "***5678"],
    ["room5@sip.example.com", "***@sip.example.com"],
    ["13812345678@sip.example.com", "***@sip.example.com"],
    ["Ada <ada@mail.example.com>", "Ada <***@mail.example.com>"],
  ])("%s", (name, shown) => {
    expect(withoutPhoneNumber(name)).toBe(shown);
  });
});

describe("any other name stays", () => {
  test.each(["Wang Wei", "Everest 12F", "2026", "Team 7", "R2-D2", "1204", "张三（研发）", "me @ home", ""])(
    "%s",
    (name) => {
      expect(withoutPhoneNumber(name)).toBe(name);
    },
  );
});
