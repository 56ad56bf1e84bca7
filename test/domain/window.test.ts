import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  addDays,
  dayCount,
  daysOf,
  firstOfMonth,
  lastOfMonth,
  mondayOf,
  weekdayOf,
} from "../../src/domain/day.ts";
import { Problem } from "../../src/domain/problem.ts";
import {
  applySpan,
  comparedSpans,
  daysOfPeriod,
  PERIODS,
  type Period,
  spansOf,
  spanText,
  windowOf,
} from "../../src/domain/window.ts";

/** 2024 is a leap year; both ends of years are among them. */
const TODAYS = daysOf("2023-12-20", "2027-01-10");
const today = fc.constantFrom(...TODAYS);
const period = fc.constantFrom(...PERIODS);

/** Names of what should hold and does not. */
function brokenClaims(
  claims: Readonly<Record<string, readonly [applies: boolean, holds: boolean]>>,
): string[] {
  return Object.entries(claims).flatMap(([name, [applies, holds]]) => (applies && !holds ? [name] : []));
}

function refusal(act: () => unknown): Problem {
  try {
    act();
  } catch (problem) {
    if (problem instanceof Problem) return problem;
    throw problem;
  }
  throw new Error("It was taken.");
}

describe("periods", () => {
  test.for([
    ["2026-11-18", "this_week", "2026-11-16", "2026-11-18"],
    ["2026-11-16", "this_week", "2026-11-16", "2026-11-16"],
    ["2026-11-15", "this_week", "2026-11-09", "2026-11-15"],
    ["2026-11-16", "last_week", "2026-11-09", "2026-11-15"],
    ["2026-01-01", "yesterday", "2025-12-31", "2025-12-31"],
    ["2026-01-01", "last_week", "2025-12-22", "2025-12-28"],
    ["2026-01-01", "last_month", "2025-12-01", "2025-12-31"],
    ["2026-01-01", "last_quarter", "2025-10-01", "2025-12-31"],
    ["2026-01-01", "this_quarter", "2026-01-01", "2026-01-01"],
    ["2026-03-31", "last_month", "2026-02-01", "2026-02-28"],
    ["2024-03-01", "last_month", "2024-02-01", "2024-02-29"],
    ["2026-05-31", "last_quarter", "2026-01-01", "2026-03-31"],
    ["2026-11-18", "last_90_days", "2026-08-20", "2026-11-17"],
  ] as const)("on %s %s is %s to %s", ([day, name, from, to]) => {
    expect(daysOfPeriod(name, day)).toEqual({ from, to });
  });

  test("around year ends, in a leap February and through the years each period is what its name says", () => {
    const near = /-(?:12-2[89]|12-3\d|01-0[1-8]|02-2[6-9]|03-0[1-3])$/;
    for (const day of TODAYS.filter((one, place) => near.test(one) || place % 13 === 0)) {
      for (const name of PERIODS) {
        const { from, to } = daysOfPeriod(name, day);
        const days = dayCount(from, to);
        expect(days).toBeGreaterThan(0);
        const isRunning = name.startsWith("this_") || name === "today";
        expect(isRunning ? to === day : to < day).toBe(true);
        const counted = /^last_(\d+)_days$/.exec(name)?.[1];
        const isMonths = /_(?:month|quarter)$/.test(name);
        const broken = brokenClaims({
          days: [counted !== undefined, days === Number(counted) && to === addDays(day, -1)],
          week: [name === "last_week", weekdayOf(from) === 1 && weekdayOf(to) === 7 && days === 7],
          monday: [name === "this_week", from === mondayOf(day)],
          first: [isMonths, from === firstOfMonth(from)],
          last: [isMonths && name.startsWith("last_"), to === lastOfMonth(to)],
          quarter: [name.endsWith("_quarter"), Number(from.slice(5, 7)) % 3 === 1],
        });
        expect(broken, `${name} on ${day}`).toEqual([]);
      }
    }
  });
});

describe("asked spans", () => {
  test("none is the last seven days, and says so", () => {
    expect(applySpan({}, "2026-11-18")).toEqual({
      from: "2026-11-11",
      to: "2026-11-17",
      days: 7,
      period: "last_7_days",
    });
  });

  test("a single day, today included, is a span", () => {
    expect(applySpan({ from: "2026-11-18", to: "2026-11-18" }, "2026-11-18")).toEqual({
      from: "2026-11-18",
      to: "2026-11-18",
      days: 1,
    });
  });

  test.for([
    [{ period: "today", from: "2026-11-01" }, /period stands beside/],
    [{ period: "today", to: "2026-11-01" }, /period stands beside/],
    [{ from: "2026-11-01" }, /to is not given/],
    [{ to: "2026-11-01" }, /from is not given/],
    [{ from: "2026-02-29", to: "2026-03-01" }, /does not exist/],
    [{ from: "2026-11-02", to: "2026-11-01" }, /later than/],
    [{ from: "2026-11-19", to: "2026-11-20" }, /in the future/],
    [{ from: "2026-11-17", to: "2026-11-19" }, /after today/],
  ] as const)("%j is refused", ([asked, message]) => {
    expect(() => applySpan(asked, "2026-11-18")).toThrow(message);
    expect(() => applySpan(asked, "2026-11-18")).toThrow(Problem);
  });

  test("an example of a refusal is a span that is taken, and keeps the day that was given", () => {
    fc.assert(
      fc.property(
        today,
        fc.integer({ min: -400, max: 3 }),
        fc.constantFrom("from", "to"),
        (day, ago, end) => {
          const given = addDays(day, ago);
          const { remedy } = refusal(() => applySpan({ [end]: given }, day));
          const example: unknown = JSON.parse(/\{"from"[^}]*\}/.exec(remedy)?.[0] ?? "");
          const taken = applySpan(Object(example), day);
          expect(ago <= 0 ? taken[end] : taken.days).toBe(ago <= 0 ? given : 7);
        },
      ),
    );
  });

  test("the example for a span that is the wrong way round is turned", () => {
    const { remedy } = refusal(() => applySpan({ from: "2026-11-12", to: "2026-11-02" }, "2026-11-18"));
    expect(remedy).toContain('{"from":"2026-11-02","to":"2026-11-12"}');
  });
});

