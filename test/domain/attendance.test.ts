import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  type AttendanceRules,
  type Attendee,
  attendees,
  commonLeaveReason,
  countAttendance,
  isAskedFor,
  orderAttendees,
} from "../../src/domain/attendance.ts";
import type { Participation } from "../../src/domain/meeting.ts";

const START = 1_000_000;
const END = START + 3_600;
const RULES: AttendanceRules = { start: START, end: END, lateAfterSeconds: 300, earlyBeforeSeconds: 300 };

/** Seconds after the start. */
function row(join: number, leave: number | undefined, more: Partial<Participation> = {}): Participation {
  return {
    name: "Ann",
    department: "Sales",
    userId: "ou_a",
    external: false,
    joinedAt: START + join,
    ...(leave !== undefined && { leftAt: START + leave }),
    seconds: (leave ?? 3_600) - join,
    used: { audio: false, video: false, sharing: false },
    ...more,
  };
}

function only(rows: readonly Participation[], rules = RULES): Attendee {
  const [first, second] = attendees(rows, rules, END);
  if (first === undefined || second !== undefined) throw new Error("Not one attendee.");
  return first;
}

describe("one person's rows", () => {
  test.for([
    ["one whole stay", [row(0, 3_600)], { seconds: 3_600, rejoined: false, awaySeconds: 0, devices: 1 }],
    [
      "back inside one row",
      [row(0, 3_600, { seconds: 3_000 })],
      { seconds: 3_000, rejoined: true, awaySeconds: 600 },
    ],
    ["sixty seconds short", [row(0, 3_600, { seconds: 3_540 })], { rejoined: false, awaySeconds: 0 }],
    ["sixty-one seconds short", [row(0, 3_600, { seconds: 3_539 })], { rejoined: true, awaySeconds: 61 }],
    [
      "back as two rows",
      [row(0, 600), row(900, 3_600)],
      { seconds: 3_300, rejoined: true, awaySeconds: 300, devices: 1 },
    ],
    [
      "two devices",
      [row(0, 3_600), row(60, 1_000)],
      { seconds: 3_600, rejoined: false, awaySeconds: 0, devices: 2 },
    ],
    [
      "two devices that follow on",
      [row(0, 1_000), row(500, 2_000)],
      { seconds: 2_000, rejoined: false, devices: 2 },
    ],
    ["three at once", [row(0, 3_600), row(10, 50), row(20, 60)], { seconds: 3_600, devices: 3, rows: 3 }],
    [
      "two devices and away",
      [row(0, 600), row(10, 600), row(1_200, 1_800)],
      { seconds: 1_200, rejoined: true, awaySeconds: 600, devices: 2 },
    ],
    ["a time longer than the stay", [row(0, 600, { seconds: 9_999 })], { seconds: 600 }],
    ["a stay of no length", [row(600, 600)], { seconds: 0, devices: 1 }],
  ] as const)("%s", ([, rows, expected]) => {
    expect(only(rows)).toMatchObject(expected);
  });

  test("first join, last leave, and what was used in any of them", () => {
    const person = only([
      row(900, 3_600, {
        used: { audio: true, video: false, sharing: false },
        leaveReason: "ended",
        response: "accepted",
      }),
      row(0, 600, { used: { audio: false, video: false, sharing: true }, leaveReason: "lost" }),
    ]);
    expect(person).toMatchObject({
      joinedAt: START,
      leftAt: END,
      leaveReason: "ended",
      response: "accepted",
      used: { audio: true, video: false, sharing: true },
    });
  });

  test("who is still there on one device has not left, and is not early", () => {
    const person = only([row(0, 100), row(200, undefined)]);
    expect(person.leftAt).toBeUndefined();
    expect(person.leftEarlyBySeconds).toBeUndefined();
  });

  test("personal values of several rows are all kept, each once", () => {
    const device = (name: string) => ({ device: { device: name, camera: "HD" } });
    const person = only([row(0, 100, device("ios")), row(50, 200, device("mac"))]);
    expect(person.device).toMatchObject({ device: "ios / mac", camera: "HD" });
    expect(person).not.toHaveProperty("contact");
  });
});

describe("who is who", () => {
  const { userId: _, ...nobody } = row(0, 100, { name: "访客" });
  const room = { ...nobody, name: "Everest", roomId: "omm_a" };

  test("without an id nobody is merged, and a room is no person of the same id", () => {
    const all = attendees([nobody, nobody, room, room, row(0, 100, { userId: "omm_a" })], RULES, END);
    expect(all.map((one) => [one.kind, one.rows])).toEqual([
      ["unidentified", 1],
      ["unidentified", 1],
      ["room", 2],
      ["person", 1],
    ]);
    expect(countAttendance(all)).toMatchObject({ people: 3, rooms: 1 });
  });

  test("namesakes are two, one id under two names is one", () => {
    const all = attendees(
      [row(0, 9), row(0, 9, { userId: "ou_b" }), row(20, 30, { name: "Ann (2)" })],
      RULES,
      END,
    );
    expect(all.map((one) => one.id)).toEqual(["ou_a", "ou_b"]);
  });
});

