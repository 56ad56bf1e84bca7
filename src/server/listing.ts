/** What tools/list says, made from the zod schemas (surface.md, rules 1 and 13). */
import type { z } from "zod";
import { zodToJsonSchema } from "zod-to-json-schema";
import type { Tool } from "../tools/tool.ts";

export interface ListedTool {
  readonly name: string;
  readonly title: string;
  readonly description: string;
  readonly inputSchema: JsonObject;
  readonly outputSchema: JsonObject;
  readonly annotations: {
    readonly title: string;
    readonly readOnlyHint: boolean;
    readonly destructiveHint: boolean;
    readonly idempotentHint: boolean;
    readonly openWorldHint: boolean;
  };
}

export type JsonObject = { readonly [key: string]: unknown };

export function listingOf(tools: readonly Tool[]): ListedTool[] {
  return tools.map((tool) => {
    const reads = tool.effect === "read";
    return {
      name: tool.name,
      title: tool.title,
      description: tool.description,
      inputSchema: { ...schemaOf(tool.input.strict(), true) },
      outputSchema: saidOnce(schemaOf(tool.output, false)),
      annotations: {
        title: tool.title,
        readOnlyHint: reads,
        destructiveHint: false,
        idempotentHint: reads,
        openWorldHint: true,
      },
    };
  });
}

/** A client throws on a key that an output schema forbids, hence only inputs say what they forbid. */
function schemaOf(type: z.ZodTypeAny, isStrict: boolean): JsonObject {
  const made: unknown = zodToJsonSchema(type, { $refStrategy: "none" });
  const plain: unknown = JSON.parse(JSON.stringify(made), (key, value: unknown) => {
    if (key === "$schema" || (key === "additionalProperties" && value === false && !isStrict))
      return undefined;
    return value;
  });
  return isObject(plain) ? plain : {};
}

/** Shorter schemas cost less than the reference to them. */
const WORTH_REFERRING = 120;

/**
 * A part that stands twice is spelled out the first time only, and which parts of a part are always there is left
 * out: the listing has a size to keep (rule 8), and clients do not follow references.
 */
function saidOnce(schema: JsonObject): JsonObject {
  const said = new Map<string, string>();
  const shorten = (part: JsonObject, name: string): JsonObject => {
    const text = JSON.stringify({ ...part, description: undefined });
    const before = said.get(text);
    if (before !== undefined && text.length > WORTH_REFERRING)
      return { type: part["type"], description: `As ${before}` };
    said.set(text, name);
    const { properties, items, required: _, ...rest } = part;
    if (isObject(items)) return { ...rest, items: shorten(items, name) };
    if (!isObject(properties)) return part;
    const inner = Object.entries(properties).map(([key, value]) => [
      key,
      isObject(value) ? shorten(value, key) : value,
    ]);
    return { ...rest, properties: Object.fromEntries(inner) };
  };
  const { required } = schema;
  return { ...shorten(schema, ""), ...(required !== undefined && { required }) };
}

function isObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
