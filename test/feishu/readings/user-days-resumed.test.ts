/** Activity of people by day: what is gone on with, shared and told while it is read. */
import { expect, test } from "vitest";
import type { UserDaysRequest } from "../../../src/domain/source.ts";
import { openScene, type Scene } from "../scene.ts";
import type { Seen } from "../stand-in.ts";
import { expectedMinutes, minutesByDay, statsOf, statsPage, statsRow } from "../stats.ts";

const asked: UserDaysRequest = { from: "2026-11-11", to: "2026-11-18", idType: "open_id", details: false };

function windows(scene: Scene): string[] {
  return scene.standIn.seen.map(({ query }) => {
    const span = `${query["start_date"]?.slice(8)}..${query["end_date"]?.slice(8)}`;
    return query["page_token"] === undefined ? span : `${span} ${query["page_token"]}`;
  });
}

/** Answers a page only when the gate opens. */
function gated(people: number, isGated: (seen: Pick<Seen, "query">) => boolean) {
  let open = () => {};
  const gate = new Promise<void>((resolve) => {
    open = resolve;
  });
  const script = statsOf(people);
  return { open, script: (seen: Seen) => (isGated(seen) ? { ...script(seen), after: gate } : script(seen)) };
}

async function until(condition: () => boolean): Promise<void> {
  await expect.poll(condition, { interval: 5 }).toBe(true);
}

test("a call that ran out of time goes on inside a day", async () => {
  const script = statsOf(200);
  const scene: Scene = await openScene(
    (seen) => {
      if (scene.standIn.seen.length === 5) scene.clock.advance(60_000);
      return script(seen);
    },
    { maxConcurrency: 1 },
  );
  const first = await scene.source.userDays(asked, scene.caller());
  expect(first.value.days).toEqual([]);
  expect(first.unread).toEqual([{ from: "2026-11-11", to: "2026-11-18" }]);
  // One day was read wholly and the second one in part: 27 pages of 60 rows for 200 people and 8 days.
  expect(first).toMatchObject({ donePages: 5, about: { pages: 22 } });
  const second = await scene.source.userDays(asked, scene.caller());
  expect(minutesByDay(second.value)).toEqual(expectedMinutes(200, asked.from, asked.to));
  expect(second).toMatchObject({ unread: [], donePages: 27 });
  expect(scene.standIn.seen).toHaveLength(27);
});

test("windows that were read to their end are known, and the others go on", async () => {
  const { open, script } = gated(30, ({ query }) => query["start_date"] === "2026-11-13");
  const scene = await openScene(script);
  const first = await scene.source.userDays(asked, scene.caller({ deadline: scene.clock.now() + 300 }));
  expect(Object.keys(minutesByDay(first.value))).toEqual(
    ["11", "12", "15", "16", "17", "18"].map((day) => `2026-11-${day}`),
  );
  expect(first.unread).toEqual([{ from: "2026-11-13", to: "2026-11-14" }]);
  expect(first.about?.pages).toBe(1);
  open();
  const second = await scene.source.userDays(asked, scene.caller());
  expect(minutesByDay(second.value)).toEqual(expectedMinutes(30, asked.from, asked.to));
  expect(windows(scene).slice(4)).toEqual(["13..14"]);
  expect(second.donePages).toBe(4);
});

test("who asks the same at the same moment shares the requests, also when the first one goes", async () => {
  const { open, script } = gated(10, () => true);
  const scene = await openScene(script);
  const leaving = new AbortController();
  const gone = scene.source.userDays(asked, scene.caller(leaving));
  const outcome = gone.catch((reason: unknown) => reason);
  const others = [scene.source.userDays(asked, scene.caller()), scene.source.userDays(asked, scene.caller())];
  await until(() => scene.standIn.seen.length === 4);
  leaving.abort(new Error("gone"));
  expect(await outcome).toMatchObject({ message: "gone" });
  open();
  for (const { value } of await Promise.all(others)) {
    expect(minutesByDay(value)).toEqual(expectedMinutes(10, asked.from, asked.to));
  }
  expect(scene.standIn.seen).toHaveLength(4);
});

test("a window that fails for good leaves its days unread and the others known", async () => {
  let isBroken = true;
  const script = statsOf(10);
  const scene = await openScene((seen) =>
    isBroken && seen.query["start_date"] === "2026-11-15"
      ? { raw: "<html>", headers: { "content-type": "text/html" } }
      : script(seen),
  );
  const first = await scene.source.userDays(asked, scene.caller());
  expect(first.unread).toMatchObject([
    { from: "2026-11-15", to: "2026-11-16", problem: { kind: "upstream" } },
  ]);
  expect(first.value.days).toHaveLength(6);
  expect(first.about).toBeUndefined();
  isBroken = false;
  const second = await scene.source.userDays(asked, scene.caller());
  expect(second.unread).toEqual([]);
  expect(windows(scene).slice(4)).toEqual(["15..16"]);
});

test("what a cancelled call read to its end is known", async () => {
  const { script } = gated(10, ({ query }) => query["start_date"] === "2026-11-13");
  const scene = await openScene(script);
  const controller = new AbortController();
  const caller = scene.caller(controller);
  const outcome = scene.source.userDays(asked, caller).catch((reason: unknown) => reason);
  await until(() => caller.heard.length === 3);
  controller.abort(new Error("gone"));
  expect(await outcome).toMatchObject({ message: "gone" });
  await until(() => scene.standIn.counts.abandoned === 1);
  await scene.source.userDays({ ...asked, from: "2026-11-15" }, scene.caller());
  expect(scene.standIn.seen).toHaveLength(4);
});

