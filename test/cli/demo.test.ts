import { existsSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { demo } from "../../src/cli/demo.ts";
import { QUESTIONS } from "../../src/cli/questions.ts";
import { PROGRAM, startProgram } from "../support/built.ts";
import { inventHost } from "./invented-host.ts";

test("the demo asks a server of its own, shows every answer, and ends with the entry for a client", async () => {
  const folders: string[] = [];
  const invented = inventHost();
  const host = {
    ...invented,
    scratchFolder: () => {
      const scratch = invented.scratchFolder();
      folders.push(scratch.path);
      return scratch;
    },
  };
  expect(await demo(host)).toBe(0);
  const shown = host.written();
  for (const { question, tool } of QUESTIONS) {
    expect(shown).toContain(`? ${question}`);
    expect(shown).toContain(`  ${tool} {`);
  }
  expect(shown).toMatch(/ to \S+\.xlsx: .*\n {2}\(The demo removes this file when it ends\.\)/);
  expect(folders.map((path) => existsSync(path))).toEqual([false]);
  const entry: unknown = JSON.parse(shown.slice(shown.lastIndexOf('{\n  "mcpServers"')));
  expect(entry).toMatchObject({ mcpServers: { "feishu-meetings": { args: [PROGRAM, "--sandbox"] } } });
});

test("whoever reads only the beginning sees no failure, and nothing stays behind", async () => {
  const temporary = mkdtempSync(join(tmpdir(), "demo-"));
  onTestFinished(() => rmSync(temporary, { recursive: true, force: true }));
  const program = startProgram(["demo"], { TMPDIR: temporary });
  program.child.stdout.once("data", () => program.child.stdout.destroy());
  expect(await program.left).toEqual({ code: 0, signal: null });
  expect(program.stderr()).toBe("");
  expect(readdirSync(temporary)).toEqual([]);
});

test("interrupted, it leaves nothing behind", async () => {
  const temporary = mkdtempSync(join(tmpdir(), "demo-"));
  onTestFinished(() => rmSync(temporary, { recursive: true, force: true }));
  const program = startProgram(["demo"], { TMPDIR: temporary });
  program.child.stdout.once("data", () => program.child.kill("SIGINT"));
  expect(await program.left).toMatchObject({ code: 1 });
  expect(readdirSync(temporary)).toEqual([]);
});

test("typed in a terminal, the server says what it is and where the commands are", async () => {
  const terminal = "data:text/javascript,process.stdin.isTTY=true";
  const program = startProgram([], { NODE_OPTIONS: `--import ${terminal}` });
  program.end();
  await program.left;
  expect(program.stderr()).toContain("MCP server on stdin; --help shows commands\n");
  expect(program.stdout()).toBe("");
  const piped = startProgram([]);
  piped.end();
  await piped.left;
  expect(piped.stderr()).not.toContain("MCP server on stdin");
});
