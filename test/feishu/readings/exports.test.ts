import { expect, test } from "vitest";
import type { ExportTask } from "../../../src/domain/exports.ts";
import { fixture, NOW, openScene, type Scene } from "../scene.ts";

const request = {
  number: "123456789",
  startedAt: 1655276858,
  endedAt: 1655280000,
  idType: "open_id",
} as const;
const task: ExportTask = {
  id: "7111325589855797267",
  identity: "tenant cli_test",
  number: "123456789",
  startedAt: 1655276858,
};
const RUNNING = { data: { status: 1, url: "", file_token: "", fail_msg: "" } };
const DONE = { data: { status: 3, url: "http://elsewhere.example/file", file_token: "f-1", fail_msg: "" } };
const SHEET = new Uint8Array(300_000).fill(7);
const BINARY = { "content-type": "application/octet-stream" };

async function fetched(scene: Scene, caller = scene.caller(), token = "f-1"): Promise<number> {
  let bytes = 0;
  for await (const piece of scene.source.downloadExport(task, token, caller)) bytes += piece.length;
  return bytes;
}

test("the documents' example: started once, with strings in the body and nothing else", async () => {
  const { source, standIn, caller } = await openScene([{ raw: fixture("export-participant-list") }]);
  expect(await source.startExport({ ...request, only: { userId: "ou_1" } }, caller())).toBe(task.id);
  const [seen] = standIn.seen;
  expect(seen).toMatchObject({
    method: "POST",
    path: "/open-apis/vc/v1/exports/participant_list",
    query: { user_id_type: "open_id" },
  });
  expect(JSON.parse(seen?.body ?? "")).toEqual({
    meeting_start_time: "1655276858",
    meeting_end_time: "1655280000",
    meeting_status: 2,
    meeting_no: "123456789",
    user_id: "ou_1",
  });
});

test("a running meeting is exported up to now", async () => {
  const { source, standIn, caller } = await openScene([{ raw: fixture("export-participant-list") }]);
  const { endedAt: _, ...running } = request;
  await source.startExport({ ...running, only: { roomId: "omm_1" } }, caller());
  expect(JSON.parse(standIn.seen[0]?.body ?? "")).toMatchObject({
    meeting_end_time: String(NOW),
    meeting_status: 1,
    room_id: "omm_1",
  });
});

test.each([
  ["broke off", { fault: "reset" as const }],
  ["failed inside", { status: 500, code: 121001 }],
  ["came back as a page", { status: 502, raw: "<html>", headers: { "content-type": "text/html" } }],
])("a start that %s is not sent again: it may have arrived", async (_, reply) => {
  const { source, standIn, caller } = await openScene([reply, { raw: fixture("export-participant-list") }]);
  await expect(source.startExport(request, caller())).rejects.toMatchObject({ kind: "upstream" });
  expect(standIn.seen).toHaveLength(1);
});

test.each([
  ["limited", { status: 429, code: 99991400, headers: { "x-ogw-ratelimit-reset": "2" } }],
  ["refused for its token", { status: 400, code: 99991663 }],
])("a start that was %s did nothing, and is sent again", async (_, reply) => {
  const { source, standIn, caller } = await openScene([reply, { raw: fixture("export-participant-list") }]);
  expect(await source.startExport(request, caller())).toBe(task.id);
  expect(standIn.seen).toHaveLength(2);
});

test.each(["../tenant", "12a", "", 7, "1".repeat(33)])("a task id that is %j is nonsense", async (id) => {
  const { source, caller } = await openScene([{ data: { task_id: id } }]);
  await expect(source.startExport(request, caller())).rejects.toMatchObject({
    kind: "upstream",
    message: expect.stringContaining("task_id"),
  });
});

test("a start that is not confirmed in time says so and closes its socket", async () => {
  const { source, standIn, clock, caller } = await openScene([{ fault: "silent" }]);
  const asked = source.startExport(request, caller({ deadline: clock.now() + 60 }));
  await expect(asked).rejects.toMatchObject({
    kind: "upstream",
    message: expect.stringContaining("confirmed"),
  });
  await expect.poll(() => standIn.counts.abandoned, { interval: 5 }).toBe(1);
});

test("asked for with growing waits until it is done, and never at the address of the reply", async () => {
  const { source, standIn, clock, caller } = await openScene([RUNNING, RUNNING, RUNNING, DONE]);
  expect(await source.exportState(task, caller())).toEqual({ status: "done", fileToken: "f-1" });
  expect(clock.slept).toEqual([1000, 2000, 3000]);
  expect(standIn.seen.map((seen) => seen.path)).toEqual(Array(4).fill(`/open-apis/vc/v1/exports/${task.id}`));
});

