import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type ActivitySum, sumPeriods } from "../../src/domain/activity.ts";
import { addDays } from "../../src/domain/day.ts";
import {
  activatedPeople,
  countWithGaps,
  type PeopleSums,
  type Presence,
  personSum,
  populationOf,
  sumDepartments,
  sumPeople,
  totalOf,
} from "../../src/domain/people-sums.ts";
import type { DayColumns, PersonDays } from "../../src/domain/person-days.ts";

type Row = readonly [member: number, meetings: number, minutes: number, active: 0 | 1];

function dayOf(day: string, rows: readonly Row[]): DayColumns {
  return {
    day,
    member: Uint32Array.from(rows, ([member]) => member),
    meetings: Uint16Array.from(rows, ([, meetings]) => meetings),
    minutes: Uint16Array.from(rows, ([, , minutes]) => minutes),
    active: Uint8Array.from(rows, ([, , , active]) => active),
  };
}

const PEOPLE = ["Ann", "Bo", "Cy", "Di"].map((name) => ({ id: `ou_${name}`, name }));
const DEPARTMENTS = ["Galaxy/Sales/East", "Galaxy/Sales/West", "Overseas/Sales"].map((path) => ({
  name: path,
  path,
}));
/** Ann moves from East to West; Di is activated late. */
const MEMBERS = [
  { person: 0, department: 0, activated: true },
  { person: 0, department: 1, activated: true },
  { person: 1, department: 1, activated: true },
  { person: 2, department: 2, activated: false },
  { person: 3, department: 2, activated: false },
  { person: 3, department: 2, activated: true },
];
const DATA: PersonDays = {
  people: PEOPLE,
  departments: DEPARTMENTS,
  members: MEMBERS,
  days: [
    dayOf("2026-11-15", [
      [0, 2, 60, 1],
      [2, 0, 0, 0],
      [3, 0, 0, 0],
      [4, 0, 0, 0],
    ]),
    dayOf("2026-11-16", [
      [1, 1, 30, 1],
      [2, 0, 0, 0],
      [3, 0, 0, 0],
      [5, 0, 0, 1],
    ]),
    dayOf("2026-11-17", [
      [1, 3, 90, 1],
      [2, 0, 0, 0],
      [5, 1, 15, 0],
    ]),
  ],
};

const everyone = (sums: PeopleSums) => Array.from(sums.persons, (person) => personSum(sums, person));

describe("people", () => {
  test("each is one sum, of the department of the last row", () => {
    expect(everyone(sumPeople(DATA, {}))).toEqual([
      {
        id: "ou_Ann",
        name: "Ann",
        department: "Galaxy/Sales/West",
        activated: true,
        meetings: 6,
        minutes: 180,
        activeDays: 3,
        days: 3,
      },
      {
        id: "ou_Bo",
        name: "Bo",
        department: "Galaxy/Sales/West",
        activated: true,
        meetings: 0,
        minutes: 0,
        activeDays: 0,
        days: 3,
      },
      {
        id: "ou_Cy",
        name: "Cy",
        department: "Overseas/Sales",
        activated: false,
        meetings: 0,
        minutes: 0,
        activeDays: 0,
        days: 2,
      },
      {
        id: "ou_Di",
        name: "Di",
        department: "Overseas/Sales",
        activated: true,
        meetings: 1,
        minutes: 15,
        activeDays: 2,
        days: 3,
      },
    ]);
  });

  test("thirty idle days are one idle person, and not activated ones stand apart", () => {
    expect(populationOf(sumPeople(DATA, {}))).toEqual({
      people: 3,
      withMeetings: 2,
      withoutMeetings: 1,
      notActivated: 1,
    });
  });

  test("active by Feishu's flag counts though the minutes are 0: a meeting of under a minute is one", () => {
    const day = dayOf("2026-11-17", [
      [0, 0, 0, 1],
      [2, 0, 0, 0],
    ]);
    expect(populationOf(sumPeople({ ...DATA, days: [day] }, {}))).toMatchObject({
      withMeetings: 1,
      withoutMeetings: 1,
    });
  });

  test("a department looks at each row, a name at the person", () => {
    const east = everyone(sumPeople(DATA, { department: (path) => path.startsWith("Galaxy/Sales/East") }));
    expect(east).toMatchObject([{ name: "Ann", meetings: 2, days: 1, department: "Galaxy/Sales/East" }]);
    const bo = everyone(sumPeople(DATA, { person: (name) => name === "Bo" }));
    expect(bo).toMatchObject([{ name: "Bo", days: 3 }]);
    expect(sumPeople(DATA, { department: () => false }).persons).toHaveLength(0);
  });

  test("the last row is that of the latest day, whatever its place among the members", () => {
    const back = { ...DATA, days: DATA.days.map((day, at) => ({ ...day, day: `2026-11-1${at}` })).reverse() };
    expect(everyone(sumPeople(back, {}))[0]).toMatchObject({ department: "Galaxy/Sales/East" });
  });

  test.each<[Presence, string[]]>([
    ["all", ["Ann", "Bo", "Di"]],
    ["with_meetings", ["Ann", "Di"]],
    ["without_meetings", ["Bo"]],
  ])("activated people, %s", (only, names) => {
    const sums = sumPeople(DATA, {});
    expect(Array.from(activatedPeople(sums, only), (person) => personSum(sums, person).name)).toEqual(names);
  });

  test("who lacks a row on some day is counted, but not accounts that are not activated", () => {
    expect(countWithGaps(sumPeople(DATA, {}))).toBe(0);
    const onlyAnn = dayOf("2026-11-18", [[1, 0, 0, 0]]);
    expect(countWithGaps(sumPeople({ ...DATA, days: [...DATA.days, onlyAnn] }, {}))).toBe(2);
  });
});

