/** The sandbox's own days: Feishu's statistics cut them at UTC+8, all year. A day is its number since 1970-01-01. */

const SECONDS_EAST = 28_800;
const SECONDS_A_DAY = 86_400;

export function dayAt(instant: number): number {
  return Math.floor((instant + SECONDS_EAST) / SECONDS_A_DAY);
}

/** Unix seconds of a time of day. */
export function instantOn(day: number, hours = 0, minutes = 0): number {
  return day * SECONDS_A_DAY - SECONDS_EAST + hours * 3600 + minutes * 60;
}

/** 00:00 UTC of the day's date: how the documents' example labels a day. */
export function utcLabelOf(day: number): number {
  return day * SECONDS_A_DAY;
}

/** 1 Monday … 7 Sunday. */
export function weekdayOf(day: number): number {
  return ((day + 3) % 7) + 1;
}

const dates = new Map<number, string>();

/** `2020-02-15` */
export function dateText(day: number): string {
  const known = dates.get(day);
  if (known !== undefined) return known;
  const text = new Date(day * SECONDS_A_DAY * 1000).toISOString().slice(0, 10);
  // A few years' days, however many somebody asks for.
  if (dates.size < 5_000) dates.set(day, text);
  return text;
}

/** @returns undefined if the text is no date that exists, spelt `YYYY-MM-DD`. */
export function parseDate(text: string): number | undefined {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return undefined;
  const day = Date.parse(`${text}T00:00:00Z`) / 1000 / SECONDS_A_DAY;
  return Number.isInteger(day) && dateText(day) === text ? day : undefined;
}

/** `2020-09-04 11:17:55` */
export function plainText(instant: number): string {
  const day = dayAt(instant);
  return `${dateText(day)} ${durationText(instant - instantOn(day))}`;
}

/** `2022.12.23 11:16:59 (GMT+08:00)` */
export function zonedText(instant: number): string {
  return `${plainText(instant).replaceAll("-", ".")} (GMT+08:00)`;
}

/** `00:01:52` */
export function durationText(seconds: number): string {
  return `${two(Math.floor(seconds / 3600))}:${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`;
}

function two(value: number): string {
  return value < 10 ? `0${value}` : String(value);
}

/** First days of the lunar year, the dragon boat festival and the mid-autumn festival. */
const LUNAR: Readonly<Record<string, readonly [string, string, string]>> = {
  "2024": ["02-10", "06-10", "09-17"],
  "2025": ["01-29", "05-31", "10-06"],
  "2026": ["02-17", "06-19", "09-25"],
  "2027": ["02-06", "06-09", "09-15"],
  "2028": ["01-26", "05-28", "10-03"],
  "2029": ["02-13", "06-16", "09-22"],
  "2030": ["02-03", "06-05", "09-12"],
};

export function isHoliday(day: number): boolean {
  const date = dateText(day);
  const monthDay = date.slice(5);
  if (monthDay === "01-01" || monthDay === "04-05") return true;
  if (monthDay >= "05-01" && monthDay <= "05-05") return true;
  if (monthDay >= "10-01" && monthDay <= "10-07") return true;
  const year = date.slice(0, 4);
  const lunar = LUNAR[year];
  if (lunar === undefined) return false;
  const sinceNewYear = day - (parseDate(`${year}-${lunar[0]}`) ?? day);
  return (sinceNewYear >= -1 && sinceNewYear <= 6 && monthDay < "03-01") || lunar.includes(monthDay);
}

export function isWorkday(day: number): boolean {
  return weekdayOf(day) <= 5 && !isHoliday(day);
}
