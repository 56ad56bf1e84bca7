/** Any reply of Feishu's, however it is changed: no crash, and no total that differs from the right one. */
import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Operation } from "../../src/sandbox/routes.ts";
import { type Answer, type Args, type House, numbersIn, openHouse } from "../support/asked.ts";

/** With fields of the reply that carry no figure: a change of them may be believed. */
const QUESTIONS: readonly (readonly [string, Operation, Args])[] = [
  ["get_meeting_report", "get_daily", { from: "2026-11-09", to: "2026-11-11" }],
  ["get_top_meeting_users", "get_top_user", { from: "2026-11-09", to: "2026-11-11" }],
  ["find_meetings", "meeting_list", { from: "2026-11-09", to: "2026-11-10", limit: 0 }],
  [
    "list_meeting_participants",
    "participant_list",
    { meeting_number: "987654321", on: "2026-11-16", limit: 0 },
  ],
  ["get_user_meeting_stats", "user_stats", { from: "2026-11-11", to: "2026-11-11", limit: 0 }],
];
let house: House;
beforeAll(async () => {
  house = await openHouse({ people: 30 });
});
afterAll(() => house.close());

/** None of them makes another honest reply of one: an empty list would be, where a list belongs. */
const CHANGES: Readonly<Record<string, (value: unknown) => unknown>> = {
  removed: () => undefined,
  null: () => null,
  "a list": (value) => (Array.isArray(value) ? {} : []),
  "an object": () => ({}),
  "a word": () => "word",
  "a fraction": () => 1.5,
  negative: () => -1,
  "too large": () => 1e300,
  nested: (value) => [value],
};

interface Place {
  readonly parent: object;
  readonly key: string;
}

function placesIn(value: unknown): Place[] {
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, part]) => [{ parent: value, key }, ...placesIn(part)]);
}

/** Figures over the window; the order of fields is no part of an answer. */
function figuresOf(answer: Answer): string {
  const { totals, averages, population, counts, matched, rows } = answer;
  const figures = numbersIn({ totals, averages, population, counts, matched, rows });
  return figures
    .map(({ path, number }) => `${path} ${number}`)
    .sort()
    .join("\n");
}

const text = fc.record({
  at: fc.nat(),
  kind: fc.constantFrom("cut", "flip", "double", "swap"),
});

test.for(QUESTIONS)("a field of another kind: %s", async ([tool, operation, args]) => {
  house.reset();
  const whole = figuresOf(await (await house.asker()).ask(tool, args));
  await fc.assert(
    fc.asyncProperty(fc.nat(), fc.constantFrom(...Object.keys(CHANGES)), async (at, name) => {
      house.reset();
      let told = "";
      house.sandbox.trouble({
        operation,
        kind: "rewritten",
        times: Number.POSITIVE_INFINITY,
        rewrite: (reply) => {
          const value: unknown = JSON.parse(reply);
          const places = placesIn(value);
          const place = places[at % places.length];
          if (place !== undefined) {
            told = place.key;
            Object.assign(place.parent, {
              [place.key]: CHANGES[name]?.(Reflect.get(place.parent, place.key)),
            });
          }
          return JSON.stringify(value);
        },
      });
      const { told: ask } = await house.asker();
      const { isError, text } = await ask(tool, args);
      const value: Answer = JSON.parse(text);
      const isWhole = !isError && value["complete"] === true;
      expect([told, name, isWhole ? figuresOf(value) : whole]).toEqual([told, name, whole]);
    }),
    { seed: 13, numRuns: 25 },
  );
});

test.for(QUESTIONS)("bytes that were lost or changed places: %s", async ([tool, operation, args]) => {
  house.reset();
  const whole = figuresOf(await (await house.asker()).ask(tool, args));
  await fc.assert(
    fc.asyncProperty(text, async ({ at, kind }) => {
      house.reset();
      house.sandbox.trouble({
        operation,
        kind: "rewritten",
        times: Number.POSITIVE_INFINITY,
        rewrite: (reply) => {
          const place = at % reply.length;
          const [before, after] = [reply.slice(0, place), reply.slice(place)];
          if (kind === "cut") return before;
          if (kind === "double") return before + reply;
          if (kind === "swap") return after + before;
          return `${before}}${after}`;
        },
      });
      const { told } = await house.asker();
      const { isError, text } = await told(tool, args);
      const value: Answer = JSON.parse(text);
      const isWhole = !isError && value["complete"] === true;
      expect(isWhole ? figuresOf(value) : whole).toBe(whole);
    }),
    { seed: 17, numRuns: 8 },
  );
});
