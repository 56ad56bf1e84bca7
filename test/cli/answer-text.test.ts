import { expect, test } from "vitest";
import { answerText } from "../../src/cli/answer-text.ts";
import { settingsMarkdown } from "../../src/cli/tools-text.ts";
import { SETTINGS } from "../../src/settings.ts";

test("the summary first, then the notes, then a table in which Chinese takes its width", () => {
  const answer = {
    summary: "Two meetings.",
    notes: ["One is long."],
    meetings: [
      { number: "1", topic: "全员大会", instance_id: "x", started_at: "2026-11-16T09:56:00+08:00", used: {} },
      { number: "22", topic: "Sync", recorded: true },
    ],
  };
  expect(answerText(answer).split("\n")).toEqual([
    "  Two meetings.",
    "  (One is long.)",
    "",
    "  number  topic     started_at        recorded",
    "  ──────  ────────  ────────────────  ────────",
    "  1       全员大会  2026-11-16 09:56",
    "  22      Sync                        true",
  ]);
});

test("columns that answer stay where all their values are the same", () => {
  const operation = { ready: true, identity: "tenant" };
  const operations = [
    { operation: "exports", ...operation },
    { operation: "meetings", ...operation },
  ];
  expect(answerText({ summary: "2 of 2.", operations })).toContain("operation  ready  identity");
  const meeting = { number: "1", topic: "Weekly", kind: "meeting", external: false, minutes: 9 };
  const meetings = [meeting, meeting];
  expect(answerText({ summary: "Two.", meetings })).toContain("number  topic   minutes\n");
});

test("a failure is shown as it is", () => {
  expect(answerText([{ type: "text", text: "no" }])).toBe('  [{"type":"text","text":"no"}]');
});

test("the table of settings has a row for each", () => {
  expect(settingsMarkdown(SETTINGS).trim().split("\n")).toHaveLength(SETTINGS.length + 2);
});
