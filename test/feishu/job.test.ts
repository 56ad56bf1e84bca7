import { expect, test } from "vitest";
import type { MeetingsRequest } from "../../src/domain/source.ts";
import { meetingPage, meetingRow } from "./rows.ts";
import { openScene, type Scene } from "./scene.ts";

const asked: MeetingsRequest = {
  from: "2026-11-01",
  to: "2026-11-20",
  status: "ended",
  idType: "open_id",
  remembered: false,
};
const row = (page: number) => meetingRow(String(page), "2026.11.16 09:00:00");

/** So many pages, the answer to page `gated` only when the gate opens. */
function pages(count: number, gated?: number) {
  let open = () => {};
  const gate = new Promise<void>((resolve) => {
    open = resolve;
  });
  const script = (seen: { readonly query: Readonly<Record<string, string>> }) => {
    const page = Number(seen.query["page_token"] ?? "1");
    const reply = meetingPage([row(page)], page < count ? String(page + 1) : undefined);
    return page === gated ? { ...reply, after: gate } : reply;
  };
  return { script, open };
}

async function until(condition: () => boolean): Promise<void> {
  await expect.poll(condition, { interval: 5 }).toBe(true);
}

function ids(reading: Awaited<ReturnType<Scene["source"]["meetings"]>>): string[] {
  return reading.value.map((meeting) => meeting.instanceId);
}

test("who asks the same at the same moment shares one run, and all hear its progress", async () => {
  const { script, open } = pages(3, 2);
  const scene = await openScene(script);
  const callers = [scene.caller(), scene.caller(), scene.caller()];
  const readings = callers.map((caller) => scene.source.meetings(asked, caller));
  await until(() => scene.standIn.seen.length === 2);
  open();
  for (const reading of await Promise.all(readings)) expect(ids(reading)).toEqual(["1", "2", "3"]);
  expect(scene.standIn.seen).toHaveLength(3);
  for (const caller of callers) {
    expect(caller.heard.map((progress) => progress.donePages)).toEqual([1, 2, 3]);
    expect(caller.heard[1]?.message).toBe("2 pages read");
  }
});

test("a caller whose time ends gets what was read; the run goes on for who still waits", async () => {
  const { script, open } = pages(2, 2);
  const scene = await openScene(script);
  const patient = scene.source.meetings(asked, scene.caller());
  const hasty = await scene.source.meetings(asked, scene.caller({ deadline: scene.clock.now() + 100 }));
  expect(ids(hasty)).toEqual(["1"]);
  expect(hasty).toMatchObject({
    unread: [{ from: "2026-11-01", to: "2026-11-20" }],
    donePages: 1,
    about: { pages: 1 },
  });
  expect(hasty.unread[0]).not.toHaveProperty("problem");
  open();
  expect(ids(await patient)).toEqual(["1", "2"]);
  expect(scene.standIn.seen).toHaveLength(2);
});

test("when the time of the last one ends the run stops, and the same question goes on from its cursor", async () => {
  const { script, open } = pages(3, 2);
  const scene = await openScene(script);
  const first = await scene.source.meetings(asked, scene.caller({ deadline: scene.clock.now() + 100 }));
  expect(ids(first)).toEqual(["1"]);
  await until(() => scene.standIn.counts.abandoned === 1);
  open();
  const second = await scene.source.meetings(asked, scene.caller());
  expect(ids(second)).toEqual(["1", "2", "3"]);
  expect(second.unread).toEqual([]);
  expect(scene.standIn.seen.map((seen) => seen.query["page_token"])).toEqual([undefined, "2", "2", "3"]);
});

test("nothing read in time is an answer, not a failure", async () => {
  const { script } = pages(1, 1);
  const scene = await openScene(script);
  const reading = await scene.source.meetings(asked, scene.caller({ deadline: scene.clock.now() + 60 }));
  expect(reading).toMatchObject({
    value: [],
    donePages: 0,
    unread: [{ from: "2026-11-01", to: "2026-11-20" }],
  });
});

test("a caller without any time left sends nothing", async () => {
  const scene = await openScene([]);
  const reading = await scene.source.meetings(asked, scene.caller({ deadline: scene.clock.now() }));
  expect(reading.value).toEqual([]);
  expect(scene.standIn.seen).toHaveLength(0);
});