describe("compared spans", () => {
  const compared = (name: Period, day: string) => {
    const window = windowOf(daysOfPeriod(name, day), name);
    return { window, spans: comparedSpans(window, day) };
  };

  test.for([
    ["2026-11-18", "this_week", "2026-11-16", "2026-11-17", "2026-11-09", "2026-11-10"],
    ["2026-11-22", "this_week", "2026-11-16", "2026-11-21", "2026-11-09", "2026-11-14"],
    ["2026-01-02", "this_week", "2025-12-29", "2026-01-01", "2025-12-22", "2025-12-25"],
    ["2026-03-31", "this_month", "2026-03-01", "2026-03-30", "2026-02-01", "2026-02-28"],
    ["2026-01-15", "this_month", "2026-01-01", "2026-01-14", "2025-12-01", "2025-12-14"],
    ["2026-05-15", "this_quarter", "2026-04-01", "2026-05-14", "2026-01-01", "2026-02-13"],
    ["2026-01-15", "last_month", "2025-12-01", "2025-12-31", "2025-11-01", "2025-11-30"],
    ["2026-01-15", "last_quarter", "2025-10-01", "2025-12-31", "2025-07-01", "2025-09-30"],
    ["2026-11-18", "yesterday", "2026-11-17", "2026-11-17", "2026-11-16", "2026-11-16"],
    ["2026-11-18", "last_30_days", "2026-10-19", "2026-11-17", "2026-09-19", "2026-10-18"],
  ] as const)("on %s %s: %s to %s against %s to %s", ([day, name, from, to, earlierFrom, earlierTo]) => {
    expect(compared(name, day).spans).toEqual({
      current: { from, to },
      previous: { from: earlierFrom, to: earlierTo },
    });
  });

  test("a whole month or quarter by its days is compared as that month or quarter", () => {
    const month = comparedSpans(windowOf({ from: "2026-10-01", to: "2026-10-31" }), "2026-11-18");
    expect(month?.previous).toEqual({ from: "2026-09-01", to: "2026-09-30" });
    const quarter = comparedSpans(windowOf({ from: "2026-07-01", to: "2026-09-30" }), "2026-11-18");
    expect(quarter?.previous).toEqual({ from: "2026-04-01", to: "2026-06-30" });
  });

  test("thirty days that happen to be a month are thirty days", () => {
    const { spans } = compared("last_30_days", "2026-07-01");
    expect(spans?.current).toEqual({ from: "2026-06-01", to: "2026-06-30" });
    expect(spans?.previous).toEqual({ from: "2026-05-02", to: "2026-05-31" });
  });

  test("of today, or of a unit that began today, nothing can be compared", () => {
    expect(compared("today", "2026-11-18").spans).toBeUndefined();
    expect(compared("this_week", "2026-11-16").spans).toBeUndefined();
    expect(compared("this_month", "2026-11-01").spans).toBeUndefined();
  });

  test("the earlier span ends before the window, and both hold whole days alone", () => {
    fc.assert(
      fc.property(today, period, (day, name) => {
        const { window, spans } = compared(name, day);
        if (spans === undefined) return;
        const { current, previous } = spans;
        expect(current.from).toBe(window.from);
        expect(current.to < day && current.to <= window.to).toBe(true);
        expect(previous.to < window.from).toBe(true);
        const [now, then] = [dayCount(current.from, current.to), dayCount(previous.from, previous.to)];
        const isMonths = name.endsWith("_month") || name.endsWith("_quarter");
        const broken = brokenClaims({
          equal: [!isMonths, then === now],
          week: [name.endsWith("_week"), addDays(previous.from, 7) === current.from],
          first: [isMonths, previous.from === firstOfMonth(previous.from)],
          part: [name.startsWith("this_") && isMonths, then <= now],
        });
        expect(broken).toEqual([]);
      }),
    );
  });
});

test("days become the fewest spans, and spans become their days again", () => {
  const some = fc
    .uniqueArray(fc.integer({ min: 0, max: 60 }))
    .map((numbers) =>
      numbers.sort((one, other) => one - other).map((number) => addDays("2025-12-10", number)),
    );
  fc.assert(
    fc.property(some, (days) => {
      const spans = spansOf(days);
      expect(spans.flatMap(({ from, to }) => daysOf(from, to))).toEqual(days);
      const touching = spans.filter((span) => spans.some((next) => next.from === addDays(span.to, 1)));
      expect(touching).toEqual([]);
    }),
  );
  expect(spanText({ from: "2026-11-18", to: "2026-11-18" })).toBe("2026-11-18");
  expect(spanText({ from: "2026-11-17", to: "2026-11-18" })).toBe("2026-11-17 to 2026-11-18");
});
