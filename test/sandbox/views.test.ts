import { expect, test } from "vitest";
import { dayAt, weekdayOf } from "../../src/sandbox/calendar.ts";
import { ALL_HANDS_NUMBER } from "../../src/sandbox/fixed-habits.ts";
import { ask, daysAgo, type Fields, FRIDAY, fields, instantOfText, listOf, secondsOfText } from "./asker.ts";

const WHOLE = { include_external_meetings: "true", include_webinar: "true", meeting_type: 2 } as const;
const sum = (rows: readonly Fields[], value: (row: Fields) => number) =>
  rows.reduce((total, row) => total + value(row), 0);

test("the daily report is the sum of the meeting list, day by day, today included", async () => {
  const asker = await ask();
  const { data } = await asker.get("/vc/v1/reports/get_daily", {
    start_time: daysAgo(13),
    end_time: daysAgo(-1) - 1,
  });
  const report = fields(data["meeting_report"]);
  const days = listOf(report["daily_report"]);
  expect(days).toHaveLength(14);
  expect(sum(days, (day) => Number(day["meeting_count"]))).toBe(Number(report["total_meeting_count"]));
  const window = { start_time: daysAgo(13), end_time: daysAgo(-1) - 1, page_size: 100 };
  const ended = await asker.all("/vc/v1/meeting_list", "meeting_list", { ...window, ...WHOLE });
  const ongoing = await asker.all("/vc/v1/meeting_list", "meeting_list", {
    ...window,
    ...WHOLE,
    meeting_status: 1,
  });
  expect(ongoing.rows.length).toBeGreaterThan(0);
  for (const day of days) {
    const rows = [...ended.rows, ...ongoing.rows].filter(
      (row) => dayAt(instantOfText(row["meeting_start_time"])) === Number(day["date"]) / 86_400,
    );
    expect(rows.length).toBe(Number(day["meeting_count"]));
    expect(sum(rows, (row) => secondsOfText(row["meeting_duration"]))).toBe(Number(day["meeting_duration"]));
    expect(sum(rows, (row) => Number(row["number_of_participants"]))).toBe(Number(day["participant_count"]));
  }
});

test("a day without meetings is left out of the report, or zero where a test asks for that", async () => {
  const window = { start_time: daysAgo(60), end_time: daysAgo(0) };
  const asker = await ask();
  const daysOf = (data: Fields) =>
    listOf(fields(data["meeting_report"])["daily_report"]).map((day) => Number(day["date"]) / 86_400);
  const { quietDay } = asker.sandbox.tenant;
  expect(daysOf((await asker.get("/vc/v1/reports/get_daily", window)).data)).not.toContain(quietDay);
  const zeros = await ask({ emptyDays: "zeros" });
  expect(daysOf((await zeros.get("/vc/v1/reports/get_daily", window)).data)).toContain(quietDay);
});

test("the all-hands takes several pages, found by the times that the meeting list gives", async () => {
  const asker = await ask();
  const found = await asker.all("/vc/v1/meeting_list", "meeting_list", {
    start_time: daysAgo(7),
    end_time: daysAgo(0),
    meeting_no: ALL_HANDS_NUMBER,
  });
  const [meeting] = found.rows;
  const { rows, pages } = await asker.all("/vc/v1/participant_list", "participants", {
    meeting_no: ALL_HANDS_NUMBER,
    meeting_start_time: instantOfText(meeting?.["meeting_start_time"]),
    meeting_end_time: instantOfText(meeting?.["meeting_end_time"]),
    page_size: 100,
  });
  expect(pages.length).toBeGreaterThanOrEqual(3);
  const ids = new Set(rows.map((row) => String(row["user_id"]) + String(row["meeting_room_id"])));
  expect(ids.size).toBe(Number(meeting?.["number_of_participants"]));
  expect(ids.size).toBeGreaterThan(200);
  const [truth] = asker.sandbox.tenant
    .meetings("2026-11-16", "2026-11-16", FRIDAY / 1000)
    .filter((one) => one.number === ALL_HANDS_NUMBER);
  expect(rows).toHaveLength(
    truth === undefined ? 0 : asker.sandbox.tenant.participations(truth, FRIDAY / 1000).length,
  );
});

