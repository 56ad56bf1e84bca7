import { describe, expect, test } from "vitest";
import type { Meeting } from "../../src/domain/meeting.ts";
import { meetingsAt, meetingsOnDay, nearestStarts, newestMeeting } from "../../src/domain/which-meeting.ts";

const at = (iso: string) => Date.parse(`${iso}+08:00`) / 1000;

function meeting(instanceId: string, start: string, end?: string): Meeting {
  return {
    number: "123456789",
    instanceId,
    topic: "",
    organizer: "",
    department: "",
    startedAt: at(start),
    ...(end !== undefined && { endedAt: at(end) }),
    seconds: 0,
    participants: 0,
    devices: 0,
    kind: "video",
    external: false,
    recorded: false,
    used: { audio: false, video: false, sharing: false, phone: false },
    webinarViewers: 0,
  };
}

const NIGHT = meeting("night", "2026-11-12T23:08:20", "2026-11-13T00:50:00");
const MORNING = meeting("morning", "2026-11-13T09:00:40", "2026-11-13T09:15:00");
const NOON = meeting("noon", "2026-11-13T12:00:00", "2026-11-13T13:00:00");
const RUNNING = meeting("running", "2026-11-13T15:00:00");
const ALL = [NIGHT, MORNING, NOON, RUNNING];
const ids = (meetings: readonly Meeting[]) => meetings.map(({ instanceId }) => instanceId);

describe("by day", () => {
  test.for([
    ["those that started on it", ALL, "2026-11-13", "Asia/Shanghai", ["morning", "noon", "running"]],
    ["one that started late on it", ALL, "2026-11-12", "Asia/Shanghai", ["night"]],
    ["one that ran into it, if none started", [NIGHT], "2026-11-13", "Asia/Shanghai", ["night"]],
    ["a running one runs into the next day", [RUNNING], "2026-11-14", "Asia/Shanghai", ["running"]],
    ["none", [MORNING], "2026-11-14", "Asia/Shanghai", []],
    ["in another zone it is another day", [MORNING], "2026-11-12", "America/New_York", ["morning"]],
  ] as const)("%s", ([, meetings, day, zone, expected]) => {
    expect(ids(meetingsOnDay(meetings, day, zone))).toEqual(expected);
  });

  test("a meeting that ends at midnight did not run into the next day", () => {
    const evening = meeting("evening", "2026-11-12T23:00:00", "2026-11-13T00:00:00");
    expect(meetingsOnDay([evening], "2026-11-13", "Asia/Shanghai")).toEqual([]);
  });
});

describe("by instant", () => {
  test.for([
    ["to the minute, whatever the second", "2026-11-13T09:00:00", ["morning"]],
    ["while it was running", "2026-11-13T12:59:59", ["noon"]],
    ["while it is running", "2026-11-13T23:00:00", ["running"]],
    ["a quarter of an hour before it started", "2026-11-13T08:45:40", ["morning"]],
    ["a second farther", "2026-11-13T08:45:39", []],
    ["when it had just ended, it had not just begun", "2026-11-13T13:00:00", []],
    ["a little after one that has ended again", "2026-11-13T09:15:00", ["morning"]],
  ] as const)("%s", ([, instant, expected]) => {
    expect(ids(meetingsAt(ALL, at(instant)))).toEqual(expected);
  });

  test("one that started in that minute goes before one that was running", () => {
    const long = meeting("long", "2026-11-13T08:00:00", "2026-11-13T18:00:00");
    expect(ids(meetingsAt([long, NOON], at("2026-11-13T12:00:30")))).toEqual(["noon"]);
    expect(ids(meetingsAt([long, NOON], at("2026-11-13T12:30:00")))).toEqual(["long", "noon"]);
  });
});

test("the newest is the last to start, of none there is none", () => {
  expect(ids(newestMeeting([NOON, RUNNING, NIGHT]))).toEqual(["running"]);
  expect(newestMeeting([])).toEqual([]);
});

test("nearest starts come nearest first, and no more than asked for", () => {
  expect(nearestStarts(ALL, at("2026-11-13T09:30:00"), 2)).toEqual([MORNING.startedAt, NOON.startedAt]);
  expect(nearestStarts([], 0, 5)).toEqual([]);
});