test("cancelled by all: rejects with the reason, and the sockets are closed at once", async () => {
  const { script } = pages(2, 2);
  const scene = await openScene(script);
  const [one, other] = [new AbortController(), new AbortController()];
  const readings = [one, other].map((controller) => scene.source.meetings(asked, scene.caller(controller)));
  const outcomes = Promise.allSettled(readings);
  await until(() => scene.standIn.seen.length === 2);
  one.abort(new Error("the first went"));
  await expect(readings[0]).rejects.toThrow("the first went");
  expect(scene.standIn.counts).toMatchObject({ waiting: 1, abandoned: 0 });
  const cancelledAt = performance.now();
  other.abort(new Error("the last went"));
  await expect(readings[1]).rejects.toThrow("the last went");
  await until(() => scene.standIn.counts.abandoned === 1);
  expect(performance.now() - cancelledAt).toBeLessThan(100);
  await outcomes;
  expect(scene.standIn.seen).toHaveLength(2);
});

test("a call cancelled before it began sends nothing", async () => {
  const scene = await openScene([]);
  const signal = AbortSignal.abort(new Error("too late"));
  await expect(scene.source.meetings(asked, scene.caller({ signal }))).rejects.toThrow("too late");
  expect(scene.standIn.tokenRequests).toHaveLength(0);
});

test("closing the source ends what is under way", async () => {
  const { script } = pages(1, 1);
  const scene = await openScene(script);
  const reading = scene.source.meetings(asked, scene.caller());
  const outcome = Promise.allSettled([reading]);
  await until(() => scene.standIn.seen.length === 1);
  await scene.source.close();
  expect(await outcome).toMatchObject([
    { status: "rejected", reason: { message: "The source was closed." } },
  ]);
});

test("no more parts at once than allowed, and at most so many requests", async () => {
  const { script, open } = pages(1, 1);
  const scene = await openScene(script, { maxConcurrency: 2 });
  const reading = scene.source.meetings({ ...asked, from: "2026-07-01" }, scene.caller());
  await until(() => scene.standIn.seen.length === 2);
  expect(scene.standIn.counts.waiting).toBe(2);
  open();
  const { unread, donePages } = await reading;
  expect([unread, donePages, scene.standIn.seen.length]).toEqual([[], 5, 5]);
});

test("an unread span is one, with about as many pages as the parts that were read", async () => {
  const { script } = pages(1);
  const scene = await openScene(
    (seen) => {
      if (scene.standIn.seen.length > 2) scene.clock.advance(60_000);
      return script(seen);
    },
    { maxConcurrency: 1 },
  );
  const reading = await scene.source.meetings({ ...asked, from: "2026-07-01" }, scene.caller());
  expect(reading.unread).toEqual([{ from: "2026-10-01", to: "2026-11-20" }]);
  expect(reading.about?.pages).toBe(2);
});

test("a page token that has ended since begins the list anew", async () => {
  const scene = await openScene([
    meetingPage([row(1)], "2"),
    { fault: "silent" },
    { status: 400, code: 121003 },
    meetingPage([row(1)], "3"),
    meetingPage([row(2)]),
  ]);
  await scene.source.meetings(asked, scene.caller({ deadline: scene.clock.now() + 80 }));
  expect(ids(await scene.source.meetings(asked, scene.caller()))).toEqual(["1", "2"]);
  expect(scene.standIn.seen.map((seen) => seen.query["page_token"])).toEqual([
    undefined,
    "2",
    "2",
    undefined,
    "3",
  ]);
});

test("what was read is dropped after an idle hour", async () => {
  const scene = await openScene(() => meetingPage([]));
  const past = { ...asked, to: "2026-11-18" };
  await scene.source.meetings(past, scene.caller());
  scene.clock.advance(3_599_000);
  await scene.source.meetings(past, scene.caller());
  expect(scene.standIn.seen).toHaveLength(1);
  scene.clock.advance(3_601_000);
  await scene.source.meetings(past, scene.caller());
  expect(scene.standIn.seen).toHaveLength(2);
});
