/** What lies beside meetings. */
import { expect, test } from "vitest";
import { daysOf } from "../../../src/domain/day.ts";
import type { MemberDetails } from "../../../src/domain/person-days.ts";
import type { UserDaysRequest } from "../../../src/domain/source.ts";
import { openScene } from "../scene.ts";
import { statsOf, statsPage, statsRow } from "../stats.ts";

const asked: UserDaysRequest = { from: "2026-11-11", to: "2026-11-18", idType: "open_id", details: true };

/** What so many of the invented rows are together. */
function sums(rows: number): MemberDetails {
  return {
    activeDays: { suite: rows, messages: rows, docs: 0, calendar: rows, search: rows },
    messagesSent: 2 * rows,
    docsCreated: rows,
    eventsCreated: 3 * rows,
    tasksCreated: 4 * rows,
    email: {
      sent: 2 * rows,
      received: 3 * rows,
      sentExternal: 4 * rows,
      receivedExternal: 5 * rows,
      sentInternal: 6 * rows,
      receivedInternal: 7 * rows,
    },
    searches: { total: 8 * rows, quick: 9 * rows, tab: 10 * rows },
  };
}

test("counts are added up over all windows, and texts stay closed", async () => {
  const { source, standIn, caller } = await openScene(statsOf(100));
  const { value } = await source.userDays(asked, caller());
  expect(value.details).toEqual(Array.from({ length: 100 }, () => sums(8)));
  expect(standIn.seen).toHaveLength(16);
});

test("the texts of the latest row, where the operator opened their groups", async () => {
  const script = (seen: Parameters<ReturnType<typeof statsOf>>[0]) => statsOf(2, "people")(seen);
  const account = {
    lastActiveAt: "2026-11-18 22:21:28",
    createdAt: "2020-09-04 11:17:55",
    activatedAt: "2020-09-04 11:18:32",
  };
  const clients = { os: "iOS", activeOs: "'ios 14.2,-'", appTypes: "Feishu" };
  for (const [open, texts] of [
    [["activity"], account],
    [["device"], clients],
    [["activity", "device"], { ...account, ...clients }],
  ] as const) {
    const { source, caller } = await openScene(script, { personal: new Set(open) });
    const { value } = await source.userDays(asked, caller());
    expect(value.details).toEqual([
      { ...sums(8), ...texts },
      { ...sums(8), ...texts },
    ]);
  }
});

test("somebody who moved is two members with the texts of the latest row", async () => {
  const { source, caller } = await openScene(
    ({ query }) => {
      const dates = daysOf(query["start_date"] ?? "", query["end_date"] ?? "");
      const moved = (date: string) => (date >= "2026-11-15" ? { department_path: "Galaxy/Legal" } : {});
      return statsPage(dates.toReversed().map((date) => statsRow(date, 1, moved(date))));
    },
    { personal: new Set(["activity"]), maxConcurrency: 1 },
  );
  // The later day is read first, so that members are not in order of time.
  await source.userDays({ ...asked, from: "2026-11-18" }, caller());
  const { value } = await source.userDays({ ...asked, to: "2026-11-17" }, caller());
  expect(value.details?.map((details) => details?.lastActiveAt)).toEqual(
    Array(2).fill("2026-11-17 22:21:28"),
  );
});

test("kept by window: the same question asks nothing, one inside a window asks for its days", async () => {
  const { source, standIn, caller } = await openScene(statsOf(1));
  const first = await source.userDays(asked, caller());
  expect(standIn.seen).toHaveLength(4);
  expect(await source.userDays(asked, caller())).toEqual(first);
  await source.userDays({ ...asked, from: "2026-11-13", to: "2026-11-16" }, caller());
  expect(standIn.seen).toHaveLength(4);
  const inside = await source.userDays({ ...asked, from: "2026-11-12", to: "2026-11-14" }, caller());
  expect(inside.value.details).toEqual([sums(3)]);
  expect(standIn.seen.slice(4).map(({ query }) => [query["start_date"], query["end_date"]])).toEqual([
    ["2026-11-12", "2026-11-12"],
  ]);
});

test("days that were read with details serve questions without them, not the other way round", async () => {
  const { source, standIn, caller } = await openScene(statsOf(1));
  await source.userDays(asked, caller());
  const { value } = await source.userDays({ ...asked, details: false }, caller());
  expect(standIn.seen).toHaveLength(4);
  expect(value).not.toHaveProperty("details");
});

test("a row that is there twice is counted once", async () => {
  const row = statsRow("2026-11-18", 1);
  const { source, caller } = await openScene([statsPage([row, row])]);
  const { value } = await source.userDays({ ...asked, from: "2026-11-18" }, caller());
  expect(value.details).toEqual([sums(1)]);
});

test.each([
  ["send_messenger_num", -1],
  ["email_send_count", "x"],
  ["search_active_flag", 2],
  ["quick_search_count", undefined],
])("a bad %s is named where it is counted, and only there", async (field, value) => {
  const { source, caller } = await openScene(() =>
    statsPage([statsRow("2026-11-18", 1, { [field]: value })]),
  );
  const day = { ...asked, from: "2026-11-18" };
  await expect(source.userDays(day, caller())).rejects.toMatchObject({
    message: expect.stringContaining(`items[0].${field} `),
  });
  expect((await source.userDays({ ...day, details: false }, caller())).unread).toEqual([]);
});
