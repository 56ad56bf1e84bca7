import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type ListedTool, listingOf } from "../src/server/listing.ts";
import { tools } from "../src/tools/tools.ts";
import { type House, openHouse } from "./support/asked.ts";

const SURFACE = [
  "get_meeting_report",
  "get_top_meeting_users",
  "list_meeting_participants",
  "export_meeting_participants",
  "get_user_meeting_stats",
  "find_meetings",
];
/** Came later, and has sizes of its own. */
const FURTHER = ["check_setup"];
const EVERY_TURN_CHARACTERS = 11_000;
const LISTING_CHARACTERS = 28_000;
const INPUT_KEYWORDS = new Set([
  ...["type", "properties", "required", "enum", "items", "description", "default", "minimum", "maximum"],
  ...["pattern", "additionalProperties"],
]);
const WRITERS = new Set(["export_meeting_participants"]);

const QUESTIONS: [string, Record<string, unknown>][] = [
  ["get_meeting_report", {}],
  ["get_meeting_report", { period: "this_week", compare_with_previous: true }],
  ["get_meeting_report", { period: "last_90_days", group_by: "week" }],
  ["get_top_meeting_users", { kind: "all" }],
  ["get_top_meeting_users", { from: "2026-08-01", to: "2026-11-17" }],
  ["find_meetings", { kind: "all", limit: 100 }],
  ["find_meetings", { from: "2025-11-01", to: "2026-11-17" }],
  ["list_meeting_participants", { meeting_number: "987654321", include: ["contact", "network", "device"] }],
  ["list_meeting_participants", { meeting_number: "800800800", webinar_role: "audience", limit: 100 }],
  ["get_user_meeting_stats", {}],
  ["get_user_meeting_stats", { group_by: "department", from: "2026-11-10", to: "2026-11-18" }],
  ["get_user_meeting_stats", { include: ["activity", "email", "search", "account", "clients"], limit: 5 }],
  ["export_meeting_participants", { meeting_number: "123456789", format: "csv" }],
  ["check_setup", {}],
];

const listing = listingOf(tools);
let house: House;
beforeAll(async () => {
  house = await openHouse();
});
afterAll(() => house.close());

/** Every schema in a schema, itself included, with the keywords that it uses. */
function schemasIn(schema: unknown): Record<string, unknown>[] {
  if (typeof schema !== "object" || schema === null) return [];
  const own = Object.fromEntries(Object.entries(schema));
  const properties = own["properties"];
  const below = typeof properties === "object" && properties !== null ? Object.values(properties) : [];
  return [own, ...[...below, own["items"]].flatMap(schemasIn)];
}

function paid({
  name,
  description,
  inputSchema,
}: Pick<ListedTool, "name" | "description" | "inputSchema">): number {
  return JSON.stringify({ name, description, inputSchema }).length;
}

test("what is advertised is what was agreed on", async () => {
  const { client } = await house.asker();
  const listed = await client.listTools();
  expect(listed.tools).toEqual(JSON.parse(JSON.stringify(listing)));
  expect(listed.tools).toMatchSnapshot();
});

describe.each(listing)("$name", (tool) => {
  test("has a name, a title and a description of 200 to 700 characters", () => {
    expect(tool.name).toMatch(/^[a-z]+(?:_[a-z]+)+$/);
    expect(tool.title.length).toBeGreaterThan(5);
    expect(tool.description.length).toBeGreaterThanOrEqual(200);
    expect(tool.description.length).toBeLessThanOrEqual(700);
    expect([...SURFACE, ...FURTHER]).toContain(tool.name);
    // When another tool serves better.
    expect(SURFACE.some((other) => other !== tool.name && tool.description.includes(other))).toBe(true);
  });

  test("has all four hints, and they are true", () => {
    const reads = !WRITERS.has(tool.name);
    expect(tool.annotations).toEqual({
      title: tool.title,
      readOnlyHint: reads,
      destructiveHint: false,
      idempotentHint: reads,
      openWorldHint: true,
    });
  });

  test("refuses unknown arguments in its schema, and uses the plain keywords alone", () => {
    expect(tool.inputSchema["additionalProperties"]).toBe(false);
    for (const schema of schemasIn(tool.inputSchema)) {
      for (const keyword of Object.keys(schema)) expect(INPUT_KEYWORDS).toContain(keyword);
      // A list of types is an anyOf by another name.
      expect(typeof schema["type"]).toBe("string");
    }
  });

  test("has an output schema of an object that opens with its summary and forbids no field", () => {
    expect(tool.outputSchema["type"]).toBe("object");
    for (const schema of schemasIn(tool.outputSchema))
      expect(schema).not.toHaveProperty("additionalProperties");
    expect(JSON.stringify(tool.outputSchema)).not.toContain("additionalProperties");
    expect(tool.outputSchema["required"]).toContain("summary");
    expect(Object.keys(Object(tool.outputSchema["properties"]))[0]).toBe("summary");
  });

  test("has no unix seconds, page tokens or abbreviations in its names", () => {
    for (const schema of [tool.inputSchema, tool.outputSchema].flatMap(schemasIn)) {
      for (const name of Object.keys(Object(schema["properties"]))) {
        expect(name).toMatch(/^[a-z]+(?:_[a-z]+)*$/);
        expect(name).not.toMatch(/page_token|page_size|timestamp|duration|unix|_(?:sec|secs|ts)$/);
      }
    }
  });
});

/** The client of the SDK throws where an answer is not what the listing promised. */
test.for(QUESTIONS)(
  "a client that checks answers by the advertised schema takes %s %j",
  async ([name, args]) => {
    const { client } = await house.asker({ personal: ["contact", "network", "device", "activity"] });
    await client.listTools();
    const result = await client.callTool({ name, arguments: args });
    expect(result.isError).toBeUndefined();
  },
);

describe("sizes", () => {
  const agreed = listing.filter((tool) => SURFACE.includes(tool.name));

  test("what a model pays on every turn stays under 11,000 characters for the six tools", () => {
    expect(agreed.reduce((sum, tool) => sum + paid(tool), 0)).toBeLessThan(EVERY_TURN_CHARACTERS);
  });

  test("the whole tools/list result of the six stays under 28,000 characters", () => {
    expect(JSON.stringify({ tools: agreed }).length).toBeLessThan(LISTING_CHARACTERS);
  });
});

test("the names of arguments and answer fields that several tools share mean the same type everywhere", () => {
  const shapes = new Map<string, string>();
  for (const { inputSchema } of listing) {
    for (const [name, schema] of Object.entries(Object(inputSchema["properties"]))) {
      if (!["period", "from", "to", "user_id_type", "data_region", "on", "started_at", "skip"].includes(name))
        continue;
      const shape = JSON.stringify(schema);
      expect(shapes.get(name) ?? shape).toBe(shape);
      shapes.set(name, shape);
    }
  }
  expect(shapes.size).toBeGreaterThan(6);
});