test("still running when the caller's time would end", async () => {
  const { source, standIn, clock, caller } = await openScene(() => RUNNING);
  expect(await source.exportState(task, caller({ deadline: clock.now() + 7000 }))).toEqual({
    status: "running",
  });
  expect(clock.slept).toEqual([1000, 2000, 3000]);
  expect(standIn.seen).toHaveLength(4);
});

test("a state that does not come in time counts as running", async () => {
  const { source, clock, caller } = await openScene([{ fault: "silent" }]);
  const state = await source.exportState(task, caller({ deadline: clock.now() + 60 }));
  expect(state).toEqual({ status: "running" });
});

test("a limit that outlasts the caller keeps the task", async () => {
  const limit = { status: 429, code: 99991400, headers: { "x-ogw-ratelimit-reset": "50" } };
  const { source, caller } = await openScene([limit]);
  await expect(source.exportState(task, caller())).rejects.toMatchObject({
    kind: "busy",
    remedy: expect.stringContaining(task.id),
    details: { retryAfterSeconds: 50 },
  });
});

test.each([
  [
    { status: 2, fail_msg: "no\u202e permission" },
    { status: "failed", reason: "no permission" },
  ],
  [{ status: "2" }, { status: "failed" }],
  [
    { status: 3, file_token: "f", fail_msg: "half" },
    { status: "done", fileToken: "f", doubt: "half" },
  ],
  [
    { status: 3, file_token: "", fail_msg: "none" },
    { status: "failed", reason: "none" },
  ],
])("%j is %j", async (data, state) => {
  const { source, caller } = await openScene([{ data }]);
  expect(await source.exportState(task, caller())).toEqual(state);
});

test.each([{ status: 4 }, { status: 3 }, {}, { status: 3, file_token: 7 }])(
  "the state %j is nonsense",
  async (data) => {
    const { source, caller } = await openScene([{ data }]);
    await expect(source.exportState(task, caller())).rejects.toMatchObject({ kind: "upstream" });
  },
);

test.each(["../../contact/v3/users", "1/2", "", "７"])("the task %j reaches no other address", async (id) => {
  const { source, standIn, caller } = await openScene([]);
  await expect(source.exportState({ ...task, id }, caller())).rejects.toMatchObject({ kind: "input" });
  expect(standIn.seen).toEqual([]);
});

test("cancelled while it waits: rejects with the reason and asks no more", async () => {
  const scene = await openScene(() => RUNNING);
  const controller = new AbortController();
  scene.clock.sleep = () => {
    controller.abort(new Error("gone"));
    return Promise.reject(new Error("gone"));
  };
  await expect(scene.source.exportState(task, scene.caller({ signal: controller.signal }))).rejects.toThrow(
    "gone",
  );
  expect(scene.standIn.seen).toHaveLength(1);
});

test("whoever started it asks for its state and its file", async () => {
  const scene = await openScene(
    [{ raw: fixture("export-participant-list") }, DONE, { raw: SHEET, headers: BINARY }, DONE],
    { userToken: "u-1" },
  );
  expect(scene.source.exportIdentity()).toBe("user cli_test");
  await scene.source.startExport(request, scene.caller());
  await scene.source.exportState({ ...task, identity: "user cli_test" }, scene.caller());
  await fetched(scene);
  await scene.source.exportState(task, scene.caller());
  expect(scene.standIn.seen.map((seen) => seen.token)).toEqual(["u-1", "u-1", "t-1", "t-1"]);
});

test.each(["user cli_test", "tenant cli_another", "nobody"])(
  "an export of %s is out of reach",
  async (identity) => {
    const { source, standIn, caller } = await openScene([]);
    const asked = source.exportState({ ...task, identity }, caller());
    await expect(asked).rejects.toMatchObject({
      kind: "access",
      message: expect.stringContaining("started by"),
    });
    const file = source.downloadExport({ ...task, identity }, "f-1", caller())[Symbol.asyncIterator]();
    await expect(file.next()).rejects.toMatchObject({ kind: "access" });
    expect(standIn.seen).toEqual([]);
  },
);

test("the file arrives whole, asked for by its token alone", async () => {
  const scene = await openScene([{ raw: SHEET, headers: BINARY }]);
  expect(await fetched(scene, scene.caller(), "a/b&c=d ../e")).toBe(SHEET.length);
  expect(scene.standIn.seen[0]).toMatchObject({
    path: "/open-apis/vc/v1/exports/download",
    query: { file_token: "a/b&c=d ../e" },
  });
});

