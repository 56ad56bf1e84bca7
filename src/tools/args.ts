/** Arguments that several tools share, and how any tool's arguments are read (surface.md, rule 1). */
import { z } from "zod";
import { Problem } from "../domain/problem.ts";
import { PERIODS } from "../domain/window.ts";

/** Right values of arguments whose type alone does not show one. */
const EXAMPLES = {
  period: "last_week",
  meeting_number: "123456789",
  from: "2026-11-01",
  to: "2026-11-18",
  on: "2026-11-18",
  started_at: "2026-11-18T15:00",
  expected_start: "2026-11-18T15:00",
  expected_end: "2026-11-18T16:00",
  user_id: "ou_3ec3f6a28a0d08c45d895276e8e5e19b",
  department: "Galaxy/Sales",
};

/** Arguments that are days. */
const DAYS: ReadonlySet<string> = new Set(["from", "to", "on"]);
const DAY_PATTERN = /^\d{4}-\d{2}-\d{2}$/;
const INSTANT_PATTERN = /^\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}/;

export const day = (description: string) =>
  z.string().regex(DAY_PATTERN, "a day such as 2026-11-18").describe(description);

export const instant = (description: string) =>
  z
    .string()
    .regex(INSTANT_PATTERN, "an instant such as 2026-11-18T15:00 (tenant zone) or 2026-11-18T15:00+08:00")
    .describe(description);

/** `period`, or `from` and `to`; neither means last_7_days. */
export const span = {
  period: z.enum(PERIODS).optional().describe("Or from and to. Default last_7_days (ends yesterday)"),
  from: day("First day, YYYY-MM-DD").optional(),
  to: day("Last day, included").optional(),
};

export const meetingNumber = z.string().describe("9 digits, spaces or dashes allowed");

export const idType = {
  user_id_type: z.enum(["open_id", "union_id", "user_id"]).default("open_id"),
};

export const dataRegion = {
  data_region: z.enum(["cn", "us", "sg", "jp"]).optional().describe("If the tenant has several"),
};

export const limitOf = (least: 0 | 1, usual: number) => ({
  limit: z.number().int().min(least).max(100).default(usual),
});

/** `limit` and `skip` of a list that can be read on. */
export const listPart = (usual: number) => ({
  ...limitOf(0, usual),
  skip: z.number().int().min(0).default(0).describe("Rows to pass over, to read on"),
});

/**
 * The one of several arguments that exclude each other, or none.
 * @throws Problem `input` if more than one is given: Feishu takes one filter (126007, 126008).
 */
export function oneOf<N extends string>(
  given: Readonly<Record<N, string | undefined>>,
): { name: string; value: string } | undefined {
  const all = Object.entries<string | undefined>(given).flatMap(([name, value]) =>
    value === undefined ? [] : [{ name, value }],
  );
  const [first, second] = all;
  if (first === undefined || second === undefined) return first;
  throw new Problem(
    "input",
    `${all.map((one) => one.name).join(" and ")} exclude each other: Feishu filters by one of them.`,
    `Give one, for example ${JSON.stringify({ [first.name]: first.value.slice(0, 64) })}, and filter the answer by the other.`,
  );
}

/**
 * The nine digits of a meeting number, as people write it (surface.md, rule 14).
 * @throws Problem `input` if it has another number of digits.
 */
export function nineDigits(text: string): string {
  const digits = text.replaceAll(/[\s-]/g, "");
  if (/^\d{9}$/.test(digits)) return digits;
  throw new Problem(
    "input",
    `meeting_number must have 9 digits${/^\d+$/.test(digits) ? `, not ${digits.length}` : ""}.`,
    'Give it as "123456789"; find_meetings finds the number by topic, organizer or day.',
  );
}

/**
 * Reads arguments leniently in form and strictly in meaning.
 * @throws Problem `input` that names the argument and gives a right example.
 */
export function parseArguments<I extends z.AnyZodObject>(schema: I, raw: unknown): z.output<I> {
  const parsed = schema.strict().safeParse(tidy(schema, raw ?? {}));
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  if (issue === undefined) throw parsed.error;
  throw refusal(schema, issue);
}

/** null and "" count as not given, digits as an integer, one string as a list of one, 2026/11/1 as 2026-11-01. */
function tidy(schema: z.AnyZodObject, raw: unknown): unknown {
  if (typeof raw !== "object" || raw === null || Array.isArray(raw)) return raw;
  const given = Object.entries(raw).filter(([, value]) => value !== null && value !== "");
  return Object.fromEntries(
    given.map(([name, value]) => [name, spelled(bare(schema, name), DAYS.has(name) ? dashed(value) : value)]),
  );
}

