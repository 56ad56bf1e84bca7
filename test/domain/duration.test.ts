import { expect, test } from "vitest";
import {
  counted,
  figure,
  hoursOf,
  listed,
  minutesOf,
  oneDecimal,
  percentOf,
} from "../../src/domain/duration.ts";

test.for([
  [0, 0, 0],
  [60, 1, 0],
  [90, 1.5, 0],
  [3_600, 60, 1],
  [300_000, 5_000, 83.3],
  [147_680, 2_461.3, 41],
] as const)("%i seconds are %d minutes and %d hours", ([seconds, minutes, hours]) => {
  expect([minutesOf(seconds), hoursOf(seconds)]).toEqual([minutes, hours]);
});

test.for([
  [0.04, 0],
  [0.05, 0.1],
  [-0.25, -0.2],
  [-61.24, -61.2],
  [99.95, 100],
] as const)("%d is %d to one decimal", ([value, rounded]) => {
  expect(oneDecimal(value)).toBe(rounded);
});

test.for([
  [1, 3, 33.3],
  [-5, 40, -12.5],
  [300, 100, 300],
  [0, 7, 0],
] as const)("%d of %d is %d percent", ([part, whole, percent]) => {
  expect(percentOf(part, whole)).toBe(percent);
});

test.for([
  [0, "0"],
  [999, "999"],
  [1_000, "1,000"],
  [1_234_567.89, "1,234,567.9"],
  [-1_234.5, "-1,234.5"],
  [0.5, "0.5"],
] as const)("%d reads %s", ([value, text]) => {
  expect(figure(value)).toBe(text);
});

test("counts and lists read as a person writes them", () => {
  expect([counted(1, "meeting"), counted(0, "meeting"), counted(1_204, "meeting")]).toEqual([
    "1 meeting",
    "0 meetings",
    "1,204 meetings",
  ]);
  expect([counted(1, "person", "people"), counted(2, "person", "people")]).toEqual(["1 person", "2 people"]);
  expect([listed([]), listed(["A"]), listed(["A", "B"]), listed(["A", "B", "C"])]).toEqual([
    "",
    "A",
    "A and B",
    "A, B and C",
  ]);
});
