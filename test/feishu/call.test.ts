import { expect, test } from "vitest";
import type { MeetingsRequest } from "../../src/domain/source.ts";
import { meetingPage, meetingRow, participantPage } from "./rows.ts";
import { openScene, type Scene, testClock } from "./scene.ts";
import type { Scripted } from "./stand-in.ts";

const asked: MeetingsRequest = {
  from: "2026-11-16",
  to: "2026-11-18",
  status: "ended",
  idType: "open_id",
  remembered: false,
};
const first = meetingPage([meetingRow("1", "2026.11.16 09:00:00")], "p2");
const second = meetingPage([meetingRow("2", "2026.11.17 09:00:00")]);
const html = { raw: "<html>Sign in</html>", headers: { "content-type": "text/html" } };
const limited = (seconds: number, status = 429): Scripted => ({
  status,
  code: 99991400,
  headers: { "x-ogw-ratelimit-reset": String(seconds) },
});

async function ask({ source, caller }: Scene) {
  const reading = await source.meetings(asked, caller());
  return { ...reading, ids: reading.value.map((meeting) => meeting.instanceId) };
}

test.each<[string, Scripted]>([
  ["the connection is reset", { fault: "reset" }],
  ["the reply is cut in the middle", { ...second, fault: "cut" }],
  ["the JSON does not end", { raw: '{"code":0,"data":{"meeting_list":[' }],
  ["a gateway fails with HTML", { ...html, status: 502 }],
  ["Feishu fails inside", { status: 500, code: 121001 }],
  ["Feishu fails inside with HTTP 200", { code: 121001 }],
  ["a code that nobody knows comes with HTTP 500", { status: 503, code: 77 }],
])("once %s: asked again, and the answer is whole", async (_, fault) => {
  const scene = await openScene([first, fault, second]);
  expect(await ask(scene)).toMatchObject({ ids: ["1", "2"], unread: [], donePages: 2 });
  expect(scene.standIn.seen.map((seen) => seen.query["page_token"])).toEqual([undefined, "p2", "p2"]);
  expect(scene.clock.slept).toEqual([500]);
});

test("three times in vain is enough: what was read is kept, and the waits grow", async () => {
  const fault = { status: 500, code: 121001 };
  const scene = await openScene([first, fault, fault, fault, second]);
  expect(await ask(scene)).toMatchObject({
    ids: ["1"],
    unread: [
      {
        from: "2026-11-16",
        to: "2026-11-18",
        problem: { kind: "upstream", details: { feishuCode: 121001 } },
      },
    ],
  });
  expect(scene.clock.slept).toEqual([500, 1000]);
  expect(scene.standIn.seen).toHaveLength(4);
  // The same call tries the failed page again and loses or doubles nothing.
  expect(await ask(scene)).toMatchObject({ ids: ["1", "2"], unread: [], donePages: 2 });
  expect(scene.standIn.seen).toHaveLength(5);
});

test("a refused connection is tried three times and told without an address", async () => {
  const scene = await openScene([]);
  await scene.standIn.close();
  await expect(ask(scene)).rejects.toMatchObject({
    kind: "upstream",
    message: "Feishu could not be reached (ECONNREFUSED).",
  });
  expect(scene.clock.slept).toEqual([500, 1000]);
});

test("a reply slower than the limit of one request is given up and asked for again", async () => {
  const scene = await openScene([{ fault: "silent" }, second], { requestTimeoutMilliseconds: 60 });
  expect(await ask(scene)).toMatchObject({ ids: ["2"], unread: [] });
  expect(scene.standIn.seen).toHaveLength(2);
});

test("the waits between attempts are spread at random", async () => {
  const clock = { ...testClock(), random: () => 1 };
  const fault = { status: 500, code: 121001 };
  const scene = await openScene([fault, fault, second], { clock });
  await ask(scene);
  expect(clock.slept).toEqual([995, 1990]);
});

test("a slow reply is asked for again in the little time that is left", async () => {
  const scene = await openScene([{ fault: "silent" }, second], { requestTimeoutMilliseconds: 60 });
  const caller = scene.caller({ deadline: scene.clock.now() + 800 });
  expect(await scene.source.meetings(asked, caller)).toMatchObject({ unread: [] });
  expect(scene.standIn.seen).toHaveLength(2);
});

test("a Feishu that never answers is told before the caller's time ends, not as what was not read yet", async () => {
  // A second attempt of full length would outlast the caller: it gets what is left.
  const scene = await openScene(() => ({ fault: "silent" }), { requestTimeoutMilliseconds: 450 });
  const caller = scene.caller({ deadline: scene.clock.now() + 600 });
  await expect(scene.source.meetings(asked, caller)).rejects.toMatchObject({
    kind: "upstream",
    details: { network: "TIMEOUT" },
  });
  expect(scene.standIn.seen).toHaveLength(2);
});

