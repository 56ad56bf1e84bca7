import { describe, expect, it } from "vitest";
import {
  addDays,
  addMonths,
  dayCount,
  dayOf,
  daysOf,
  endOfDay,
  firstOfMonth,
  firstOfQuarter,
  instantAt,
  isDay,
  isoInstant,
  isZone,
  lastOfMonth,
  mondayOf,
  parseInstant,
  startOfDay,
  weekdayOf,
} from "../../src/domain/day.ts";

const SHANGHAI = "Asia/Shanghai";
const NEW_YORK = "America/New_York";
const CAIRO = "Africa/Cairo";
const BEIRUT = "Asia/Beirut";
const LORD_HOWE = "Australia/Lord_Howe";
const APIA = "Pacific/Apia";
const HAVANA = "America/Havana";
const SKIPPED = "2011-12-30";

describe("isDay", () => {
  it.each(["2026-11-18", "2024-02-29", "2000-02-29", "0001-01-01"])("takes %s", (text) => {
    expect(isDay(text)).toBe(true);
  });

  it.each([
    "2026-02-29",
    "1900-02-29",
    "2026-02-30",
    "2026-13-01",
    "2026-00-10",
    "2026-11-00",
    "2026-1-8",
    "20261118",
    "2026-11-18T00:00",
    " 2026-11-18",
    "2026-11-18\n",
    "yesterday",
    "",
  ])("refuses %j", (text) => {
    expect(isDay(text)).toBe(false);
  });
});

describe("isZone", () => {
  it.each(["Asia/Shanghai", "UTC", "America/Port-au-Prince", "Etc/GMT+8", "+08:00", "-0330", "+08"])(
    "takes %s",
    (text) => {
      expect(isZone(text)).toBe(true);
    },
  );

  it.each(["Asia/Nowhere", "Beijing time", "+8", "+08:00:30", "+25:00", "2026-11-18T00:00Z", ""])(
    "refuses %j",
    (text) => {
      expect(isZone(text)).toBe(false);
    },
  );
});

describe("calendar", () => {
  it.each([
    ["2026-11-18", -18, "2026-10-31"],
    ["2024-02-28", 1, "2024-02-29"],
    ["2026-12-31", 1, "2027-01-01"],
  ])("%s and %i days is %s", (from, days, to) => {
    expect(addDays(from, days)).toBe(to);
  });

  it.each([
    ["2026-01-31", 1, "2026-02-28"],
    ["2024-01-31", 1, "2024-02-29"],
    ["2026-03-31", -1, "2026-02-28"],
    ["2026-11-30", 3, "2027-02-28"],
  ])("%s and %i months is %s: a day that is missing becomes the last", (from, months, to) => {
    expect(addMonths(from, months)).toBe(to);
  });

  it.each([
    ["2026-11-18", 3, "2026-11-16", "2026-11-01", "2026-11-30", "2026-10-01"],
    ["2027-01-03", 7, "2026-12-28", "2027-01-01", "2027-01-31", "2027-01-01"],
    ["2024-02-29", 4, "2024-02-26", "2024-02-01", "2024-02-29", "2024-01-01"],
    ["2026-06-01", 1, "2026-06-01", "2026-06-01", "2026-06-30", "2026-04-01"],
    ["2026-12-31", 4, "2026-12-28", "2026-12-01", "2026-12-31", "2026-10-01"],
  ])("%s is weekday %i, in the week of %s, the month %s to %s, the quarter of %s", (...row) => {
    const [date] = row;
    expect([
      date,
      weekdayOf(date),
      mondayOf(date),
      firstOfMonth(date),
      lastOfMonth(date),
      firstOfQuarter(date),
    ]).toEqual(row);
  });

  it("counts and lists both ends, and nothing backwards", () => {
    expect(daysOf("2026-02-27", "2026-03-01")).toEqual(["2026-02-27", "2026-02-28", "2026-03-01"]);
    expect(dayCount("2026-11-18", "2026-11-18")).toBe(1);
    expect(dayCount("2026-11-18", "2026-11-16")).toBeLessThanOrEqual(0);
    expect(daysOf("2026-11-18", "2026-11-16")).toEqual([]);
  });
});

