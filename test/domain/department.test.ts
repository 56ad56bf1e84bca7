import { describe, expect, test } from "vitest";
import { departmentNamed, isWithinDepartment, lastPart, pathStart } from "../../src/domain/department.ts";
import { Problem } from "../../src/domain/problem.ts";

const PATHS = [
  "Galaxy/Sales/East",
  "Galaxy/Sales/West",
  "Galaxy/Engineering/Platform",
  "Overseas/Sales/Tokyo",
  "星河事业部/销售部/华东区",
  "Salesforce",
];

describe("the department that is meant", () => {
  test.for([
    ["East", "Galaxy/Sales/East"],
    ["galaxy/sales", "Galaxy/Sales"],
    ["/Galaxy/Sales/", "Galaxy/Sales"],
    ["Sales/Tokyo", "Overseas/Sales/Tokyo"],
    ["Galaxy", "Galaxy"],
    ["销售部", "星河事业部/销售部"],
    [" Platform ", "Galaxy/Engineering/Platform"],
  ] as const)("%j is %s", ([asked, path]) => {
    expect(departmentNamed(asked, PATHS)).toBe(path);
  });

  test("a name that several have is refused with their paths; one of the paths is then taken", () => {
    const problem = problemOf("Sales");
    expect(problem.kind).toBe("input");
    const offered = problem.details.candidates?.map(({ department }) => department ?? "") ?? [];
    expect(offered).toEqual(["Galaxy/Sales", "Overseas/Sales"]);
    for (const path of offered) expect(departmentNamed(path, PATHS)).toBe(path);
  });

  test.for([
    ["Sale", ["Galaxy/Sales", "Overseas/Sales", "Salesforce"]],
    ["销售", ["星河事业部/销售部"]],
  ] as const)("%s is missing, with those that come near", ([asked, near]) => {
    const problem = problemOf(asked);
    expect(problem.kind).toBe("missing");
    expect(problem.details.candidates?.map(({ department }) => department)).toEqual(near);
  });

  test("a slip of the pen finds the name that was meant first", () => {
    const offered = (asked: string) =>
      problemOf(asked).details.candidates?.map(({ department }) => department);
    expect(offered("Enginering")).toEqual(["Galaxy/Engineering"]);
    expect(offered("Galaxy/Slaes")).toEqual(["Galaxy/Sales", "Overseas/Sales"]);
  });

  test("nothing near: the departments at the top are offered", () => {
    expect(problemOf("Zeppelin").details.candidates?.[0]?.department).toBe("Galaxy");
    expect(problemOf("Zeppelin").details.candidates?.length).toBeLessThanOrEqual(10);
  });
});

function problemOf(asked: string): Problem {
  try {
    departmentNamed(asked, PATHS);
  } catch (problem) {
    if (problem instanceof Problem) return problem;
    throw problem;
  }
  throw new Error(`${asked} was found.`);
}

test.for([
  ["Galaxy/Sales", "Galaxy/Sales", true],
  ["Galaxy/Sales/East", "Galaxy/Sales", true],
  ["Galaxy/Salesforce", "Galaxy/Sales", false],
  ["Galaxy", "Galaxy/Sales", false],
  ["Overseas/Sales", "Galaxy/Sales", false],
] as const)("%s is within %s: %s", ([path, department, expected]) => {
  expect(isWithinDepartment(path, department)).toBe(expected);
});

test("parts of a path", () => {
  expect([
    pathStart("A/B/C", 1),
    pathStart("A/B/C", 2),
    pathStart("A/B/C", 9),
    pathStart("A/B/C", undefined),
  ]).toEqual(["A", "A/B", "A/B/C", "A/B/C"]);
  expect([lastPart("A/B/C"), lastPart("A"), lastPart("")]).toEqual(["C", "A", ""]);
});
