import { expect, test } from "vitest";
import { logLevel, openLog } from "../../src/server/log.ts";
import { openRedactor } from "../../src/server/redact.ts";

function logging(level: "error" | "warn" | "info" | "debug") {
  const lines: string[] = [];
  const redactor = openRedactor();
  return { lines, redactor, log: openLog(level, redactor.suspicious, (line) => lines.push(line)) };
}

test("what is below the level is not written", () => {
  const { lines, log } = logging("warn");
  log("info", "one");
  log("warn", "two", { tool: "find_meetings" });
  log("error", "three");
  expect(lines).toEqual(['warn two {"tool":"find_meetings"}\n', "error three\n"]);
});

test("an unknown level means info", () => {
  expect([logLevel(undefined), logLevel("loud"), logLevel(" debug ")]).toEqual(["info", "info", "debug"]);
});

test("an error is written with its stack, on one line", () => {
  const { lines, log } = logging("info");
  log("error", "Broken", { error: new TypeError("no such thing") });
  expect(lines[0]).toMatch(/^error Broken .*TypeError: no such thing\\n.*log\.test\.ts/);
  expect(lines[0]?.split("\n")).toHaveLength(2);
});

test.each([
  ["a registered value", "the key is s3cret-of-the-app.", "s3cret-of-the-app"],
  ["a tenant token", "t-g1044qeGEDXTB6NDJOGV4JQCYDGHRBARFTGT1234", "g1044qe"],
  ["a token of another shape", "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0In0.c2lnbmF0dXJl", "eyJzdWIi"],
  ["a header", "Authorization: Bearer abcdefgh12345678", "abcdefgh"],
  ["a field", '{"app_secret":"abcd1234"}', "abcd1234"],
  ["a field inside JSON in JSON", '{"body":"{\\"tenant_access_token\\":\\"zz-11223344\\"}"}', "zz-11223344"],
  ["a query", "https://127.0.0.1/x?user_access_token=abcd1234&page=1", "abcd1234"],
])("%s never reaches the log", (_, text, secret) => {
  const { lines, log, redactor } = logging("info");
  redactor.hide("s3cret-of-the-app");
  log("info", text, { text });
  expect(lines[0]).toContain("[hidden]");
  expect(lines[0]).not.toContain(secret);
});

test("innocent text stays as it is", () => {
  const { lines, log } = logging("info");
  log("info", "Answered", { tool: "get_meeting_report", topic: "t-shirt a-team" });
  expect(lines[0]).toBe('info Answered {"tool":"get_meeting_report","topic":"t-shirt a-team"}\n');
});
