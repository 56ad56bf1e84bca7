/** Tries to get the app's secret or a token out through every failure. */
import { LoggingMessageNotificationSchema } from "@modelcontextprotocol/sdk/types.js";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { TroubleKind } from "../../src/sandbox/troubles.ts";
import { type House, openHouse } from "../support/asked.ts";
import { INITIALIZE, INITIALIZED, startProgram, toolCall } from "../support/built.ts";
import { type WireWatch, watchWire } from "../support/wire-watch.ts";
import { ALL, daily, meetings, participants, SMALL } from "./questions.ts";

const FOR_GOOD = Number.POSITIVE_INFINITY;
let house: House;
let wire: WireWatch;
beforeAll(async () => {
  wire = watchWire();
  house = await openHouse(SMALL);
});
beforeEach(() => house.reset());
afterAll(async () => {
  await house.close();
  wire.end();
});

function secrets(): string[] {
  return [house.sandbox.appSecret, ...wire.tokens];
}

/** Feishu says back whatever it knows, in every place that it has. */
function echoed(status: number): TroubleKind {
  const said = () => {
    const all = secrets().join(" ");
    return { code: 424242, msg: `${all} https://open.feishu.cn/app?${all}`, error: { log_id: all } };
  };
  return status === 200
    ? { kind: "rewritten", rewrite: () => JSON.stringify(said()) }
    : { kind: "redirect", location: `http://127.0.0.1:9/${secrets().join("/")}` };
}

const KINDS: Readonly<Record<string, () => TroubleKind>> = {
  "an internal error": () => ({ kind: "error_code", code: 121001, status: 500 }),
  "an unknown code": () => ({ kind: "error_code", code: 424242, status: 400 }),
  "a scope that lacks": () => ({ kind: "error_code", code: 99991672, status: 400 }),
  "a wrong secret": () => ({ kind: "error_code", code: 10015, inside200: true }),
  "a token refused": () => ({ kind: "token_refused" }),
  "a limit": () => ({ kind: "rate_limited", resetSeconds: 300 }),
  "a gateway": () => ({ kind: "http_error", status: 502 }),
  "a page": () => ({ kind: "html" }),
  nothing: () => ({ kind: "empty_body" }),
  "a cut": () => ({ kind: "cut" }),
  "a reset": () => ({ kind: "reset" }),
  "another shape": () => ({ kind: "other_shape" }),
  "an echo": () => echoed(200),
  "an echo in a redirect": () => echoed(302),
};
const CASES = Object.keys(KINDS).flatMap((name) => ALL.map((question) => ({ name, question })));

describe("no secret in an answer, a failure, a notification or a line of the log", () => {
  test.for(CASES)("$name: $question.operation", async ({ name, question }) => {
    const { operation, tool, args } = question;
    const heard: string[] = [];
    const asker = await house.asker({ logged: (line) => heard.push(line) });
    asker.client.setNotificationHandler(LoggingMessageNotificationSchema, (notification) => {
      heard.push(JSON.stringify(notification));
    });
    if (operation !== "tenant_token") await asker.told(daily.tool, daily.args);
    const kind = KINDS[name]?.() ?? { kind: "reset" };
    house.sandbox.trouble({ operation, ...kind, times: FOR_GOOD });
    const unasked = tool === daily.tool ? { period: "yesterday" } : args;
    const { text, structured, isError } = await asker.told(tool, unasked);
    expect(isError).toBe(true);
    const all = [text, JSON.stringify(structured), ...heard].join("\n");
    for (const secret of secrets()) expect(all).not.toContain(secret);
    expect(all).not.toMatch(/Bearer|authorization|\bt-[0-9a-f]{16}/i);
  });
});

test("the program blanks them out where Feishu itself puts them into data, on stdout and in the log", async () => {
  const { sandbox, close } = await openHouse({ ...SMALL, at: new Date().toISOString() });
  const program = startProgram([], {
    FEISHU_DOMAIN: sandbox.url,
    FEISHU_APP_ID: sandbox.appId,
    FEISHU_APP_SECRET: sandbox.appSecret,
    FEISHU_LOG_LEVEL: "debug",
  });
  const known = [sandbox.appSecret];
  const remember = (text: string) => {
    known.push(/"tenant_access_token":"([^"]+)"/.exec(text)?.[1] ?? "none was given");
    return text;
  };
  sandbox.trouble({ operation: "tenant_token", kind: "rewritten", times: FOR_GOOD, rewrite: remember });
  program.send(INITIALIZE, INITIALIZED, toolCall(1, daily.tool, daily.args));
  await program.reply(1);
  expect(known).toHaveLength(2);
  sandbox.trouble({
    operation: "meeting_list",
    kind: "rewritten",
    times: FOR_GOOD,
    rewrite: (text) => text.replaceAll(/"meeting_topic":"[^"]*"/g, `"meeting_topic":"${known.join(" ")}"`),
  });
  program.send(toolCall(2, meetings.tool, { period: "last_7_days" }));
  const listed = JSON.stringify(await program.reply(2));
  program.send(toolCall(3, participants.tool, { meeting_number: known.join("") }));
  await program.reply(3);
  program.end();
  await program.left;
  expect(listed).toContain("[hidden]");
  for (const secret of known) expect(program.stdout() + program.stderr()).not.toContain(secret);
  await close();
});
