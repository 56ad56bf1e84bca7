/** What holds on every day and in every zone. */
import fc from "fast-check";
import { expect, it } from "vitest";
import {
  addDays,
  addMonths,
  dayCount,
  dayOf,
  daysOf,
  endOfDay,
  firstOfMonth,
  firstOfQuarter,
  isoInstant,
  lastOfMonth,
  mondayOf,
  parseInstant,
  startOfDay,
  weekdayOf,
} from "../../src/domain/day.ts";

const APIA = "Pacific/Apia";
/** The day that Apia never had. */
const SKIPPED = "2011-12-30";

const zone = fc.constantFrom(
  APIA,
  "Asia/Shanghai",
  "America/New_York",
  "Africa/Cairo",
  "Asia/Beirut",
  "Australia/Lord_Howe",
  "America/Havana",
  "UTC",
  "+08:00",
  "-03:30",
);
const instant = fc.integer({ min: 946_684_800, max: 2_240_611_200 });
const day = fc.oneof(
  fc.integer({ min: dayNumber("2000-01-01"), max: dayNumber("2040-12-31") }).map(dayOfNumber),
  fc.constantFrom(
    SKIPPED,
    "2011-12-29",
    "2026-03-08",
    "2026-03-29",
    "2026-04-24",
    "2026-10-04",
    "2026-11-01",
  ),
);

function dayNumber(text: string): number {
  return Date.parse(text) / 86_400_000;
}

function dayOfNumber(number: number): string {
  return new Date(number * 86_400_000).toISOString().slice(0, 10);
}

it("adding and taking away the same days is nothing, and counts agree", () => {
  fc.assert(
    fc.property(day, fc.integer({ min: 0, max: 20_000 }), (date, days) => {
      const later = addDays(date, days);
      expect(addDays(later, -days)).toBe(date);
      expect(dayNumber(later) - dayNumber(date)).toBe(days);
      expect(dayCount(date, later)).toBe(days + 1);
    }),
  );
});

it("lists as many distinct days in order as it counts", () => {
  fc.assert(
    fc.property(day, fc.integer({ min: 0, max: 400 }), (date, days) => {
      const listed = daysOf(date, addDays(date, days));
      expect(listed).toHaveLength(days + 1);
      expect(listed).toEqual([...new Set(listed)].sort());
    }),
  );
});

it("weeks, months and quarters hold the days that begin them", () => {
  fc.assert(
    fc.property(day, (date) => {
      expect(weekdayOf(mondayOf(date))).toBe(1);
      expect(dayCount(mondayOf(date), date)).toBe(weekdayOf(date));
      expect(firstOfMonth(lastOfMonth(date))).toBe(firstOfMonth(date));
      expect(addDays(lastOfMonth(date), 1)).toBe(addMonths(firstOfMonth(date), 1));
      expect(dayCount(firstOfQuarter(date), date)).toBeLessThanOrEqual(92);
    }),
  );
});

it("days of a zone follow each other without a gap, and each starts on itself", () => {
  fc.assert(
    fc.property(day, zone, (date, where) => {
      expect(endOfDay(date, where) + 1).toBe(startOfDay(addDays(date, 1), where));
      const missing = where === APIA && date === SKIPPED;
      expect(dayOf(startOfDay(date, where), where)).toBe(missing ? addDays(date, 1) : date);
      expect(dayOf(endOfDay(date, where), where)).toBe(missing ? addDays(date, -1) : date);
    }),
  );
});

it("every instant lies within its own day", () => {
  fc.assert(
    fc.property(instant, zone, (at, where) => {
      const date = dayOf(at, where);
      expect(startOfDay(date, where)).toBeLessThanOrEqual(at);
      expect(endOfDay(date, where)).toBeGreaterThanOrEqual(at);
    }),
  );
});

it("an instant is read back as it was written, in whatever zone the reader is", () => {
  fc.assert(
    fc.property(instant, zone, zone, (at, written, read) => {
      expect(parseInstant(isoInstant(at, written), read)).toBe(at);
    }),
  );
});

it("no text throws, and none gives anything but whole seconds", () => {
  const likeAnInstant = fc.stringMatching(
    /^\d{4}-[0-3]\d-[0-3]\d[T ][0-2]\d:\d\d(?:Z|[+-]\d{2}(?::\d\d)?)?$/,
  );
  fc.assert(
    fc.property(fc.oneof(fc.string(), likeAnInstant), zone, (text, where) => {
      expect(parseInstant(text, where) ?? 0).toSatisfy(Number.isSafeInteger);
    }),
  );
});