test("rows are spelt as the documents' examples are", async () => {
  const asker = await ask();
  const { data } = await asker.get("/vc/v1/meeting_list", {
    start_time: daysAgo(1),
    end_time: daysAgo(0),
    page_size: 20,
  });
  const [meeting] = listOf(data["meeting_list"]);
  expect(meeting?.["meeting_id"]).toMatch(/^\d{9}$/);
  expect(meeting?.["meeting_start_time"]).toMatch(/^\d{4}\.\d\d\.\d\d \d\d:\d\d:\d\d \(GMT\+08:00\)$/);
  expect(meeting?.["meeting_duration"]).toMatch(/^\d\d:\d\d:\d\d$/);
  const stats = await asker.get("/admin/v1/admin_user_stats", {
    start_date: "2026-11-18",
    end_date: "2026-11-18",
    page_size: 60,
  });
  const [row] = listOf(stats.data["items"]);
  expect(Object.entries(row ?? {}).map(([name, value]) => `${name}: ${typeof value}`)).toMatchSnapshot();
  const top = await asker.get("/vc/v1/reports/get_top_user", {
    start_time: daysAgo(7),
    end_time: daysAgo(0),
    limit: 1,
    order_by: 2,
  });
  expect(listOf(top.data["top_user_report"])[0]).toEqual({
    id: expect.any(String),
    name: expect.any(String),
    user_type: expect.any(Number),
    meeting_count: expect.stringMatching(/^\d+$/),
    meeting_duration: expect.stringMatching(/^\d+$/),
  });
});

test("a person's day in the statistics is the time of their own participations, without the rooms'", async () => {
  const asker = await ask();
  const { tenant } = asker.sandbox;
  const { rows } = await asker.all("/admin/v1/admin_user_stats", "items", {
    start_date: "2026-11-16",
    end_date: "2026-11-17",
    page_size: 60,
  });
  const monday = rows.filter((row) => row["date"] === "2026-11-16");
  expect(monday).toHaveLength(tenant.people.filter((person) => person.createdAt < daysAgo(3)).length);
  const meetings = tenant
    .meetings("2026-11-16", "2026-11-16", FRIDAY / 1000)
    .filter((meeting) => meeting.type !== "screen_share");
  for (const row of monday) {
    const person = tenant.personOf(String(row["user_id"]), "open_id");
    const attended = meetings.filter(
      (meeting) => person !== undefined && meeting.places.includes(person.index),
    );
    const seconds = attended.flatMap((meeting) => {
      const own = tenant.participations(meeting, FRIDAY / 1000).filter((one) => one.attendee === person);
      const moments = own.flatMap((one) => [one.join, one.leave ?? 0]).sort((one, other) => one - other);
      const union = moments.slice(1).reduce((total, moment, at) => {
        const before = moments[at] ?? moment;
        return (
          total + (own.some((one) => one.join <= before && (one.leave ?? 0) >= moment) ? moment - before : 0)
        );
      }, 0);
      return [
        Math.min(
          union,
          own.reduce((total, one) => total + one.seconds, 0),
        ),
      ];
    });
    expect(row["vc_num"]).toBe(attended.length);
    expect(row["vc_active_flag"]).toBe(attended.length > 0 ? 1 : 0);
    expect(row["vc_duration"]).toBe(Math.floor(seconds.reduce((total, one) => total + one, 0) / 60));
  }
  const idle = monday.filter((row) => row["user_active_flag"] === 0);
  expect(idle.length).toBeGreaterThan(5);
  expect(idle.every((row) => row["register_time"] === "" && row["vc_num"] === 0)).toBe(true);
});

