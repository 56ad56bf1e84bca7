import { expect, test } from "vitest";
import { openerOf } from "../../src/cli/browser.ts";

const LINK = "https://accounts.feishu.cn/open-apis/authen/v1/authorize?a=1&b=$(touch%20x)";

test.each([
  ["linux", { program: "xdg-open", args: [LINK] }],
  ["darwin", { program: "open", args: [LINK] }],
  ["win32", { program: "rundll32", args: ["url.dll,FileProtocolHandler", LINK] }],
])("%s: the link is one argument, and no shell reads it", (platform, opener) => {
  expect(openerOf(LINK, platform)).toEqual(opener);
});

test.each(["http://evil.example.com/", "file:///etc/passwd", "javascript:alert(1)", "x", ""])(
  "no browser is sent to %j",
  (link) => {
    expect(openerOf(link, "linux")).toBeUndefined();
  },
);