const HTML = { "content-type": "text/html; charset=utf-8" };
test.each([
  ["JSON without an error", { data: {} }, "upstream", 1],
  ["an error", { status: 403, code: 121005 }, "access", 1],
  ["an error inside HTTP 200", { code: 121004 }, "missing", 1],
  ["an error that calls itself bytes", { code: 121005, headers: BINARY }, "access", 1],
  ["a page", { raw: "<html>", headers: HTML }, "upstream", 1],
  ["a page of a proxy that fails", { status: 502, raw: "<html>", headers: HTML }, "upstream", 3],
  ["nothing", { raw: "", headers: BINARY }, "upstream", 3],
  ["another address", { status: 302, raw: "", headers: { location: "/x" } }, "upstream", 1],
])("%s instead of a file is a failure", async (_, reply, kind, requests) => {
  const scene = await openScene(() => reply);
  await expect(fetched(scene)).rejects.toMatchObject({ kind });
  expect(scene.standIn.seen).toHaveLength(requests);
});

test("a token that is refused is fetched anew, and a failure before the file is tried again", async () => {
  const scene = await openScene([
    { status: 400, code: 99991663 },
    { fault: "reset" },
    { raw: SHEET, headers: BINARY },
  ]);
  expect(await fetched(scene)).toBe(SHEET.length);
});

test.each([
  ["breaks off", 3, { raw: SHEET, headers: BINARY, fault: "cut" as const }],
  [
    "has another length",
    3,
    { raw: SHEET, headers: { ...BINARY, "content-length": String(SHEET.length + 5) } },
  ],
  ["stops in the middle", 3, { raw: SHEET, headers: BINARY, fault: "stalled" as const }],
  ["is too long", 1, { raw: SHEET, headers: { ...BINARY, "content-length": String(201 * 1024 * 1024) } }],
])("a file that %s is a failure after %i requests", async (_, requests, reply) => {
  const scene = await openScene(() => reply, { requestTimeoutMilliseconds: 100 });
  await expect(fetched(scene)).rejects.toMatchObject({ kind: "upstream" });
  expect(scene.standIn.seen).toHaveLength(requests);
});

test("a file that breaks off twice comes whole, and no byte of it twice", async () => {
  const broken = { raw: SHEET, headers: BINARY, fault: "cut" as const };
  const scene = await openScene([broken, broken, { raw: SHEET, headers: BINARY }]);
  expect(await fetched(scene)).toBe(SHEET.length);
  expect(scene.clock.slept).toEqual([500, 1000]);
});

test("a file that breaks off for good names the task that goes on", async () => {
  const scene = await openScene(() => ({ raw: SHEET, headers: BINARY, fault: "cut" as const }));
  await expect(fetched(scene)).rejects.toMatchObject({ remedy: expect.stringContaining(task.id) });
});

test("a file that is longer than told is too long while it arrives", async () => {
  const scene = await openScene([{ raw: new Uint8Array(201 * 1024 * 1024).fill(1), headers: BINARY }]);
  await expect(fetched(scene)).rejects.toMatchObject({ message: expect.stringContaining("200 MB") });
});

test("cancelled in the middle: rejects with the reason, and the socket is closed", async () => {
  const scene = await openScene([{ raw: SHEET, headers: BINARY, fault: "stalled" }]);
  const controller = new AbortController();
  const pieces = scene.source.downloadExport(task, "f-1", scene.caller(controller))[Symbol.asyncIterator]();
  await pieces.next();
  const outcome = (async () => {
    for (;;) if ((await pieces.next()).done === true) return;
  })();
  controller.abort(new Error("gone"));
  await expect(outcome).rejects.toThrow("gone");
  await expect.poll(() => scene.standIn.counts.abandoned, { interval: 5 }).toBe(1);
});

test("whoever stops reading closes the socket", async () => {
  const scene = await openScene([{ raw: SHEET, headers: BINARY, fault: "stalled" }]);
  for await (const _ of scene.source.downloadExport(task, "f-1", scene.caller())) break;
  await expect.poll(() => scene.standIn.counts.abandoned, { interval: 5 }).toBe(1);
});

test("a file that does not come in time names the task that goes on", async () => {
  const scene = await openScene([{ raw: SHEET, headers: BINARY, fault: "stalled" }]);
  await expect(fetched(scene, scene.caller({ deadline: scene.clock.now() + 80 }))).rejects.toMatchObject({
    kind: "busy",
    remedy: expect.stringContaining(task.id),
  });
});
