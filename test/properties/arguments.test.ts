/** Any arguments get an answer or a failure that says what to do. */
import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { z } from "zod";
import { tools } from "../../src/tools/tools.ts";
import { type Asker, type House, madeStrict, openHouse } from "../support/asked.ts";

let house: House;
let asker: Asker;
beforeAll(async () => {
  house = await openHouse({ people: 30 });
  asker = await house.asker();
});
afterAll(() => house.close());

const failure = z
  .object({
    error: z
      .object({
        kind: z.enum(["input", "access", "missing", "busy", "upstream"]),
        message: z.string().min(10).max(2_000),
        remedy: z.string().min(10).max(2_000),
        retry_after_seconds: z.number().int().positive().optional(),
        candidates: z
          .array(z.object({ name: z.string(), department: z.string().optional(), id: z.string() }))
          .optional(),
        feishu_code: z.number().optional(),
        log_id: z.string().optional(),
      })
      .strict(),
  })
  .strict();

const odd = fc.oneof(
  fc.constantFrom(
    null,
    "",
    " ",
    "0",
    "-1",
    "１２",
    "NaN",
    "../x",
    "true",
    "2026-02-30",
    "2026-11-18",
    [],
    {},
    [[]],
  ),
  fc.constantFrom(
    "last_week",
    "today",
    "last_90_days",
    "987654321",
    "987 654 321",
    "2026-11-16T09:56",
    "ou_x",
  ),
  fc.integer(),
  fc.double(),
  fc.boolean(),
  fc.string({ unit: "binary", maxLength: 40 }),
  fc.array(fc.string({ maxLength: 8 }), { maxLength: 3 }),
  fc.jsonValue({ maxDepth: 2 }),
);

/** Of the tool's own names mostly, with likely and unlikely values. */
function argumentsOf(schema: z.AnyZodObject) {
  const names = Object.keys(schema.shape);
  const likely = Object.fromEntries(
    Object.entries<z.ZodTypeAny>(schema.shape).map(([name, field]) => [name, valuesOf(field)]),
  );
  // Few at a time: with many of them one is always wrong.
  const right = fc
    .subarray(names, { maxLength: Math.min(3, names.length) })
    .chain((some) => fc.record(Object.fromEntries(some.map((name) => [name, likely[name] ?? odd]))));
  const wrong = fc.dictionary(
    fc.oneof(
      { arbitrary: names.length === 0 ? fc.string() : fc.constantFrom(...names), weight: 9 },
      { arbitrary: fc.string(), weight: 1 },
    ),
    odd,
    {
      maxKeys: 5,
    },
  );
  return fc
    .tuple(right, wrong, fc.nat(3))
    .map(([one, other, mix]) => (mix === 0 ? { ...one, ...other } : one));
}

function valuesOf(field: z.ZodTypeAny): fc.Arbitrary<unknown> {
  if (field instanceof z.ZodOptional || field instanceof z.ZodDefault) return valuesOf(field._def.innerType);
  if (field instanceof z.ZodEnum) return fc.constantFrom<unknown>(...field.options);
  if (field instanceof z.ZodBoolean) return fc.boolean();
  if (field instanceof z.ZodNumber) return fc.integer({ min: 0, max: 120 });
  return odd;
}

test.for(tools.filter(({ effect }) => effect === "read").map((tool) => [tool.name, tool] as const))(
  "%s",
  async ([name, tool]) => {
    const strict = madeStrict(tool.output);
    await fc.assert(
      fc.asyncProperty(argumentsOf(tool.input), async (args) => {
        // The ceiling of 100 calls a minute is not what is tried here.
        house.reset();
        house.advance(60_000);
        const { isError, text } = await asker.told(name, args);
        const value: unknown = JSON.parse(text);
        if (isError) failure.parse(value);
        else strict.parse(value);
        expect(text.length).toBeLessThan(40_000);
        expect(text).not.toMatch(/NaN|Infinity|undefined|\[object/);
      }),
      { seed: 3, numRuns: 40 },
    );
  },
);
