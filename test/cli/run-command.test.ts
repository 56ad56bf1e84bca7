import { describe, expect, test } from "vitest";
import { runCommand } from "../../src/cli/run-command.ts";
import { LISTING } from "../../src/server/prepared-listing.ts";
import { inventHost } from "./invented-host.ts";

async function run(args: readonly string[], environment: Readonly<Record<string, string>> = {}) {
  const host = inventHost(environment);
  const code = await runCommand(args, host);
  return { code, out: host.written(), err: host.complained() };
}

describe("call", () => {
  test("the answer goes to stdout as JSON", async () => {
    const { code, out, err } = await run([
      "call",
      "get_meeting_report",
      '{"period":"last_week"}',
      "--sandbox",
    ]);
    expect([code, err]).toEqual([0, ""]);
    expect(JSON.parse(out)).toMatchObject({
      source: "sandbox",
      window: { from: "2026-11-09", to: "2026-11-15" },
    });
  });

  test("a failure goes there too, with exit code 1", async () => {
    const { code, out } = await run(["--sandbox", "call", "find_meetings", '{"limt":1}']);
    expect(code).toBe(1);
    expect(JSON.parse(out)).toMatchObject({ error: { kind: "input" } });
  });

  test("a tool that FEISHU_TOOLS leaves out is not called unknown", async () => {
    const settings = { FEISHU_TOOLS: "find_meetings" };
    const { code, out, err } = await run(["call", "get_meeting_report", "--sandbox"], settings);
    expect([code, out]).toEqual([2, ""]);
    expect(err).toBe("error: FEISHU_TOOLS leaves get_meeting_report out. Tools: find_meetings\n");
  });

  test("a wrong setting is one line on stderr, and exit code 1", async () => {
    const { code, out, err } = await run(["call", "find_meetings"], { FEISHU_MAX_CONCURRENCY: "many" });
    expect([code, out]).toEqual([1, ""]);
    expect(err).toMatch(
      /^The setting FEISHU_MAX_CONCURRENCY must be .*example FEISHU_MAX_CONCURRENCY=4.*\n$/,
    );
  });
});

test.each([
  [["serv"], "unknown command 'serv'"],
  [["serve", "now"], "too many arguments"],
  [["--sandox"], "unknown option '--sandox'"],
  [["call"], "missing required argument 'tool'"],
  [["call", "get_weather", "--sandbox"], "there is no tool get_weather. Tools: get_meeting_report"],
  [["call", "find_meetings", "{bad", "--sandbox"], "must be JSON"],
  [["whoami", "--sandbox"], "there is nobody to sign in in the sandbox"],
  [["logout", "--sandbox"], "there is nobody to sign in in the sandbox"],
  [["--sandbox", "login"], "there is nobody to sign in in the sandbox"],
  [["tools", "--format", "xml"], "Allowed choices are mcp, openai, markdown"],
  [["demo", "--fast"], "unknown option '--fast'"],
])("%j is refused with exit code 2", async (args, reason) => {
  const { code, out, err } = await run(args);
  expect([code, out]).toEqual([2, ""]);
  expect(err).toContain(reason);
});

test.each(["whoami", "logout", "login"])(
  "%s without credentials speaks of its own environment",
  async (command) => {
    const { code, out, err } = await run([command]);
    expect([code, out]).toEqual([1, ""]);
    expect(err).toMatch(/FEISHU_APP_ID and FEISHU_APP_SECRET .*environment of this command/);
    expect(err).not.toMatch(/server|restart/);
  },
);

test.each([
  [["--version"], "1.2.3\n"],
  [["--help"], "Usage: feishu-meeting-mcp"],
  [["help"], "Usage: feishu-meeting-mcp"],
  [["help", "call"], "Usage: feishu-meeting-mcp call"],
])("%j", async (args, text) => {
  const { code, out, err } = await run(args);
  expect([code, err]).toEqual([0, ""]);
  expect(out).toContain(text);
});

describe("tools", () => {
  test("as tools/list says it", async () => {
    const { out } = await run(["tools"]);
    expect(JSON.parse(out)).toEqual(JSON.parse(JSON.stringify({ tools: LISTING })));
  });

  test("as functions for other assistants", async () => {
    const { out } = await run(["tools", "--format", "openai"], { FEISHU_TOOLS: "find_meetings" });
    expect(JSON.parse(out)).toMatchObject([
      { type: "function", function: { name: "find_meetings", parameters: { type: "object" } } },
    ]);
  });

  test("as tables for people", async () => {
    const { out } = await run(["tools", "--format", "markdown"]);
    expect(out.match(/^### `/gm)).toHaveLength(LISTING.length);
    expect(out).toContain("| `meeting_number` | string | required |");
    expect(out).toContain("| `compare_with_previous` | boolean | `false` |");
  });
});
