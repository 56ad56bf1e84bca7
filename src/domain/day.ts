/** Calendar days, and instants seen in a time zone. Weeks start on Monday. */
import { Temporal } from "temporal-polyfill";

/** `YYYY-MM-DD`: sorts as text in order of time. */
export type Day = string;
export type UnixSeconds = number;
/** An IANA name such as `Asia/Shanghai`, or a fixed offset such as `+08:00`. */
export type Zone = string;

/** Matched to its end, because Temporal reads an instant's wall clock and drops an offset in silence. */
const INSTANT =
  /^\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?(?<offset>Z|[+-]\d{2}(?::?\d{2})?)?$/i;

/** Whether it is a day that exists: `2026-02-30` is none. */
export function isDay(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  try {
    return Temporal.PlainDate.from(text, { overflow: "reject" }).toString() === text;
  } catch {
    // Temporal has no other way to say that a date does not exist.
    return false;
  }
}

/** Whether the zone is known: an IANA name or a fixed offset. */
export function isZone(zone: Zone): boolean {
  // Temporal would also take the zone out of a whole instant: `2026-11-18T00:00Z`.
  if (!/^(?:[a-z]|[+-]\d{2}(?::?\d{2})?$)/i.test(zone)) return false;
  try {
    Temporal.Instant.fromEpochMilliseconds(0).toZonedDateTimeISO(zone);
    return true;
  } catch {
    return false;
  }
}

export function addDays(day: Day, days: number): Day {
  return Temporal.PlainDate.from(day).add({ days }).toString();
}

/** Months later; a day that the month does not have becomes its last one. */
export function addMonths(day: Day, months: number): Day {
  return Temporal.PlainDate.from(day).add({ months }).toString();
}

/** How many days lie from one to the other, both included. */
export function dayCount(from: Day, to: Day): number {
  return Temporal.PlainDate.from(from).until(to, { largestUnit: "days" }).days + 1;
}

/** Every day from one to the other, both included. */
export function daysOf(from: Day, to: Day): Day[] {
  const first = Temporal.PlainDate.from(from);
  return Array.from({ length: Math.max(0, dayCount(from, to)) }, (_, days) => first.add({ days }).toString());
}

/** 1 Monday … 7 Sunday. */
export function weekdayOf(day: Day): number {
  return Temporal.PlainDate.from(day).dayOfWeek;
}

export function mondayOf(day: Day): Day {
  return addDays(day, 1 - weekdayOf(day));
}

export function firstOfMonth(day: Day): Day {
  return `${day.slice(0, 7)}-01`;
}

export function lastOfMonth(day: Day): Day {
  return addDays(addMonths(firstOfMonth(day), 1), -1);
}

export function firstOfQuarter(day: Day): Day {
  const month = Math.floor((Number(day.slice(5, 7)) - 1) / 3) * 3 + 1;
  return `${day.slice(0, 4)}-${String(month).padStart(2, "0")}-01`;
}

/** The calendar day on which an instant falls in a zone. */
export function dayOf(instant: UnixSeconds, zone: Zone): Day {
  return zoned(instant, zone).toPlainDate().toString();
}

/** The first instant of a day in a zone: 01:00 where midnight is skipped. */
export function startOfDay(day: Day, zone: Zone): UnixSeconds {
  return Temporal.PlainDate.from(day).toZonedDateTime(zone).startOfDay().epochMilliseconds / 1000;
}

/** The last whole second of a day in a zone. */
export function endOfDay(day: Day, zone: Zone): UnixSeconds {
  return startOfDay(addDays(day, 1), zone) - 1;
}

/** A wall-clock time on a day in a zone, as an instant. */
export function instantAt(day: Day, time: string, zone: Zone): UnixSeconds {
  return Temporal.PlainDateTime.from(`${day}T${time}`).toZonedDateTime(zone).epochMilliseconds / 1000;
}

/** `2026-11-18T15:00:00+08:00`. */
export function isoInstant(instant: UnixSeconds, zone: Zone): string {
  return zoned(instant, zone).toString({ timeZoneName: "never", smallestUnit: "second" });
}

/**
 * An ISO 8601 instant; without an offset it is meant in the zone.
 * @returns undefined if the text is no instant.
 */
export function parseInstant(text: string, zone: Zone): UnixSeconds | undefined {
  const parts = INSTANT.exec(text);
  if (parts === null) return undefined;
  try {
    const { epochMilliseconds } = parts.groups?.["offset"]
      ? Temporal.Instant.from(text)
      : Temporal.PlainDateTime.from(text, { overflow: "reject" }).toZonedDateTime(zone);
    return Math.floor(epochMilliseconds / 1000);
  } catch {
    // Temporal has no other way to say that a day or a time does not exist.
    return undefined;
  }
}

export function earlierDay(one: Day, other: Day): Day {
  return one < other ? one : other;
}

export function laterDay(one: Day, other: Day): Day {
  return one > other ? one : other;
}

function zoned(instant: UnixSeconds, zone: Zone): Temporal.ZonedDateTime {
  return Temporal.Instant.fromEpochMilliseconds(instant * 1000).toZonedDateTimeISO(zone);
}
