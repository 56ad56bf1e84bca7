/** How Feishu spells the fields that several replies share. What does not fit is refused, never guessed. */
import { z } from "zod";
import type { UnixSeconds } from "../../domain/day.ts";
import type { PersonalGroup } from "../../domain/meeting.ts";
import { withoutPhoneNumber } from "../../domain/phone.ts";
import { NAME_CHARACTERS, plainText } from "../../domain/text.ts";

const MINUTE = 60;
const HOUR = 60 * MINUTE;
const MOMENT =
  /^(\d{4})\.(\d{2})\.(\d{2}) (\d{2}):(\d{2}):(\d{2}) \((?:GMT|UTC)(?:([+-])(\d{1,2})(?::?(\d{2}))?)?\)$/;
const DURATION = /^(\d{1,5}):([0-5]\d):([0-5]\d)$/;

/** A count of zero or more: mostly digits in a string. */
export const wholeNumber = z.union([z.string(), z.number()]).transform((value, context) => {
  const number = typeof value === "number" ? value : /^\d{1,15}$/.test(value) ? Number(value) : Number.NaN;
  if (Number.isSafeInteger(number) && number >= 0) return number;
  context.addIssue({ code: z.ZodIssueCode.custom });
  return z.NEVER;
});

/** `2022.12.23 11:16:59 (GMT+08:00)` as unix seconds. */
export const moment = z.string().transform((value, context) => {
  const seconds = parseMoment(value);
  if (seconds !== undefined) return seconds;
  context.addIssue({ code: z.ZodIssueCode.custom });
  return z.NEVER;
});

/** A moment that has not come yet is empty or left out. */
export const momentOrNone = optional(moment);

/** `HH:MM:SS` as seconds; the hours go beyond 24. */
export const duration = z.string().transform((value, context) => {
  const [, hours, minutes, seconds] = DURATION.exec(value) ?? [];
  if (hours !== undefined) return Number(hours) * HOUR + Number(minutes) * MINUTE + Number(seconds);
  context.addIssue({ code: z.ZodIssueCode.custom });
  return z.NEVER;
});

export const durationOrNone = optional(duration);

/** A text that may be empty or left out. */
export const text = z
  .string()
  .nullish()
  .transform((value) => value ?? "");

/** A flag that only describes: left out means no. */
export const flag = z
  .boolean()
  .nullish()
  .transform((value) => value ?? false);

export const pageFields = {
  has_more: z.boolean(),
  page_token: z.string().nullish(),
};

/** The longest that an e-mail address may be; ids are shorter. Cut, they would be other ones. */
export const IDENTIFIER_CHARACTERS = 254;

/** The name of someone; that of a caller may be their number, which belongs to the group `contact`. */
export function nameOf(value: string, personal: ReadonlySet<PersonalGroup>): string {
  const name = plainText(value, NAME_CHARACTERS);
  return personal.has("contact") ? name : withoutPhoneNumber(name);
}

/** Typed text made harmless, or nothing where it is empty. */
export function textOrNone(value: string, characters = NAME_CHARACTERS): string | undefined {
  const kept = plainText(value, characters);
  return kept === "" ? undefined : kept;
}

function optional<Input, Output>(field: z.ZodType<Output, z.ZodTypeDef, Input>) {
  return z
    .union([z.literal("").transform(() => undefined), z.null().transform(() => undefined), field])
    .optional();
}

function parseMoment(value: string): UnixSeconds | undefined {
  const parts = MOMENT.exec(value);
  if (parts === null) return undefined;
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = parts.slice(1, 7).map(Number);
  const milliseconds = Date.UTC(year, month - 1, day, hour, minute, second);
  const spelled = [year, month, day]
    .map((part, index) => String(part).padStart(index === 0 ? 4 : 2, "0"))
    .join("-");
  // Date.UTC carries 2026-02-30 over into March: only a moment that exists is spelled as it was given.
  if (hour > 23 || minute > 59 || second > 59) return undefined;
  if (new Date(milliseconds).toISOString().slice(0, 10) !== spelled) return undefined;
  const sign = parts[7];
  const offsetHours = Number(parts[8] ?? 0);
  const offsetMinutes = Number(parts[9] ?? 0);
  if (offsetHours > 14 || offsetMinutes > 59) return undefined;
  const offset = (offsetHours * HOUR + offsetMinutes * MINUTE) * (sign === "-" ? -1 : 1);
  return milliseconds / 1000 - offset;
}