describe("late and early", () => {
  test.for([
    [300, 3_300, undefined, undefined],
    [301, 3_299, 301, 301],
    [0, 3_600, undefined, undefined],
    [-500, 5_000, undefined, undefined],
    [1_200, 2_400, 1_200, 1_200],
  ] as const)("from %i to %i: %s and %s seconds", ([join, leave, late, early]) => {
    const person = only([row(join, leave)]);
    expect([person.lateBySeconds, person.leftEarlyBySeconds]).toEqual([late, early]);
  });

  test("rooms are neither, whoever has no id is", () => {
    const { userId: _, ...nobody } = row(1_200, 2_400);
    const [unidentified, room] = attendees([nobody, { ...nobody, roomId: "omm_a" }], RULES, END);
    expect(unidentified).toMatchObject({ lateBySeconds: 1_200, leftEarlyBySeconds: 1_200 });
    expect([room?.lateBySeconds, room?.leftEarlyBySeconds]).toEqual([undefined, undefined]);
    expect(
      ["all", "late", "left_early", "external", "rejoined"].map((filter) => asked(room, filter)),
    ).toEqual([true, false, false, false, false]);
  });

  test("without an end nobody has left early", () => {
    const { end: _, ...running } = RULES;
    expect(only([row(0, 60)], running).leftEarlyBySeconds).toBeUndefined();
  });
});

function asked(attendee: Attendee | undefined, filter: string): boolean | undefined {
  const filters = ["all", "late", "left_early", "external", "rejoined"] as const;
  const found = filters.find((one) => one === filter);
  return attendee && found && isAskedFor(attendee, found);
}

test("the reason that most left for is the common one; none is none", () => {
  const people = attendees(
    ["ended", "left", "ended"].map((leaveReason, place) => row(0, 9, { userId: `ou_${place}`, leaveReason })),
    RULES,
    END,
  );
  expect(commonLeaveReason(people)).toBe("ended");
  expect(commonLeaveReason([])).toBeUndefined();
});

/** Up to eight rows of up to three people, each with a time that fits its stay. */
const rows = fc.array(
  fc
    .tuple(
      fc.nat({ max: 3_000 }),
      fc.nat({ max: 3_000 }),
      fc.double({ min: 0, max: 1, noNaN: true }),
      fc.nat({ max: 2 }),
    )
    .map(([join, length, share, who]) =>
      row(join, join + length, { userId: `ou_${who}`, name: `P${who}`, seconds: Math.round(length * share) }),
    ),
  { minLength: 1, maxLength: 8 },
);

/** Seconds in which at least one of the rows runs, counted one by one. */
function covered(stays: readonly Participation[]): number {
  const seconds = new Set<number>();
  for (const { joinedAt, leftAt = joinedAt } of stays)
    for (let at = joinedAt; at < leftAt; at += 1) seconds.add(at);
  return seconds.size;
}

describe("properties", () => {
  test("nobody has more time than the union of their rows, nor than the rows' times together", () => {
    fc.assert(
      fc.property(rows, (all) => {
        for (const person of attendees(all, RULES, END)) {
          const own = all.filter((one) => one.userId === person.id);
          const sum = own.reduce((total, one) => total + one.seconds, 0);
          expect(person.seconds).toBe(Math.min(sum, covered(own)));
          expect(person.awaySeconds).toBeLessThanOrEqual((person.leftAt ?? END) - person.joinedAt);
          expect(person.devices).toBeLessThanOrEqual(own.length);
        }
      }),
    );
  });

  test("the order of the rows makes no difference to anybody's figures", () => {
    const figuresOf = (all: readonly Participation[]) =>
      attendees(all, RULES, END)
        .map(
          ({
            id,
            joinedAt,
            leftAt,
            seconds,
            rejoined,
            awaySeconds,
            devices,
            rows: count,
            lateBySeconds,
            leftEarlyBySeconds,
          }) => ({
            id,
            joinedAt,
            leftAt,
            seconds,
            rejoined,
            awaySeconds,
            devices,
            count,
            lateBySeconds,
            leftEarlyBySeconds,
          }),
        )
        .sort((one, other) => ((one.id ?? "") < (other.id ?? "") ? -1 : 1));
    fc.assert(
      fc.property(rows, fc.infiniteStream(fc.nat()), (all, keys) => {
        const shuffled = all
          .map((one) => ({ one, key: keys.next().value }))
          .sort((a, b) => a.key - b.key)
          .map(({ one }) => one);
        expect(figuresOf(shuffled)).toEqual(figuresOf(all));
      }),
    );
  });

  test("every order lists everybody once, and is the same wherever it started", () => {
    fc.assert(
      fc.property(rows, fc.constantFrom("joined", "minutes", "name" as const), (all, by) => {
        const people = attendees(all, RULES, END);
        const ordered = orderAttendees(
          people,
          by === "name" ? "name" : by === "minutes" ? "minutes" : "joined",
        );
        const again = orderAttendees(
          people.toReversed(),
          by === "name" ? "name" : by === "minutes" ? "minutes" : "joined",
        );
        expect(ordered.map((one) => one.id)).toEqual(again.map((one) => one.id));
        expect(ordered).toHaveLength(people.length);
      }),
    );
  });
});
