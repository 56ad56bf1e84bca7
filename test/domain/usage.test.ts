import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { addDays, daysOf, weekdayOf } from "../../src/domain/day.ts";
import type { DailyUsage } from "../../src/domain/meeting.ts";
import {
  busiestAndQuietest,
  type Grouping,
  groupDays,
  isFinal,
  isWeekday,
  knownDays,
  sumUsage,
  usageTotals,
} from "../../src/domain/usage.ts";

const FROM = "2026-10-20";
const GROUPINGS: readonly Grouping[] = ["day", "week", "month", "weekday", "day_type"];
const usage = (day: string, meetings: number): DailyUsage => ({
  day,
  meetings,
  seconds: meetings * 1_801,
  participants: meetings * 5,
});
/** Up to sixty days in a row, each with some meetings or none. */
const days = fc
  .array(fc.nat({ max: 40 }), { minLength: 1, maxLength: 60 })
  .map((counts) => counts.map((count, number) => usage(addDays(FROM, number), count)));

describe("known days", () => {
  test.for([
    [
      "left out before a later one: no meetings",
      ["2026-11-02", "2026-11-04"],
      ["2026-11-02", "2026-11-03", "2026-11-04"],
      [],
    ],
    [
      "left out after the last one: not reported",
      ["2026-11-02"],
      ["2026-11-02"],
      [{ from: "2026-11-03", to: "2026-11-04" }],
    ],
    ["a later day beyond the span proves it", ["2026-11-05"], ["2026-11-02", "2026-11-03", "2026-11-04"], []],
    ["nothing reported", [], [], [{ from: "2026-11-02", to: "2026-11-04" }]],
    ["an earlier day proves nothing", ["2026-10-30"], [], [{ from: "2026-11-02", to: "2026-11-04" }]],
  ] as const)("%s", ([, reported, known, unreported]) => {
    const rows = reported.map((day) => usage(day, 3));
    const found = knownDays(rows, { from: "2026-11-02", to: "2026-11-04" });
    expect(found.days.map(({ day }) => day)).toEqual(known);
    expect(found.unreported).toEqual(unreported);
    expect(sumUsage(found.days).meetings).toBe(
      3 * reported.filter((day) => day >= "2026-11-02" && day <= "2026-11-04").length,
    );
  });

  test("days that were not read are neither known nor unreported", () => {
    const span = { from: "2026-11-01", to: "2026-11-03" };
    const found = knownDays([usage("2026-11-03", 1)], span, [{ from: "2026-11-01", to: "2026-11-01" }]);
    expect(found.days.map(({ day }) => day)).toEqual(["2026-11-02", "2026-11-03"]);
    expect(found.unreported).toEqual([]);
  });

  test("every day of the span is known, unreported or unread, and only one of them", () => {
    const present = fc.array(fc.boolean(), { minLength: 1, maxLength: 40 });
    fc.assert(
      fc.property(present, fc.nat({ max: 10 }), (given, unreadDays) => {
        const all = given.map((_, number) => addDays(FROM, number));
        const span = { from: FROM, to: addDays(FROM, given.length - 1) };
        const unread = unreadDays === 0 ? [] : [{ from: FROM, to: addDays(FROM, unreadDays - 1) }];
        const reported = all
          .filter((_, number) => given[number] === true && number >= unreadDays)
          .map((day) => usage(day, 2));
        const { days: known, unreported } = knownDays(reported, span, unread);
        const parts = [
          ...all.slice(0, unreadDays),
          ...known.map(({ day }) => day),
          ...unreported.flatMap(({ from, to }) => daysOf(from, to)),
        ];
        expect(parts).toEqual(all);
        expect(sumUsage(known)).toEqual(sumUsage(reported));
      }),
    );
  });
});

