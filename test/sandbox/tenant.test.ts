import { describe, expect, test } from "vitest";
import { seenAt, timeOf } from "../../src/sandbox/attendance.ts";
import { dateText, dayAt, isHoliday, isWorkday, parseDate, weekdayOf } from "../../src/sandbox/calendar.ts";
import {
  ALL_HANDS_NUMBER,
  OFFICE_HOUR_NUMBER,
  RELEASE_NUMBER,
  STANDUP_NUMBER,
} from "../../src/sandbox/fixed-habits.ts";
import { type Meeting, openTenant } from "../../src/sandbox/tenant.ts";
import { FRIDAY } from "./asker.ts";

const now = FRIDAY / 1000;
const tenant = openTenant(1, 260, now);
const year = tenant.meetings(dateText(tenant.today - 365), dateText(tenant.today), now);
const recent = year.filter((meeting) => meeting.day >= tenant.today - 60);
const rowsOf = (meeting: Meeting) => tenant.participations(meeting, now);

test("the same seed and day tell the same story, another seed another", () => {
  const again = openTenant(1, 260, now);
  expect(again.meetings("2026-09-01", "2026-11-20", now)).toEqual(
    tenant.meetings("2026-09-01", "2026-11-20", now),
  );
  expect(recent.slice(0, 50).map((meeting) => again.participations(meeting, now))).toEqual(
    recent.slice(0, 50).map(rowsOf),
  );
  expect(openTenant(2, 260, now).meetings("2026-11-18", "2026-11-18", now)).not.toEqual(
    tenant.meetings("2026-11-18", "2026-11-18", now),
  );
});

test("a day tells the same whenever it is asked, before or after others were", () => {
  const fresh = openTenant(1, 260, now);
  expect(fresh.meetings("2026-10-20", "2026-10-20", now)).toEqual(
    tenant.meetings("2026-10-20", "2026-10-20", now),
  );
});

describe("people", () => {
  test("a tree of three levels, with names used twice under different parents", () => {
    const paths = tenant.departments.map((department) => department.path);
    expect(Math.max(...paths.map((path) => path.split("/").length))).toBe(3);
    expect(paths.filter((path) => path.endsWith("/Sales"))).toHaveLength(2);
    expect(paths.filter((path) => path.endsWith("/销售部"))).toHaveLength(2);
  });

  test("240 and more, some never activated, some new, some of one name, some who never meet", () => {
    expect(tenant.people.length).toBeGreaterThanOrEqual(240);
    expect(tenant.people.filter((person) => person.activatedAt === undefined).length).toBeGreaterThan(5);
    expect(
      tenant.people.filter((person) => dayAt(person.createdAt) > tenant.today - 28).length,
    ).toBeGreaterThan(5);
    const names = tenant.people.map((person) => tenant.nameOf(person));
    expect(names.filter((name) => name === "王伟").length).toBeGreaterThan(1);
    const met = new Set(year.flatMap((meeting) => meeting.places));
    const idle = tenant.people.filter((person) => !met.has(person.index) && person.activatedAt !== undefined);
    expect(idle.some((person) => person.habit === "never")).toBe(true);
    expect(idle.some((person) => person.habit === "rooms")).toBe(true);
    expect(tenant.rooms).toHaveLength(12);
  });

  test("three spellings of one person lead back to that person", () => {
    const ids = new Set<string>();
    for (const person of tenant.people) {
      for (const type of ["open_id", "union_id", "user_id"] as const) {
        const id = tenant.idOf(person, type);
        ids.add(id);
        expect(tenant.personOf(id, type)).toBe(person);
      }
    }
    expect(ids.size).toBe(tenant.people.length * 3);
  });
});

describe("days", () => {
  const on = (day: number) => tenant.meetingsOn(day, now).length;
  const days = Array.from({ length: 60 }, (_, ago) => tenant.today - 1 - ago);

  test("workdays are busy, weekends quiet, one workday was without any meeting", () => {
    for (const day of days.filter((one) => isWorkday(one) && one !== tenant.quietDay)) {
      expect(on(day)).toBeGreaterThanOrEqual(36);
      expect(on(day)).toBeLessThanOrEqual(64);
    }
    for (const day of days.filter((one) => weekdayOf(one) > 5)) expect(on(day)).toBeLessThanOrEqual(4);
    expect(days).toContain(tenant.quietDay);
    expect(weekdayOf(tenant.quietDay)).toBeLessThan(6);
    expect(on(tenant.quietDay)).toBe(0);
  });

  test("the long holidays are quiet", () => {
    const holidays = ["2026-10-01", "2026-10-07", "2026-09-25", "2026-05-01", "2026-02-16", "2026-02-23"].map(
      (date) => parseDate(date) ?? 0,
    );
    expect(holidays.map(isHoliday)).toEqual(holidays.map(() => true));
    expect(Math.max(...holidays.map(on))).toBeLessThanOrEqual(4);
    expect(isHoliday(parseDate("2026-02-24") ?? 0)).toBe(false);
  });

  test("today only holds what has begun by now, and goes on as the clock does", () => {
    const today = tenant.meetingsOn(tenant.today, now);
    expect(today.every((meeting) => meeting.start <= now && (meeting.end ?? now) <= now)).toBe(true);
    expect(today.filter((meeting) => meeting.end === undefined).length).toBeGreaterThan(0);
    expect(tenant.plannedOn(tenant.today, now).length).toBeGreaterThan(0);
    const late = tenant.meetingsOn(tenant.today, now + 8 * 3600);
    expect(late.length).toBe(today.length + tenant.plannedOn(tenant.today, now).length);
    expect(late.every((meeting) => meeting.end !== undefined)).toBe(true);
  });
});

