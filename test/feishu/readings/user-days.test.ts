import { expect, test } from "vitest";
import { dayCount } from "../../../src/domain/day.ts";
import type { UserDaysRequest } from "../../../src/domain/source.ts";
import { fixture, openScene, type Scene } from "../scene.ts";
import type { Scripted } from "../stand-in.ts";
import { expectedMinutes, minutesByDay, statsOf, statsPage, statsRow } from "../stats.ts";

const asked: UserDaysRequest = { from: "2026-10-19", to: "2026-11-18", idType: "open_id", details: false };
const one: UserDaysRequest = { ...asked, from: "2026-11-18" };

/** `19..26` for each request of October or November, with its page where it is not the first. */
function windows(scene: Scene): string[] {
  return scene.standIn.seen.map(({ query }) => {
    const span = `${query["start_date"]?.slice(5)}..${query["end_date"]?.slice(5)}`;
    return query["page_token"] === undefined ? span : `${span} ${query["page_token"]}`;
  });
}

test("the documents' example: a person, a department, a day", async () => {
  const example = JSON.parse(fixture("admin-user-stats"));
  example.data.has_more = false;
  const { source, standIn, caller } = await openScene([{ raw: JSON.stringify(example) }]);
  const day = { ...asked, from: "2020-02-15", to: "2020-02-15", dataRegion: "cn" } as const;
  const { value, unread, donePages } = await source.userDays(day, caller());
  expect(value).toEqual({
    people: [{ id: "ou_7dab8a3d3cdcc9da365777c7ad535d62", name: "Zhang San" }],
    departments: [{ name: "testcqlbfaaasdasdasd", path: "testkkk/testcqlbfaaasdasdasd" }],
    members: [{ person: 0, department: 0, activated: true }],
    days: [
      {
        day: "2020-02-15",
        member: Uint32Array.of(0),
        meetings: Uint16Array.of(0),
        minutes: Uint16Array.of(0),
        active: Uint8Array.of(1),
      },
    ],
  });
  expect([unread, donePages]).toEqual([[], 1]);
  expect(standIn.seen).toEqual([
    {
      method: "GET",
      path: "/open-apis/admin/v1/admin_user_stats",
      query: {
        user_id_type: "open_id",
        start_date: "2020-02-15",
        end_date: "2020-02-15",
        page_size: "60",
        target_geo: "cn",
      },
      token: "t-1",
      body: "",
    },
  ]);
});

test.each([
  ["31 days in four windows", "2026-10-19", 4, [8, 8, 8, 7]],
  ["one day in one", "2026-11-18", 4, [1]],
  ["three days in three", "2026-11-16", 4, [1, 1, 1]],
  ["90 days in four", "2026-08-21", 4, [23, 23, 22, 22]],
  ["140 days in eight", "2026-07-02", 4, [18, 18, 18, 18, 17, 17, 17, 17]],
  ["62 days in two for one chain", "2026-09-18", 1, [31, 31]],
])("%s, widest that keep all chains busy", async (_, from, maxConcurrency, lengths) => {
  const scene = await openScene(statsOf(1), { maxConcurrency });
  const { value, unread } = await scene.source.userDays({ ...asked, from }, scene.caller());
  const spans = scene.standIn.seen.map(({ query }) => `${query["start_date"]} ${query["end_date"]}`).sort();
  const days = spans.map((span) => dayCount(span.slice(0, 10), span.slice(11)));
  expect(days).toEqual(lengths);
  expect(minutesByDay(value)).toEqual(expectedMinutes(1, from, asked.to));
  expect(unread).toEqual([]);
});

test("one person: one request for each window of at most 31 days", async () => {
  const scene = await openScene(statsOf(9));
  const only = { userId: "ou_7" };
  const { value } = await scene.source.userDays({ ...asked, from: "2026-08-21", only }, scene.caller());
  expect(scene.standIn.seen).toHaveLength(3);
  expect(scene.standIn.seen[0]?.query["user_id"]).toBe("ou_7");
  expect(value.people).toEqual([{ id: "ou_7", name: "Person 7" }]);
  expect(value.days).toHaveLength(90);
});

