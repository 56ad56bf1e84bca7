import { expect, test } from "vitest";
import { z } from "zod";
import { listingOf } from "../../src/server/listing.ts";
import { LISTING } from "../../src/server/prepared-listing.ts";
import { defineTool } from "../../src/tools/tool.ts";
import { standIn } from "./in-memory.ts";

/** surface.md, rule 1; the last one says that an argument is refused if it is unknown. */
const INPUT_KEYWORDS = [
  "type",
  "properties",
  "required",
  "enum",
  "items",
  "description",
  "default",
  "minimum",
  "maximum",
  "pattern",
  "additionalProperties",
];

const nested = defineTool({
  name: "nested",
  title: "Nested",
  description: "",
  effect: "read",
  input: z.object({ days: z.array(z.string()).optional(), kind: z.enum(["a", "b"]).default("a") }),
  output: z.object({ summary: z.string(), rows: z.array(z.object({ day: z.string() })).optional() }),
  answer: async () => ({ summary: "" }),
});

function keywordsOf(schema: unknown): string[] {
  if (typeof schema !== "object" || schema === null) return [];
  return Object.entries(schema).flatMap(([name, value]: [string, unknown]) =>
    name === "properties" && typeof value === "object" && value !== null
      ? [name, ...Object.values(value).flatMap(keywordsOf)]
      : [name, ...(name === "items" ? keywordsOf(value) : [])],
  );
}

test("an input forbids what it does not know, an output forbids nothing", () => {
  const [listed] = listingOf([nested]);
  expect(listed?.inputSchema).toEqual({
    type: "object",
    properties: {
      days: { type: "array", items: { type: "string" } },
      kind: { type: "string", enum: ["a", "b"], default: "a" },
    },
    additionalProperties: false,
  });
  expect(listed?.outputSchema).toEqual({
    type: "object",
    properties: {
      summary: { type: "string" },
      rows: {
        type: "array",
        items: { type: "object", properties: { day: { type: "string" } } },
      },
    },
    required: ["summary"],
  });
});

test("a part of an answer that stands twice is spelled out once", () => {
  const row = z.object({
    meetings: z.number(),
    minutes: z.number(),
    participants: z.number(),
    people: z.number(),
  });
  const twice = defineTool({
    ...nested,
    output: z.object({ rows: z.array(row), busiest: z.array(row), totals: row.optional() }),
    answer: async () => ({ rows: [], busiest: [] }),
  });
  const [listed] = listingOf([twice]);
  expect(listed?.outputSchema["properties"]).toEqual({
    rows: { type: "array", items: { type: "object", properties: expect.anything() } },
    busiest: { type: "array", description: "As rows" },
    totals: { type: "object", description: "As rows" },
  });
});

test("all four annotations are explicit, and follow from the effect", () => {
  const answer = async () => ({ summary: "" });
  const [reads, writes] = listingOf([standIn("read", answer), standIn("write", answer, "write")]);
  expect(reads?.annotations).toEqual({
    title: "The read",
    readOnlyHint: true,
    destructiveHint: false,
    idempotentHint: true,
    openWorldHint: true,
  });
  expect(writes?.annotations).toMatchObject({
    readOnlyHint: false,
    destructiveHint: false,
    idempotentHint: false,
    openWorldHint: true,
  });
});

test("the real tools' inputs use only keywords that every client understands", () => {
  for (const { name, inputSchema } of LISTING) {
    const strange = keywordsOf(inputSchema).filter((keyword) => !INPUT_KEYWORDS.includes(keyword));
    expect([name, strange]).toEqual([name, []]);
    expect(inputSchema["additionalProperties"]).toBe(false);
  }
  expect(JSON.stringify(LISTING)).not.toContain("$schema");
});
