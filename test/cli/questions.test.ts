import { expect, onTestFinished, test } from "vitest";
import { answerText } from "../../src/cli/answer-text.ts";
import { dig } from "../../src/cli/dig.ts";
import { QUESTIONS } from "../../src/cli/questions.ts";
import { answerCall } from "../../src/server/answer-call.ts";
import { inventHost } from "./invented-host.ts";

const MONDAY = Date.UTC(2026, 10, 16, 1);
const DAY_MILLISECONDS = 86_400_000;

test("every tool is asked, and one question is Chinese", async () => {
  const tools = await inventHost().open(true).tools();
  expect(new Set(QUESTIONS.map(({ tool }) => tool))).toEqual(new Set(tools.map(({ name }) => name)));
  expect(QUESTIONS.some(({ question }) => /\p{Script=Han}/u.test(question))).toBe(true);
});

test.each([
  ["Monday", 0],
  ["Wednesday", 2],
  ["Saturday", 5],
  ["Sunday", 6],
])("on a %s, in the morning, each has a whole answer", async (_, days) => {
  const scratch = inventHost().scratchFolder();
  onTestFinished(scratch.remove);
  const folders = { FEISHU_EXPORT_DIR: scratch.path, FEISHU_DATA_DIR: scratch.path };
  const host = inventHost(folders, MONDAY + days * DAY_MILLISECONDS);
  const opened = host.open(true);
  const tools = await opened.tools();
  const answers: unknown[] = [];
  for (const { tool, arguments: given } of QUESTIONS) {
    const found = tools.find(({ name }) => name === tool);
    if (found === undefined) throw new Error(tool);
    const args = typeof given === "function" ? given(answers) : given;
    const { signal } = new AbortController();
    const { backend } = opened;
    const call = { tool: found, args, backend, now: host.now, signal, progress: () => undefined };
    answers.push((await answerCall(call)).value);
  }
  await opened.close();
  expect(answers.filter((answer) => dig(answer, "complete") === false)).toEqual([]);
  // Nothing that is asked about is missing on any day of the week: each answer has rows, or a file.
  for (const answer of answers) {
    const isShown = dig(answer, "file") !== undefined || answerText(answer).split("\n").length > 3;
    expect([isShown, dig(answer, "summary")]).toEqual([true, dig(answer, "summary")]);
  }
});
