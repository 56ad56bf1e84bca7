import { addDays, type Day, dayOf, endOfDay, lastOfMonth, startOfDay } from "../../domain/day.ts";
import type { Meeting } from "../../domain/meeting.ts";
import { Problem } from "../../domain/problem.ts";
import type { MeetingSource, MeetingsRequest, Unread } from "../../domain/source.ts";
import { nowSeconds } from "../clock.ts";
import type { Connection } from "../connection.ts";
import type { Job, Wanted } from "../job.ts";
import { askMeetings, meetingList, REACH_SECONDS, toMeetings } from "../operations/meeting-list.ts";
import { openChain } from "../paging.ts";
import { readParts } from "../reading.ts";
import { wasSettled } from "../settled.ts";

type Meetings = readonly Meeting[];

const BYTES_PER_MEETING = 600;
/** How Feishu refuses a start that is too old is not documented; these speak of values and times. */
const OUT_OF_REACH: readonly number[] = [121003, 126005, 126006];

/** Meetings by the day on which they started, read in blocks of at most a calendar month. */
export function meetings(connection: Connection): MeetingSource["meetings"] {
  const jobs = connection.openJobs<Meetings>();
  return async (request, caller) => {
    const blocks = monthsOf(request.from, request.to).map((month) =>
      blockOf({ ...request, ...month }, connection),
    );
    return readParts({ jobs, wanted: blocks, merged }, caller, connection.clock);
  };
}

/** Whole months have the same key in every question, so that overlapping ones share them. */
function monthsOf(from: Day, to: Day): { from: Day; to: Day }[] {
  const months: { from: Day; to: Day }[] = [];
  for (let first = from; first <= to; first = addDays(lastOfMonth(first), 1)) {
    const last = lastOfMonth(first);
    months.push({ from: first, to: last < to ? last : to });
  }
  return months;
}

function blockOf(block: MeetingsRequest, connection: Connection): Wanted<Meetings> {
  const { from, to, status, only, idType } = block;
  return {
    key: JSON.stringify([connection.identityOf(meetingList), from, to, status, only, idType]),
    reusable: (job) => block.remembered || (status === "ended" && wasSettled(to, job.readAt, connection)),
    open: () => openBlock(block, connection),
  };
}

function openBlock(block: MeetingsRequest, connection: Connection): Job<Meetings> {
  const { clock, zone } = connection;
  // Fixed when the block is opened: its page tokens belong to these instants.
  const now = nowSeconds(clock);
  const earliest = now - REACH_SECONDS;
  let startsFrom = startOfDay(block.from, zone);
  const startsTo = endOfDay(block.to, zone);
  const dayBefore = startOfDay(addDays(block.from, -1), zone);
  let start = dayBefore >= earliest ? dayBefore : startsFrom;
  const end = Math.min(endOfDay(addDays(block.to, 1), zone), now);
  let lacking: Unread[] = [];
  const found = new Map<string, Meeting>();
  return openChain<Meeting, Meetings>({
    from: block.from,
    to: block.to,
    operation: meetingList,
    clock,
    ask: async (pageToken, run) => {
      const ask = () => connection.ask(askMeetings({ ...block, start, end, pageToken }), run);
      const reply = await ask().catch((reason: unknown) => {
        if (pageToken !== undefined || start >= earliest || !isOutOfReach(reason)) throw reason;
        if (block.from === block.to || lacking.length > 0) throw outOfReach("input", block, connection);
        // The documents limit the length of a span, not its age: it was tried, and the first day is given up.
        startsFrom = startOfDay(addDays(block.from, 1), zone);
        start = startsFrom;
        lacking = [{ from: block.from, to: block.from, problem: outOfReach("missing", block, connection) }];
        return ask().catch((second: unknown) => {
          throw isOutOfReach(second) ? outOfReach("input", block, connection) : second;
        });
      });
      const rows = toMeetings(reply, block.status, now);
      return { rows, hasMore: reply.has_more, pageToken: reply.page_token };
    },
    take: (rows) => {
      for (const meeting of rows) {
        const inside = meeting.startedAt >= startsFrom && meeting.startedAt <= startsTo;
        if (inside) found.set(meeting.instanceId, meeting);
      }
    },
    value: () => [...found.values()],
    bytes: () => found.size * BYTES_PER_MEETING,
    lacking: () => lacking,
  });
}

/** In order of their start; a meeting that two blocks saw is there once. */
function merged(blocks: readonly Meetings[]): Meetings {
  const found = new Map(blocks.flat().map((meeting) => [meeting.instanceId, meeting]));
  return [...found.values()].sort(
    (one, other) => one.startedAt - other.startedAt || (one.instanceId < other.instanceId ? -1 : 1),
  );
}

function isOutOfReach(reason: unknown): boolean {
  return reason instanceof Problem && OUT_OF_REACH.includes(reason.details.feishuCode ?? 0);
}

function outOfReach(kind: "input" | "missing", block: MeetingsRequest, { clock, zone }: Connection): Problem {
  return new Problem(
    kind,
    `Feishu's list of meetings does not reach back to ${block.from}: it refused that day.`,
    `Ask for days from ${addDays(dayOf(nowSeconds(clock) - REACH_SECONDS, zone), 1)} on.`,
  );
}