/** A year that comes first leaves no doubt which number is the month. */
function dashed(value: unknown): unknown {
  const [, year, month, day] =
    (typeof value === "string" && /^\s*(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})\s*$/.exec(value)) || [];
  if (year === undefined || month === undefined || day === undefined) return value;
  return `${year}-${month.padStart(2, "0")}-${day.padStart(2, "0")}`;
}

function spelled(type: z.ZodTypeAny | undefined, value: unknown): unknown {
  if (type instanceof z.ZodNumber && typeof value === "string" && /^\s*-?\d{1,15}\s*$/.test(value)) {
    return Number(value);
  }
  if (type instanceof z.ZodBoolean && (value === "true" || value === "false")) return value === "true";
  if (type instanceof z.ZodString && typeof value === "number") return String(value);
  if (type instanceof z.ZodEnum && typeof value === "string") return asOption(type.options, value);
  if (type instanceof z.ZodArray && typeof value === "string") return [value];
  return value;
}

/** "last week" and "Last-Week" mean last_week. */
function asOption(options: readonly string[], value: string): string {
  const spelling = value
    .trim()
    .toLowerCase()
    .replaceAll(/[\s-]+/g, "_");
  return options.includes(spelling) ? spelling : value;
}

/** The type of an argument without its default and optionality. */
function bare(schema: z.AnyZodObject, name: string): z.ZodTypeAny | undefined {
  let type: z.ZodTypeAny | undefined = Object.hasOwn(schema.shape, name) ? schema.shape[name] : undefined;
  while (type instanceof z.ZodOptional || type instanceof z.ZodDefault) {
    type = type instanceof z.ZodOptional ? type.unwrap() : type.removeDefault();
  }
  return type;
}

function refusal(schema: z.AnyZodObject, issue: z.ZodIssue): Problem {
  const known = Object.keys(schema.shape);
  if (issue.code === "unrecognized_keys") {
    return new Problem(
      "input",
      `There is no argument ${issue.keys.map((key) => JSON.stringify(key.slice(0, 40))).join(", ")}.`,
      known.length === 0 ? "This tool takes no arguments: {}." : `Known arguments: ${known.join(", ")}.`,
    );
  }
  const name = issue.path[0];
  if (name === undefined) {
    return new Problem(
      "input",
      "The arguments must be one JSON object.",
      `Known arguments: ${known.join(", ")}.`,
    );
  }
  const wanted = wish(bare(schema, String(name)));
  const isMissing = issue.code === "invalid_type" && issue.received === "undefined";
  const example = issue.code === "too_big" ? Number(issue.maximum) : wanted.example;
  return new Problem(
    "input",
    isMissing ? `${name} is not given.` : `${name} must be ${wanted.what}.`,
    `For example ${JSON.stringify(exampleOf(String(name), example))}.`,
  );
}

/** A right use of the argument; a first or last day alone would be refused. */
function exampleOf(name: string, usual: unknown): Record<string, unknown> {
  const { from, to, ...others } = EXAMPLES;
  if (name === "from" || name === "to") return { from, to };
  const example = Object.entries(others).find(([argument]) => argument === name)?.[1];
  return { [name]: example ?? usual };
}

/** What an argument takes, in words, and one right value. */
function wish(type: z.ZodTypeAny | undefined): { what: string; example: unknown } {
  if (type instanceof z.ZodEnum) {
    const values: readonly string[] = type.options;
    const instead = values.includes("last_week") ? " (or give from and to as YYYY-MM-DD)" : "";
    return { what: `one of ${values.join(", ")}${instead}`, example: values[0] };
  }
  if (type instanceof z.ZodArray) {
    const item = wish(type.element);
    return { what: `a list, each ${item.what}`, example: [item.example] };
  }
  if (type instanceof z.ZodNumber) {
    const least = type.minValue ?? 0;
    const range = type.maxValue === null ? `of at least ${least}` : `from ${least} to ${type.maxValue}`;
    return { what: `a whole number ${range}`, example: Math.max(least, Math.min(10, type.maxValue ?? 10)) };
  }
  if (type instanceof z.ZodBoolean) return { what: "true or false", example: true };
  if (type instanceof z.ZodString) {
    const pattern = type._def.checks.find((check) => check.kind === "regex");
    if (pattern?.message !== undefined) return { what: pattern.message, example: "…" };
  }
  return { what: "a text", example: "…" };
}