test("a department goes up with the type of its id", async () => {
  const scene = await openScene([statsPage([])]);
  const only = { departmentId: "od-1", departmentIdType: "open_department_id" } as const;
  await scene.source.userDays({ ...one, only }, scene.caller());
  expect(scene.standIn.seen[0]?.query).toMatchObject({
    department_id: "od-1",
    department_id_type: "open_department_id",
  });
});

test.each(["days", "people"] as const)(
  "every row of every page once, whether they come by %s",
  async (order) => {
    const scene = await openScene(statsOf(100, order));
    const { value, donePages } = await scene.source.userDays(asked, scene.caller());
    expect(minutesByDay(value)).toEqual(expectedMinutes(100, asked.from, asked.to));
    // 14, 14, 14 and 12 pages: the rows of a window are a chain.
    expect([donePages, scene.standIn.seen.length]).toEqual([54, 54]);
  },
);

test("the same question again asks nothing, an overlapping one only for the days that are new", async () => {
  const scene = await openScene(statsOf(2));
  const first = await scene.source.userDays(
    { ...asked, from: "2026-11-10", to: "2026-11-15" },
    scene.caller(),
  );
  expect(windows(scene).sort()).toEqual(["11-10..11-11", "11-12..11-13", "11-14..11-14", "11-15..11-15"]);
  const again = await scene.source.userDays(
    { ...asked, from: "2026-11-10", to: "2026-11-15" },
    scene.caller(),
  );
  expect(again).toEqual(first);
  expect(scene.standIn.seen).toHaveLength(4);
  const wider = await scene.source.userDays({ ...asked, from: "2026-11-08" }, scene.caller());
  expect(windows(scene).slice(4).sort()).toEqual([
    "11-08..11-08",
    "11-09..11-09",
    "11-16..11-17",
    "11-18..11-18",
  ]);
  expect(minutesByDay(wider.value)).toEqual(expectedMinutes(2, "2026-11-08", "2026-11-18"));
  await scene.source.userDays({ ...asked, from: "2026-11-09", to: "2026-11-17" }, scene.caller());
  expect(scene.standIn.seen).toHaveLength(8);
});

test.each([
  ["identity of the app", {}, 0],
  ["filter", { only: { userId: "ou_1" } }, 1],
  ["region", { dataRegion: "sg" as const }, 1],
  ["id type", { idType: "union_id" as const }, 1],
  ["question for details", { details: true }, 1],
])("another %s is another memory", async (_, changes, requests) => {
  const scene = await openScene(statsOf(2));
  await scene.source.userDays(one, scene.caller());
  await scene.source.userDays({ ...one, ...changes }, scene.caller());
  expect(scene.standIn.seen).toHaveLength(1 + requests);
});

test("only who has a row on the days asked for is handed out", async () => {
  const moved = statsRow("2026-11-18", 1, { department_path: "Galaxy/Legal", department_name: "Legal" });
  const rows: Record<string, object[]> = {
    "2026-11-17": [statsRow("2026-11-17", 0), statsRow("2026-11-17", 1)],
    "2026-11-18": [moved, statsRow("2026-11-18", 2, { user_active_flag: 0, vc_duration: 0 })],
  };
  const scene = await openScene(({ query }) => statsPage(rows[query["start_date"] ?? ""] ?? []));
  await scene.source.userDays({ ...asked, from: "2026-11-17" }, scene.caller());
  const { value } = await scene.source.userDays(one, scene.caller());
  expect(scene.standIn.seen).toHaveLength(2);
  expect(value.people.map((person) => person.id)).toEqual(["ou_1", "ou_2"]);
  expect(value.departments.map((department) => department.path)).toEqual(["Galaxy/Legal", "Galaxy/Sales"]);
  expect(value.members).toEqual([
    { person: 0, department: 0, activated: true },
    { person: 1, department: 1, activated: false },
  ]);
  expect(value.days[0]?.member).toEqual(Uint32Array.of(0, 1));
});