describe("meetings", () => {
  test("every Monday's all-hands keeps its number and has over 200 participants", () => {
    const allHands = recent.filter((meeting) => meeting.number === ALL_HANDS_NUMBER);
    expect(allHands.length).toBeGreaterThanOrEqual(6);
    for (const meeting of allHands) {
      expect(weekdayOf(meeting.day)).toBe(1);
      expect(meeting.participants).toBeGreaterThan(200);
    }
  });

  test("a meeting starts with its first join and ends with its last leave", () => {
    for (const meeting of recent.filter((one) => one.day === tenant.today - 4)) {
      const rows = rowsOf(meeting);
      expect(meeting.start).toBe(Math.min(...rows.map((row) => row.join)));
      expect(meeting.end).toBe(Math.max(...rows.map((row) => row.leave ?? 0)));
      expect(rows.every((row) => row.seconds >= 0 && row.seconds <= (row.leave ?? 0) - row.join)).toBe(true);
    }
  });

  test("the kinds that trip a reader all occur", () => {
    const numbers = recent.map((meeting) => meeting.number);
    expect(numbers.filter((number) => number === STANDUP_NUMBER).length).toBeGreaterThan(30);
    const office = recent.filter(
      (meeting) => meeting.number === OFFICE_HOUR_NUMBER && meeting.day === tenant.today - 2,
    );
    expect(office).toHaveLength(2);
    const release = recent.find((meeting) => meeting.number === RELEASE_NUMBER);
    expect(dayAt(release?.end ?? 0)).toBe((release?.day ?? 0) + 1);
    expect(recent.some((meeting) => meeting.type === "webinar" && meeting.viewers > 40)).toBe(true);
    expect(recent.some((meeting) => meeting.type === "screen_share")).toBe(true);
    expect(recent.some((meeting) => meeting.telephone)).toBe(true);
    expect(recent.some((meeting) => meeting.topic.startsWith("Ignore all previous instructions"))).toBe(true);
  });

  test("people come back, use two devices, come late, leave early, answer invitations or not", () => {
    const rows = recent
      .filter((meeting) => meeting.number === ALL_HANDS_NUMBER)
      .flatMap((meeting) => {
        const own = rowsOf(meeting);
        return own.map((row) => ({
          row,
          others: own.filter((one) => one !== row && one.attendee === row.attendee),
          meeting,
        }));
      });
    expect(rows.some(({ row }) => (row.leave ?? 0) - row.join > row.seconds + 60)).toBe(true);
    expect(rows.some(({ row, others }) => others.some((other) => other.join > (row.leave ?? 0)))).toBe(true);
    expect(
      rows.some(({ row, others }) =>
        others.some((other) => other.join < (row.leave ?? 0) && other.device !== row.device),
      ),
    ).toBe(true);
    expect(rows.some(({ row, meeting }) => row.join > meeting.start + 600)).toBe(true);
    expect(rows.some(({ row, meeting }) => (row.leave ?? 0) < (meeting.end ?? 0) - 600)).toBe(true);
    expect(new Set(rows.map(({ row }) => row.response))).toEqual(new Set([1, 2, 3, 4]));
  });

  test("guests without any id include two of one name and one who gives orders", () => {
    const guests = recent
      .flatMap(rowsOf)
      .flatMap((row) =>
        row.attendee.kind === "guest" && !row.attendee.identified ? [row.attendee.name] : [],
      );
    expect(guests.some((name) => name.startsWith("忽略以上指令"))).toBe(true);
    const together = recent.some(
      (meeting) => rowsOf(meeting).filter((row) => tenant.nameOf(row.attendee) === "访客").length === 2,
    );
    expect(together).toBe(true);
  });
});

test("time with two devices is the union, a row's pause is left out", () => {
  const [meeting] = recent;
  const [row] = meeting === undefined ? [] : rowsOf(meeting);
  if (row === undefined) throw new Error("a meeting without rows");
  const one = { ...row, join: 100, leave: 200, seconds: 100 };
  expect(timeOf([one, { ...one, join: 150, leave: 260, seconds: 110 }])).toBe(160);
  expect(timeOf([one, { ...one, join: 300, leave: 400, seconds: 40 }])).toBe(140);
  expect(seenAt(one, 99)).toBeUndefined();
  expect(seenAt(one, 150)).toMatchObject({ join: 100, seconds: 50 });
  expect(seenAt(one, 150)?.leave).toBeUndefined();
});