describe("days whose clock is changed", () => {
  it.each([
    ["an ordinary one", "2026-11-18", SHANGHAI, "2026-11-18T00:00:00+08:00", "2026-11-18T23:59:59+08:00", 24],
    ["a fixed offset", "2026-11-18", "-03:30", "2026-11-18T00:00:00-03:30", "2026-11-18T23:59:59-03:30", 24],
    [
      "New York, forward",
      "2026-03-08",
      NEW_YORK,
      "2026-03-08T00:00:00-05:00",
      "2026-03-08T23:59:59-04:00",
      23,
    ],
    ["New York, back", "2026-11-01", NEW_YORK, "2026-11-01T00:00:00-04:00", "2026-11-01T23:59:59-05:00", 25],
    [
      "Cairo, midnight skipped",
      "2026-04-24",
      CAIRO,
      "2026-04-24T01:00:00+03:00",
      "2026-04-24T23:59:59+03:00",
      23,
    ],
    ["Cairo, 23:00 twice", "2026-10-29", CAIRO, "2026-10-29T00:00:00+03:00", "2026-10-29T23:59:59+02:00", 25],
    [
      "Beirut, midnight skipped",
      "2026-03-29",
      BEIRUT,
      "2026-03-29T01:00:00+03:00",
      "2026-03-29T23:59:59+03:00",
      23,
    ],
    [
      "Beirut, 23:00 twice",
      "2026-10-24",
      BEIRUT,
      "2026-10-24T00:00:00+03:00",
      "2026-10-24T23:59:59+02:00",
      25,
    ],
    [
      "Havana, midnight twice",
      "2026-11-01",
      HAVANA,
      "2026-11-01T00:00:00-04:00",
      "2026-11-01T23:59:59-05:00",
      25,
    ],
    [
      "Lord Howe, forward",
      "2026-10-04",
      LORD_HOWE,
      "2026-10-04T00:00:00+10:30",
      "2026-10-04T23:59:59+11:00",
      23.5,
    ],
    [
      "Lord Howe, back",
      "2026-04-05",
      LORD_HOWE,
      "2026-04-05T00:00:00+11:00",
      "2026-04-05T23:59:59+10:30",
      24.5,
    ],
    [
      "Apia before the skip",
      "2011-12-29",
      APIA,
      "2011-12-29T00:00:00-10:00",
      "2011-12-29T23:59:59-10:00",
      24,
    ],
    ["Apia after the skip", "2011-12-31", APIA, "2011-12-31T00:00:00+14:00", "2011-12-31T23:59:59+14:00", 24],
  ])("%s: %s in %s lasts from %s to %s, %d hours", (_, date, where, first, last, hours) => {
    const [start, end] = [startOfDay(date, where), endOfDay(date, where)];
    expect([isoInstant(start, where), isoInstant(end, where)]).toEqual([first, last]);
    expect((end + 1 - start) / 3600).toBe(hours);
    expect([start - 1, start, end, end + 1].map((at) => dayOf(at, where) === date)).toEqual([
      false,
      true,
      true,
      false,
    ]);
  });

  it("gives the day that Apia never had no second at all", () => {
    expect(startOfDay(SKIPPED, APIA)).toBe(startOfDay("2011-12-31", APIA));
    expect(endOfDay(SKIPPED, APIA)).toBe(endOfDay("2011-12-29", APIA));
  });

  it("takes the earlier of two like times and moves on from one that is skipped", () => {
    expect(isoInstant(instantAt("2026-11-01", "01:30", NEW_YORK), NEW_YORK)).toBe(
      "2026-11-01T01:30:00-04:00",
    );
    expect(isoInstant(instantAt("2026-03-08", "02:30", NEW_YORK), NEW_YORK)).toBe(
      "2026-03-08T03:30:00-04:00",
    );
    expect(isoInstant(instantAt("2026-10-04", "02:15", LORD_HOWE), LORD_HOWE)).toBe(
      "2026-10-04T02:45:00+11:00",
    );
  });
});

describe("parseInstant", () => {
  const THREE_IN_NEW_YORK = Date.parse("2026-11-18T15:00:00-05:00") / 1000;

  it.each([
    ["2026-11-18T15:00", THREE_IN_NEW_YORK],
    ["2026-11-18 15:00", THREE_IN_NEW_YORK],
    ["2026-11-18T15:00:07", THREE_IN_NEW_YORK + 7],
    ["2026-11-18T15:00:07.999", THREE_IN_NEW_YORK + 7],
    ["2026-11-18T15:00Z", THREE_IN_NEW_YORK - 5 * 3600],
    ["2026-11-18T15:00:00z", THREE_IN_NEW_YORK - 5 * 3600],
    ["2026-11-18T15:00+08:00", THREE_IN_NEW_YORK - 13 * 3600],
    ["2026-11-18 15:00:00.5+08:00", THREE_IN_NEW_YORK - 13 * 3600],
    ["2026-11-18T15:00+0800", THREE_IN_NEW_YORK - 13 * 3600],
    ["2026-11-18T15:00+08", THREE_IN_NEW_YORK - 13 * 3600],
    ["2026-11-18T15:00-03:30", THREE_IN_NEW_YORK - 1.5 * 3600],
    ["1969-12-31T23:59:59.5Z", -1],
  ])("reads %s", (text, expected) => {
    expect(parseInstant(text, NEW_YORK)).toBe(expected);
  });

  it.each([
    "2026-11-18",
    "2026-11-18T15",
    "2026-11-18T1500",
    "2026-11-18T24:00",
    "2026-11-18T15:60",
    "2026-02-30T15:00",
    "2026-02-30T15:00Z",
    "2026-11-18T15:00+25:00",
    "2026-11-18T15:00+8",
    "2026-11-18T15:00+08:00:30",
    "2026-11-18T15:00 +08:00",
    "2026-11-18T15:00+08:00[Asia/Shanghai]",
    "2026-11-18T15:00[Asia/Shanghai]",
    "2026-11-18T15:00 Beijing time",
    "2026-11-18T15:00\n",
    "1763449200",
    "",
  ])("refuses %j and never drops what it cannot read", (text) => {
    expect(parseInstant(text, NEW_YORK)).toBeUndefined();
  });
});