test("people are called as on their latest day, in whatever order the windows were read", async () => {
  const scene = await openScene(({ query }) => {
    const date = query["start_date"] ?? "";
    return statsPage([statsRow(date, 1, { user_name: `Called on ${date}\u202e`, department_path: "" })]);
  });
  await scene.source.userDays(one, scene.caller());
  const { value } = await scene.source.userDays({ ...asked, from: "2026-11-16" }, scene.caller());
  expect(value.people).toEqual([{ id: "ou_1", name: "Called on 2026-11-18" }]);
  expect(value.departments).toEqual([{ name: "Sales", path: "Sales" }]);
});

test("a day that can still change is handed out but not kept", async () => {
  const scene = await openScene(statsOf(1));
  const recent = { ...asked, from: "2026-11-18", to: "2026-11-20" };
  const { value } = await scene.source.userDays(recent, scene.caller());
  expect(value.days).toHaveLength(3);
  await scene.source.userDays(recent, scene.caller());
  expect(windows(scene).slice(3)).toEqual(["11-20..11-20"]);
});

test.each([
  ["date", { date: "2026-11-19" }],
  ["date", { date: undefined }],
  ["user_id", { user_id: "" }],
  ["user_name", { user_name: 7 }],
  ["vc_num", { vc_num: -1 }],
  ["vc_num", { vc_num: "1e3" }],
  ["vc_num", { vc_num: undefined }],
  ["vc_duration", { vc_duration: 65_536 }],
  ["vc_duration", { vc_duration: 1.5 }],
  ["vc_active_flag", { vc_active_flag: 2 }],
  ["user_active_flag", { user_active_flag: true }],
])("a bad %s is named, and nothing is handed out", async (field, changes) => {
  const good = statsRow("2026-11-18", 1);
  const scene = await openScene([statsPage([good, statsRow("2026-11-18", 2, changes)])]);
  await expect(scene.source.userDays(one, scene.caller())).rejects.toMatchObject({
    kind: "upstream",
    message: expect.stringContaining(`items[1].${field} `),
  });
});

test("ids that the app may not see are a question of access", async () => {
  const scene = await openScene([statsPage([statsRow("2026-11-18", 2, { user_id: undefined })])]);
  const read = scene.source.userDays({ ...one, idType: "user_id" }, scene.caller());
  await expect(read).rejects.toMatchObject({
    kind: "access",
    message: expect.stringContaining("contact:user.employee_id:readonly"),
  });
});

test("the same row twice counts once, two different ones of a person and day are nonsense", async () => {
  const row = statsRow("2026-11-18", 1);
  const scene = await openScene([
    statsPage([row, row], "2"),
    statsPage([statsRow("2026-11-18", 2), row]),
    statsPage([row, statsRow("2026-11-18", 1, { vc_num: 3 })]),
    statsPage([row]),
  ]);
  const { value } = await scene.source.userDays(one, scene.caller());
  expect(value.days[0]?.minutes).toEqual(Uint16Array.of(30, 30));
  const other = { ...one, dataRegion: "us" } as const;
  await expect(scene.source.userDays(other, scene.caller())).rejects.toMatchObject({ kind: "upstream" });
  // What was folded in half is read anew.
  expect((await scene.source.userDays(other, scene.caller())).value.days[0]?.minutes).toEqual(
    Uint16Array.of(30),
  );
  expect(scene.standIn.seen).toHaveLength(4);
});

test.each([
  [1051001, 500, "input", "value"],
  [1051002, 400, "access", "authority"],
  [1051003, 400, "access", "data range"],
  [99992357, 400, "missing", "department"],
  [99992351, 400, "missing", "user id"],
])("%i is told once, as %s", async (code, status, kind, words) => {
  const reply: Scripted = { status, code };
  const scene = await openScene(() => reply);
  await expect(scene.source.userDays(one, scene.caller())).rejects.toMatchObject({
    kind,
    message: expect.stringContaining(words),
    details: { feishuCode: code },
  });
  expect(scene.standIn.seen).toHaveLength(1);
});