test.each<[string, Scripted, string]>([
  ["a bad parameter behind HTTP 500", { status: 500, code: 1051001 }, "input"],
  ["a bad parameter", { status: 400, code: 121003 }, "input"],
  ["no permission", { status: 403, code: 121005 }, "access"],
  ["no permission with HTTP 200", { status: 200, code: 121005 }, "access"],
  ["no such data", { status: 404, code: 121004 }, "missing"],
  ["the month's quota", { status: 429, code: 99991403 }, "busy"],
  ["a code that nobody knows", { status: 200, code: 77 }, "upstream"],
  ["HTML with HTTP 200", html, "upstream"],
  ["an empty body", { raw: "" }, "upstream"],
  ["another content type", { ...second, headers: { "content-type": "text/plain" } }, "upstream"],
  ["a redirect", { status: 302, raw: "", headers: { location: "/elsewhere" } }, "upstream"],
  ["JSON of another shape", { raw: "[1]" }, "upstream"],
  ["JSON without a code", { raw: '{"data":{"meeting_list":[],"has_more":false}}' }, "upstream"],
  ["a reply without its list", { data: { has_more: false } }, "upstream"],
  ["a reply that does not say whether there is more", { data: { meeting_list: [] } }, "upstream"],
  ["a reply without data", {}, "upstream"],
])("%s is never asked again and never data", async (_, reply, kind) => {
  const scene = await openScene([reply, second]);
  await expect(ask(scene)).rejects.toMatchObject({ name: "Problem", kind });
  expect(scene.standIn.seen).toHaveLength(1);
  expect(scene.clock.slept).toEqual([]);
});

test("the code is the truth, not the HTTP status", async () => {
  const scene = await openScene([{ ...second, status: 500 }]);
  expect(await ask(scene)).toMatchObject({ ids: ["2"], unread: [] });
});

test.each([429, 400])(
  "a limit with HTTP %i is waited for as its header says, and then it goes on",
  async (status) => {
    const scene = await openScene([first, limited(7, status), second]);
    expect(await ask(scene)).toMatchObject({ ids: ["1", "2"], unread: [] });
    expect(scene.clock.slept).toEqual([7000]);
    expect(scene.standIn.seen).toHaveLength(3);
  },
);

test("HTTP 429 is a limit even without JSON", async () => {
  const scene = await openScene([
    { ...html, status: 429, headers: { "x-ogw-ratelimit-reset": "3" } },
    second,
  ]);
  expect(await ask(scene)).toMatchObject({ ids: ["2"], unread: [] });
  expect(scene.clock.slept).toEqual([3000]);
});

test("a limit beyond the budget is not slept out: what was read is kept, and the same call goes on", async () => {
  const scene = await openScene([first, limited(46), second]);
  const reading = await ask(scene);
  expect(reading).toMatchObject({ ids: ["1"], unread: [{ from: "2026-11-16", to: "2026-11-18" }] });
  expect(reading.unread[0]).not.toHaveProperty("problem");
  expect(reading.about?.seconds).toBeGreaterThanOrEqual(46);
  expect(scene.clock.slept).toEqual([]);
  // Asked too early it is not even sent.
  await ask(scene);
  expect(scene.standIn.seen).toHaveLength(2);
  scene.clock.advance(2000);
  expect(await ask(scene)).toMatchObject({ ids: ["1", "2"], unread: [] });
  expect(scene.standIn.seen).toHaveLength(3);
});

test("a limit beyond the budget before anything was read is busy, with the seconds", async () => {
  const scene = await openScene([limited(60)]);
  await expect(ask(scene)).rejects.toMatchObject({
    kind: "busy",
    details: { retryAfterSeconds: 60, feishuCode: 99991400 },
  });
  expect(scene.clock.slept).toEqual([]);
});

test("one operation's limit does not stop another", async () => {
  const scene = await openScene(({ path }) =>
    path.endsWith("meeting_list") ? limited(60) : participantPage([]),
  );
  await expect(ask(scene)).rejects.toMatchObject({ kind: "busy" });
  const request = {
    number: "123456789",
    startedAt: 1,
    endedAt: 2,
    idType: "open_id",
    remembered: false,
  } as const;
  expect((await scene.source.participations(request, scene.caller())).unread).toEqual([]);
});

test("a failure holds neither Feishu's words nor a secret, and a log id only if it looks like one", async () => {
  const logId = "202611200400000A1B2C3D4E5F";
  const told = (id: string): Scripted => ({
    status: 403,
    code: 121005,
    beside: { msg: "<b>secret t-1</b>", error: { log_id: id } },
  });
  const scene = await openScene([told(logId), told("<script>alert(1)</script>")]);
  const failure: unknown = await ask(scene).catch((reason: unknown) => reason);
  expect(failure).toMatchObject({ kind: "access", details: { feishuCode: 121005, logId } });
  expect(String(failure)).not.toMatch(/secret|t-1|<b>/);
  const other: unknown = await ask(scene).catch((reason: unknown) => reason);
  expect(other).toHaveProperty("details", { feishuCode: 121005 });
});

test("connections are kept", async () => {
  const scene = await openScene(({ query }) => {
    const page = Number(query["page_token"] ?? "1");
    return meetingPage([], page < 20 ? String(page + 1) : undefined);
  });
  expect((await ask(scene)).donePages).toBe(20);
  // Two take turns: one is not free again at the very moment when its reply has ended.
  expect(scene.standIn.counts.connections).toBeLessThanOrEqual(2);
});