test("a limit that does not fit in the call's time keeps what was read", async () => {
  const script = statsOf(10);
  const scene = await openScene((seen) =>
    seen.query["start_date"] === "2026-11-17"
      ? { status: 429, code: 99991400, headers: { "x-ogw-ratelimit-reset": "60" } }
      : script(seen),
  );
  const { unread, value, about } = await scene.source.userDays(asked, scene.caller());
  expect(unread).toEqual([{ from: "2026-11-17", to: "2026-11-18" }]);
  expect(value.days).toHaveLength(6);
  expect(about?.seconds).toBeGreaterThanOrEqual(60);
});

test("a page token that has ended since begins its window anew, once", async () => {
  const rows = [statsRow("2026-11-18", 1), statsRow("2026-11-18", 2)];
  const scene = await openScene([
    statsPage(rows, "old"),
    { fault: "silent" },
    { status: 400, code: 99992402 },
    statsPage(rows, "new"),
    statsPage([statsRow("2026-11-18", 3)]),
  ]);
  const day = { ...asked, from: "2026-11-18" };
  await scene.source.userDays(day, scene.caller({ deadline: scene.clock.now() + 200 }));
  const { value } = await scene.source.userDays(day, scene.caller());
  expect(value.people.map((person) => person.id)).toEqual(["ou_1", "ou_2", "ou_3"]);
  expect(scene.standIn.seen.map((seen) => seen.query["page_token"])).toEqual([
    undefined,
    "old",
    "old",
    undefined,
    "new",
  ]);
});

test("progress as a person understands it, where the rows come day by day", async () => {
  const scene = await openScene(statsOf(120), { maxConcurrency: 1 });
  const caller = scene.caller();
  await scene.source.userDays(asked, caller);
  const heard = caller.heard.map((progress) => progress.message);
  expect(heard.slice(0, 5)).toEqual([
    "1 page read",
    "2 pages read",
    "day 2 of 8, 3 of about 16 pages",
    "day 2 of 8, 4 of about 16 pages",
    "day 3 of 8, 5 of about 16 pages",
  ]);
  expect(heard.at(-1)).toBe("day 8 of 8, 16 of about 16 pages");
  expect(caller.heard.map((progress) => progress.aboutPages)).toEqual([
    undefined,
    undefined,
    ...Array(14).fill(16),
  ]);
});

test("progress claims nothing while it cannot be told", async () => {
  const scene = await openScene(statsOf(120, "people"), { maxConcurrency: 1 });
  const caller = scene.caller();
  await scene.source.userDays(asked, caller);
  expect(caller.heard.slice(0, 15).every(({ aboutPages }) => aboutPages === undefined)).toBe(true);
});

test("days are dropped after an idle hour", async () => {
  const scene = await openScene(statsOf(1));
  await scene.source.userDays(asked, scene.caller());
  scene.clock.advance(3_599_000);
  await scene.source.userDays({ ...asked, from: "2026-11-15" }, scene.caller());
  scene.clock.advance(3_599_000);
  await scene.source.userDays(asked, scene.caller());
  // The four older days were not used for longer than that.
  expect(windows(scene).slice(4).sort()).toEqual(["11..11", "12..12", "13..13", "14..14"]);
});

/** Cuts windows and has no time to read them. */
async function cut(scene: Scene, from: string, to: string, details = false): Promise<void> {
  const hurried = scene.caller({ deadline: scene.clock.now() });
  await scene.source.userDays({ ...asked, from, to, details }, hurried);
}

test.each([false, true])(
  "windows that earlier questions cut are gone on with, each day once (details: %s)",
  async (details) => {
    const scene = await openScene(statsOf(2));
    await cut(scene, "2026-11-11", "2026-11-18", details);
    await cut(scene, "2026-11-12", "2026-11-13", details);
    const { value, unread } = await scene.source.userDays({ ...asked, details }, scene.caller());
    expect(windows(scene).sort()).toEqual(["11..11", "12..12", "13..13", "14..14", "15..16", "17..18"]);
    expect(minutesByDay(value)).toEqual(expectedMinutes(2, asked.from, asked.to));
    expect(value.details?.[0]?.tasksCreated).toBe(details ? 32 : undefined);
    expect(unread).toEqual([]);
  },
);

test("a window whose days are known by now is not gone on with", async () => {
  const scene = await openScene(statsOf(2));
  await cut(scene, "2026-11-11", "2026-11-18");
  for (const day of ["2026-11-13", "2026-11-14"]) {
    await scene.source.userDays({ ...asked, from: day, to: day }, scene.caller());
  }
  await scene.source.userDays(asked, scene.caller());
  expect(windows(scene).sort()).toEqual(["11..12", "13..13", "14..14", "15..16", "17..18"]);
});

test("a day that is known is not unread because its window fails", async () => {
  const script = statsOf(2);
  const scene = await openScene((seen) =>
    seen.query["start_date"] === "2026-11-13" && seen.query["end_date"] === "2026-11-14"
      ? { data: {} }
      : script(seen),
  );
  await cut(scene, "2026-11-11", "2026-11-18");
  await scene.source.userDays({ ...asked, from: "2026-11-13", to: "2026-11-13" }, scene.caller());
  const { unread, value } = await scene.source.userDays(asked, scene.caller());
  expect(unread).toMatchObject([{ from: "2026-11-14", to: "2026-11-14", problem: { kind: "upstream" } }]);
  expect(value.days).toHaveLength(7);
});
