import { expect, test } from "vitest";
import { dailyData, dailyRow } from "../rows.ts";
import { fixture, NOW, openScene } from "../scene.ts";

const utc = (day: string) => Date.parse(`${day}T00:00:00Z`) / 1000;
const shanghai = (day: string) => Date.parse(`${day}T00:00:00+08:00`) / 1000;

test("the documents' example: seconds, and a label that is a UTC midnight", async () => {
  const { source, standIn, caller } = await openScene([{ raw: fixture("get-daily") }]);
  const reading = await source.dailyUsage(
    { from: "2020-12-28", to: "2020-12-28", through: "2020-12-28" },
    caller(),
  );
  expect(reading).toEqual({
    value: {
      days: [{ day: "2020-12-28", meetings: 100, seconds: 147680, participants: 2000 }],
      totals: { meetings: 100, seconds: 300000, participants: 20000 },
    },
    unread: [],
    readAt: NOW,
    donePages: 1,
  });
  expect(standIn.seen).toEqual([
    {
      method: "GET",
      path: "/open-apis/vc/v1/reports/get_daily",
      query: { start_time: String(shanghai("2020-12-28")), end_time: String(shanghai("2020-12-29") - 1) },
      token: "t-1",
      body: "",
    },
  ]);
});

test("a label that is the tenant's midnight is that day in the tenant's zone", async () => {
  const { source, caller } = await openScene([
    dailyData([dailyRow(shanghai("2026-11-18")), dailyRow(shanghai("2026-11-17"))]),
  ]);
  const { value } = await source.dailyUsage(
    { from: "2026-11-17", to: "2026-11-18", through: "2026-11-18" },
    caller(),
  );
  expect(value.days.map((row) => row.day)).toEqual(["2026-11-17", "2026-11-18"]);
});

test("west of Greenwich the span begins at the UTC midnight, and a later row inside it is handed out", async () => {
  const { source, standIn, caller } = await openScene(
    [dailyData([dailyRow(utc("2026-11-16")), dailyRow(utc("2026-11-17")), dailyRow(utc("2026-11-18"))])],
    { zone: "America/New_York" },
  );
  const { value } = await source.dailyUsage(
    { from: "2026-11-17", to: "2026-11-17", through: "2026-11-17" },
    caller(),
  );
  expect(value.days.map((row) => row.day)).toEqual(["2026-11-17", "2026-11-18"]);
  expect(standIn.seen[0]?.query["start_time"]).toBe(String(utc("2026-11-17")));
});

test.each([
  ["twice", [dailyRow(utc("2026-11-17")), dailyRow(utc("2026-11-17"))], 1],
  ["outside", [dailyRow(utc("2026-11-12"))], 0],
])("a label that stands there %s is nonsense", async (_, rows, index) => {
  const { source, caller } = await openScene([dailyData(rows)]);
  await expect(
    source.dailyUsage({ from: "2026-11-16", to: "2026-11-18", through: "2026-11-18" }, caller()),
  ).rejects.toMatchObject({
    kind: "upstream",
    message: `Feishu's reply for the meeting report cannot be used: meeting_report.daily_report[${index}].date is missing or not as documented.`,
  });
});

test("the day 90 days ago is tried; refused, it is missing and the rest is there", async () => {
  const { source, standIn, caller } = await openScene([
    { status: 400, code: 121003 },
    dailyData([dailyRow(utc("2026-08-23"))]),
  ]);
  const reading = await source.dailyUsage(
    { from: "2026-08-22", to: "2026-08-23", through: "2026-08-23" },
    caller(),
  );
  expect(reading.value.days.map((row) => row.day)).toEqual(["2026-08-23"]);
  expect(reading.unread).toMatchObject([
    { from: "2026-08-22", to: "2026-08-22", problem: { kind: "missing" } },
  ]);
  expect(standIn.seen.map((seen) => seen.query["start_time"])).toEqual([
    String(shanghai("2026-08-22")),
    String(shanghai("2026-08-23")),
  ]);
});

test("a refusal inside the certain reach is told and not asked again", async () => {
  const { source, standIn, caller } = await openScene([{ status: 400, code: 121003 }]);
  const asked = source.dailyUsage({ from: "2026-11-01", to: "2026-11-05", through: "2026-11-05" }, caller());
  await expect(asked).rejects.toMatchObject({ kind: "input", details: { feishuCode: 121003 } });
  expect(standIn.seen).toHaveLength(1);
});

test("the place of the data goes up as Feishu's number", async () => {
  const { source, standIn, caller } = await openScene([dailyData([])]);
  await source.dailyUsage(
    { from: "2026-11-17", to: "2026-11-17", through: "2026-11-17", dataRegion: "jp" },
    caller(),
  );
  expect(standIn.seen[0]?.query["unit"]).toBe("3");
});

test("a finished span is asked for once, a span that can still change each time", async () => {
  const rows = [dailyRow(utc("2026-11-17")), dailyRow(utc("2026-11-18"))];
  const { source, standIn, caller } = await openScene(() => dailyData(rows));
  const finished = { from: "2026-11-10", to: "2026-11-18", through: "2026-11-18" };
  const first = await source.dailyUsage(finished, caller());
  expect(await source.dailyUsage(finished, caller())).toEqual(first);
  expect(standIn.seen).toHaveLength(1);
  const running = { from: "2026-11-10", to: "2026-11-20", through: "2026-11-20" };
  await source.dailyUsage(running, caller());
  await source.dailyUsage(running, caller());
  expect(standIn.seen).toHaveLength(3);
});

test("asked through today to prove that its days had none, a finished span is asked for once all the same", async () => {
  const rows = [dailyRow(utc("2026-11-17")), dailyRow(utc("2026-11-19"))];
  const { source, standIn, caller } = await openScene(() => dailyData(rows));
  const finished = { from: "2026-11-10", to: "2026-11-20", through: "2026-11-18" };
  await source.dailyUsage(finished, caller());
  await source.dailyUsage(finished, caller());
  expect(standIn.seen).toHaveLength(1);
  await source.dailyUsage({ ...finished, through: "2026-11-20" }, caller());
  expect(standIn.seen).toHaveLength(2);
});

test("while no later row proves anything about a finished day it is asked anew", async () => {
  const { source, standIn, caller } = await openScene(() => dailyData([dailyRow(utc("2026-11-17"))]));
  const finished = { from: "2026-11-10", to: "2026-11-20", through: "2026-11-18" };
  await source.dailyUsage(finished, caller());
  await source.dailyUsage(finished, caller());
  expect(standIn.seen).toHaveLength(2);
});
