import { expect, test } from "vitest";
import { fixture, openScene } from "../scene.ts";

const asked = { from: "2026-11-01", to: "2026-11-07", orderBy: "minutes", idType: "open_id" } as const;

test("the documents' example: minutes, and always a hundred asked for", async () => {
  const { source, standIn, caller } = await openScene([{ raw: fixture("get-top-user") }]);
  const { value } = await source.topUsers(asked, caller());
  expect(value).toEqual({
    users: [
      {
        id: "ou_3ec3f6a28a0d08c45d895276e8e5e19b",
        name: "name",
        kind: "person",
        meetings: 100,
        minutes: 3000,
      },
    ],
    idType: "open_id",
  });
  expect(standIn.seen[0]?.query).toEqual({
    start_time: String(Date.parse("2026-11-01T00:00:00+08:00") / 1000),
    end_time: String(Date.parse("2026-11-07T23:59:59+08:00") / 1000),
    limit: "100",
    order_by: "2",
    user_id_type: "open_id",
  });
});

test("rooms and callers are told from people", async () => {
  const rows = [1, 2, 3, 4, 5, 6, 7].map((user_type) => ({
    id: "",
    name: `n${user_type}`,
    user_type,
    meeting_count: "9",
    meeting_duration: "10",
  }));
  const { source, caller } = await openScene([{ data: { top_user_report: rows } }]);
  const { value } = await source.topUsers({ ...asked, orderBy: "meetings" }, caller());
  expect(value.users.map((user) => user.kind)).toEqual([
    "person",
    "room",
    "other",
    "other",
    "other",
    "phone",
    "phone",
  ]);
  expect(value.users[0]).not.toHaveProperty("id");
});

test("a room among user ids: asked again with open ids, and said so", async () => {
  const { source, standIn, caller } = await openScene([
    { status: 400, code: 122359 },
    { raw: fixture("get-top-user") },
  ]);
  const { value } = await source.topUsers({ ...asked, idType: "user_id" }, caller());
  expect(value.idType).toBe("open_id");
  expect(standIn.seen.map((seen) => seen.query["user_id_type"])).toEqual(["user_id", "open_id"]);
});

test("a number that is none is named, never guessed", async () => {
  const row = { id: "a", name: "b", user_type: 1, meeting_count: "1e3", meeting_duration: "10" };
  const { source, caller } = await openScene([{ data: { top_user_report: [row] } }]);
  await expect(source.topUsers(asked, caller())).rejects.toMatchObject({
    kind: "upstream",
    message: expect.stringContaining("top_user_report[0].meeting_count"),
  });
});

test("the day 90 days ago is tried; refused, it is missing and nobody is ranked", async () => {
  const { source, standIn, caller } = await openScene([{ status: 400, code: 121003 }]);
  const reading = await source.topUsers({ ...asked, from: "2026-08-22", to: "2026-09-01" }, caller());
  expect(reading.value).toEqual({ users: [], idType: "open_id" });
  expect(reading.unread).toMatchObject([
    { from: "2026-08-22", to: "2026-08-22", problem: { kind: "missing" } },
  ]);
  expect(standIn.seen).toHaveLength(1);
});

test.each([
  ["inside the certain reach", "2026-08-23", "2026-09-01"],
  ["wholly out of reach", "2026-08-01", "2026-08-22"],
])("a refusal %s fails the call", async (_, from, to) => {
  const { source, caller } = await openScene([{ status: 400, code: 121003 }]);
  await expect(source.topUsers({ ...asked, from, to }, caller())).rejects.toMatchObject({ kind: "input" });
});