describe("departments", () => {
  test("by the whole path, activated people only", () => {
    expect(sumDepartments(sumPeople(DATA, {}), undefined)).toEqual([
      {
        path: "Galaxy/Sales/West",
        people: 2,
        withMeetings: 1,
        meetings: 6,
        minutes: 180,
        minutesPerPerson: 90,
      },
      { path: "Overseas/Sales", people: 1, withMeetings: 1, meetings: 1, minutes: 15, minutesPerPerson: 15 },
    ]);
  });

  test("by the first parts of the path: one name under two parents is two departments", () => {
    const paths = (level: number) => sumDepartments(sumPeople(DATA, {}), level).map(({ path }) => path);
    expect(paths(1)).toEqual(["Galaxy", "Overseas"]);
    expect(paths(2)).toEqual(["Galaxy/Sales", "Overseas/Sales"]);
  });
});

describe("days and weeks", () => {
  test("a person counts once in each of them", () => {
    expect(
      sumPeriods(DATA, {}, "day").map((period) => [period.from, period.peopleWithMeetings, period.meetings]),
    ).toEqual([
      ["2026-11-15", 1, 2],
      ["2026-11-16", 2, 1],
      ["2026-11-17", 2, 4],
    ]);
    expect(sumPeriods(DATA, {}, "week")).toEqual([
      { from: "2026-11-15", to: "2026-11-15", peopleWithMeetings: 1, meetings: 2, minutes: 60 },
      { from: "2026-11-16", to: "2026-11-17", peopleWithMeetings: 2, meetings: 5, minutes: 135 },
    ]);
  });
});

function added(sums: readonly ActivitySum[]): ActivitySum {
  const add = (figures: readonly number[]) => figures.reduce((sum, figure) => sum + figure, 0);
  return { meetings: add(sums.map((sum) => sum.meetings)), minutes: add(sums.map((sum) => sum.minutes)) };
}

test("people, departments, days and weeks all add up to the same", () => {
  const days = fc
    .array(
      fc.array(fc.tuple(fc.nat({ max: 9 }), fc.nat({ max: 90 }), fc.constantFrom<0 | 1>(0, 1)), {
        minLength: 6,
        maxLength: 6,
      }),
      { minLength: 1, maxLength: 20 },
    )
    .map((all) =>
      all.map((rows, number) =>
        // A person has one row a day: one member of each.
        dayOf(
          addDays("2026-10-01", number),
          [0, 2, 5].map((member) => [
            member,
            rows[member]?.[0] ?? 0,
            rows[member]?.[1] ?? 0,
            rows[member]?.[2] ?? 0,
          ]),
        ),
      ),
    );
  fc.assert(
    fc.property(days, fc.nat({ max: 20 }), (all, cut) => {
      const sumsOf = (some: readonly DayColumns[]) => totalOf(sumPeople({ ...DATA, days: some }, {}));
      const whole = sumsOf(all);
      const data = { ...DATA, days: all };
      expect(added(sumPeriods(data, {}, "day"))).toEqual(whole);
      expect(added(sumPeriods(data, {}, "week"))).toEqual(whole);
      expect(added(sumDepartments(sumPeople(data, {}), 1))).toEqual(whole);
      expect(added([sumsOf(all.slice(0, cut)), sumsOf(all.slice(cut))])).toEqual(whole);
    }),
  );
});