describe("sums", () => {
  test("the parts of a split window add up to the whole", () => {
    fc.assert(
      fc.property(days, fc.nat(), (all, cut) => {
        const at = cut % (all.length + 1);
        const parts = [sumUsage(all.slice(0, at)), sumUsage(all.slice(at))];
        expect(sumUsage(parts)).toEqual(sumUsage(all));
      }),
    );
  });

  test("the groups of any grouping add up to the whole, and hold each day once", () => {
    fc.assert(
      fc.property(days, fc.constantFrom(...GROUPINGS), (all, by) => {
        const groups = groupDays(all, by, "2027-01-01");
        expect(sumUsage(groups.map((group) => group.totals))).toEqual(sumUsage(all));
        expect(groups.flatMap((group) => group.days.map(({ day }) => day)).sort()).toEqual(
          all.map(({ day }) => day),
        );
      }),
    );
  });

  test("an average over nothing is absent, not 0 and not NaN", () => {
    expect(usageTotals([usage("2026-11-14", 0)])).toEqual({
      meetings: 0,
      seconds: 0,
      participants: 0,
      meetingsPerDay: 0,
    });
    fc.assert(
      fc.property(days, (all) => {
        for (const value of Object.values(usageTotals(all))) expect(value).toSatisfy(Number.isFinite);
      }),
    );
  });

  test("meetings per weekday leave the weekend out", () => {
    const totals = usageTotals([usage("2026-11-13", 10), usage("2026-11-14", 4), usage("2026-11-16", 20)]);
    expect(totals).toMatchObject({ meetingsPerDay: 34 / 3, meetingsPerWeekday: 15 });
    expect(["2026-11-13", "2026-11-14", "2026-11-15", "2026-11-16"].map(isWeekday)).toEqual([
      true,
      false,
      false,
      true,
    ]);
  });
});

describe("groups", () => {
  const month = daysOf("2026-10-28", "2026-11-18").map((day) => usage(day, Number(day.slice(8))));

  test("weeks begin on Monday; those that the span cuts are marked", () => {
    const weeks = groupDays(month, "week", "2026-11-18");
    expect(weeks.map(({ key, cut }) => [key, cut])).toEqual([
      ["2026-10-26", true],
      ["2026-11-02", false],
      ["2026-11-09", false],
      ["2026-11-16", true],
    ]);
    expect(weeks.map(({ running }) => running)).toEqual([false, false, false, true]);
  });

  test("weekdays are in the order of the week, and none is cut", () => {
    const weekdays = groupDays(month, "weekday", "2026-11-18");
    expect(weekdays.map(({ key }) => key)).toEqual(["1", "2", "3", "4", "5", "6", "7"]);
    for (const group of weekdays) {
      expect(group.cut).toBe(false);
      for (const { day } of group.days) expect(String(weekdayOf(day))).toBe(group.key);
    }
  });

  test("a day that is not over may be the busiest but not the quietest; a day without meetings is neither", () => {
    const rows = [usage("2026-11-16", 5), usage("2026-11-17", 0), usage("2026-11-18", 1)];
    const groups = groupDays(rows, "day", "2026-11-18");
    const { busiest, quietest } = busiestAndQuietest(groups);
    expect(busiest.rows.map(({ key }) => key)).toEqual(["2026-11-16"]);
    expect(quietest.rows.map(({ key }) => key)).toEqual(["2026-11-16"]);
    const most = busiestAndQuietest(
      groupDays([usage("2026-11-17", 3), usage("2026-11-18", 9)], "day", "2026-11-18"),
    );
    expect(most.busiest.rows.map(({ key }) => key)).toEqual(["2026-11-18"]);
  });

  test("nothing has no busiest day", () => {
    const { busiest, quietest } = busiestAndQuietest(
      groupDays([usage("2026-11-16", 0)], "day", "2026-11-18"),
    );
    expect([busiest, quietest]).toEqual([
      { rows: [], tied: 0 },
      { rows: [], tied: 0 },
    ]);
  });
});

test.for([
  ["2026-11-18T09:29:59+08:00", "+08:00", false],
  ["2026-11-18T09:30:00+08:00", "+08:00", true],
  ["2026-11-18T09:30:00+08:00", "UTC", false],
  ["2026-11-18T09:30:00+00:00", "UTC", true],
] as const)("at %s in %s it is %s that 2026-11-17 is final", ([now, zone, final]) => {
  expect(isFinal("2026-11-17", Date.parse(now) / 1000, zone)).toBe(final);
});