test("top users: minutes of people, rooms and callers, in order", async () => {
  const asker = await ask();
  const window = { start_time: daysAgo(28), end_time: daysAgo(0) - 1, limit: 100 };
  const byMinutes = listOf(
    (await asker.get("/vc/v1/reports/get_top_user", { ...window, order_by: 2 })).data["top_user_report"],
  );
  expect(new Set(byMinutes.map((user) => user["user_type"]))).toEqual(new Set([1, 2, 6, 7]));
  const minutes = byMinutes.map((user) => Number(user["meeting_duration"]));
  expect(minutes).toEqual(minutes.toSorted((one, other) => other - one));
  const person = byMinutes.find((user) => user["user_type"] === 1);
  const { rows } = await asker.all("/admin/v1/admin_user_stats", "items", {
    start_date: "2026-10-23",
    end_date: "2026-11-19",
    user_id: String(person?.["id"]),
    page_size: 60,
  });
  expect(rows).toHaveLength(28);
  expect(sum(rows, (row) => Number(row["vc_num"]))).toBe(Number(person?.["meeting_count"]));
  const lost = Number(person?.["meeting_duration"]) - sum(rows, (row) => Number(row["vc_duration"]));
  expect(lost).toBeGreaterThanOrEqual(0);
  expect(lost).toBeLessThan(28);
  const byCount = listOf(
    (await asker.get("/vc/v1/reports/get_top_user", { ...window, order_by: 1 })).data["top_user_report"],
  );
  const counts = byCount.map((user) => Number(user["meeting_count"]));
  expect(counts).toEqual(counts.toSorted((one, other) => other - one));
});

test("a webinar's panelists and audience are listed apart", async () => {
  const asker = await ask();
  const { rows } = await asker.all("/vc/v1/meeting_list", "meeting_list", {
    start_time: daysAgo(8),
    end_time: daysAgo(0),
    page_size: 100,
    ...WHOLE,
  });
  const webinar = rows.find((row) => Number(row["number_of_webinar_viewers"]) > 0);
  expect(weekdayOf(dayAt(instantOfText(webinar?.["meeting_start_time"])))).toBe(4);
  const key = {
    meeting_no: String(webinar?.["meeting_id"]),
    meeting_start_time: instantOfText(webinar?.["meeting_start_time"]),
    meeting_end_time: instantOfText(webinar?.["meeting_end_time"]),
  };
  const audience = await asker.all("/vc/v1/participant_list", "participants", {
    ...key,
    webinar_user_role: "3",
  });
  const panel = await asker.all("/vc/v1/participant_list", "participants", {
    ...key,
    webinar_user_role: "0",
  });
  expect(audience.rows.every((row) => row["webinar_user_role"] === "3")).toBe(true);
  expect(panel.rows.every((row) => row["webinar_user_role"] === "0")).toBe(true);
  expect(audience.rows.length).toBeGreaterThanOrEqual(Number(webinar?.["number_of_webinar_viewers"]));
});

test("rows of a day appear next day at half past nine", async () => {
  const asker = await ask();
  const rows = async () =>
    (
      await asker.all("/admin/v1/admin_user_stats", "items", {
        start_date: "2026-11-20",
        end_date: "2026-11-20",
        page_size: 60,
      })
    ).rows.length;
  expect(await rows()).toBe(0);
  asker.wait(17 * 3600 + 59 * 60 + 59);
  expect(await rows()).toBe(0);
  asker.wait(1);
  expect(await rows()).toBe(asker.sandbox.tenant.people.length);
});

test("a department's rows include those below it, by either id", async () => {
  const asker = await ask();
  const { rows } = await asker.all("/contact/v3/departments/0/children", "items", {
    fetch_child: "true",
    page_size: 50,
  });
  expect(rows).toHaveLength(asker.sandbox.tenant.departments.length);
  const galaxy = rows.find((row) => row["name"] === "Galaxy");
  const day = { start_date: "2026-11-18", end_date: "2026-11-18", page_size: 60 };
  for (const type of ["open_department_id", "department_id"]) {
    const stats = await asker.all("/admin/v1/admin_user_stats", "items", {
      ...day,
      department_id: String(galaxy?.[type]),
      department_id_type: type,
    });
    expect(stats.rows.length).toBeGreaterThan(40);
    expect(stats.rows.every((row) => String(row["department_path"]).startsWith("Galaxy/"))).toBe(true);
  }
});
