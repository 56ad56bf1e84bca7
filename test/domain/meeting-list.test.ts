import fc from "fast-check";
import { expect, test } from "vitest";
import type { Meeting } from "../../src/domain/meeting.ts";
import {
  contains,
  filterMeetings,
  type MeetingFilter,
  orderMeetings,
  sumMeetings,
} from "../../src/domain/meeting-list.ts";

const NO_FILTER: MeetingFilter = { externalOnly: false, recordedOnly: false, minParticipants: 0 };

function meeting(place: number, more: Partial<Meeting> = {}): Meeting {
  return {
    number: "123456789",
    instanceId: `7${String(place).padStart(3, "0")}`,
    topic: "Design review",
    organizer: "Ann",
    department: "Sales",
    startedAt: 1_000 * place,
    endedAt: 1_000 * place + 60,
    seconds: 60,
    participants: 2,
    devices: 2,
    kind: "video",
    external: false,
    recorded: false,
    used: { audio: false, video: false, sharing: false, phone: false },
    webinarViewers: 0,
    ...more,
  };
}

test.for([
  ["Design review", "REVIEW", true],
  ["Design review", " design ", true],
  ["Straße", "straße", true],
  ["每日站会 Daily", "站会", true],
  ["Design review", "reviews", false],
  ["", "a", false],
  ["anything", undefined, true],
] as const)("%j contains %j: %s", ([text, part, expected]) => {
  expect(contains(text, part)).toBe(expected);
});

test.for([
  [{}, [1, 2, 3]],
  [{ topic: "design" }, [1, 3]],
  [{ organizer: "bo" }, [2]],
  [{ externalOnly: true }, [2, 3]],
  [{ recordedOnly: true }, [3]],
  [{ minParticipants: 9 }, [2]],
  [{ minParticipants: 10 }, []],
  [{ topic: "design", externalOnly: true, recordedOnly: true }, [3]],
] as const)("%j leaves %j", ([filter, places]) => {
  const all = [
    meeting(1),
    meeting(2, { topic: "1:1", organizer: "Bob", external: true, participants: 9 }),
    meeting(3, { external: true, recorded: true }),
  ];
  const left = filterMeetings(all, { ...NO_FILTER, ...filter });
  expect(left.map(({ instanceId }) => instanceId)).toEqual(places.map((place) => `700${place}`));
});

const meetings = fc
  .array(fc.tuple(fc.nat({ max: 5 }), fc.nat({ max: 3 }), fc.nat({ max: 3 })), { maxLength: 20 })
  .map((some) =>
    some.map(([start, seconds, participants], place) =>
      meeting(place, { startedAt: start, seconds, participants, external: participants === 1 }),
    ),
  );

test("an order keeps every meeting, and does not depend on the order before", () => {
  fc.assert(
    fc.property(
      meetings,
      fc.constantFrom("start" as const, "minutes" as const, "participants" as const),
      (all, by) => {
        const ordered = orderMeetings(all, by);
        expect(ordered).toEqual(orderMeetings(all.toReversed(), by));
        expect(ordered).toHaveLength(all.length);
        const figures = ordered.map((one) =>
          by === "start" ? one.startedAt : by === "minutes" ? one.seconds : one.participants,
        );
        expect(figures).toEqual([...figures].sort((one, other) => other - one));
      },
    ),
  );
});

test("the sums of the parts are the sums of the whole", () => {
  fc.assert(
    fc.property(meetings, fc.nat({ max: 20 }), (all, cut) => {
      const [one, other, whole] = [all.slice(0, cut), all.slice(cut), all].map(sumMeetings);
      expect(whole).toEqual({
        meetings: (one?.meetings ?? 0) + (other?.meetings ?? 0),
        seconds: (one?.seconds ?? 0) + (other?.seconds ?? 0),
        participants: (one?.participants ?? 0) + (other?.participants ?? 0),
        external: (one?.external ?? 0) + (other?.external ?? 0),
      });
    }),
  );
});
