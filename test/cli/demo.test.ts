import { expect, test } from "vitest";
import { demo } from "../../src/cli/demo.ts";
import { QUESTIONS } from "../../src/cli/questions.ts";
import { PROGRAM } from "../support/built.ts";
import { inventHost } from "./invented-host.ts";

test("the demo asks a server of its own, shows every answer, and ends with the entry for a client", async () => {
  const host = inventHost();
  expect(await demo(host)).toBe(0);
  const shown = host.written();
  for (const { question, tool } of QUESTIONS) {
    expect(shown).toContain(`? ${question}`);
    expect(shown).toContain(`  ${tool} {`);
  }
  const entry: unknown = JSON.parse(shown.slice(shown.lastIndexOf('{\n  "mcpServers"')));
  expect(entry).toMatchObject({ mcpServers: { "feishu-meetings": { args: [PROGRAM, "--sandbox"] } } });
});
