import { addDays, dayOf, endOfDay, startOfDay } from "../../domain/day.ts";
import { Problem } from "../../domain/problem.ts";
import type { MeetingSource, TopUsers, TopUsersRequest, Unread } from "../../domain/source.ts";
import { REPORT_REACH_DAYS } from "../../domain/usage.ts";
import { nowSeconds } from "../clock.ts";
import type { Connection } from "../connection.ts";
import type { Wanted } from "../job.ts";
import { askTopUsers, getTopUser, NOT_A_USER_ID, toTopUsers } from "../operations/get-top-user.ts";
import { openChain } from "../paging.ts";
import { readParts } from "../reading.ts";
import type { Run } from "../run.ts";
import { wasSettled } from "../settled.ts";

const BYTES_PER_USER = 300;

/** Who is in meetings the most: one request, always for as many as Feishu gives. */
export function topUsers(connection: Connection): MeetingSource["topUsers"] {
  const jobs = connection.openJobs<TopUsers>();
  return async (request, caller) => {
    const nobody: TopUsers = { users: [], idType: request.idType };
    return readParts(
      { jobs, wanted: [listOf(request, connection)], merged: ([list]) => list ?? nobody },
      caller,
      connection.clock,
    );
  };
}

function listOf(request: TopUsersRequest, connection: Connection): Wanted<TopUsers> {
  const { from, to, orderBy, idType, dataRegion } = request;
  return {
    key: JSON.stringify([connection.identityOf(getTopUser), from, to, orderBy, idType, dataRegion]),
    reusable: (job) => wasSettled(to, job.readAt, connection),
    open: () => {
      let list: TopUsers = { users: [], idType };
      let lacking: Unread[] = [];
      return openChain<TopUsers, TopUsers>({
        from,
        to,
        operation: getTopUser,
        clock: connection.clock,
        ask: async (_, run) => {
          const got = await askWithinReach(request, connection, run);
          lacking = got.lacking;
          return { rows: [got.list], hasMore: false };
        },
        take: ([read]) => {
          list = read ?? list;
        },
        value: () => list,
        bytes: () => list.users.length * BYTES_PER_USER,
        lacking: () => lacking,
      });
    },
  };
}

/** Whether the day 90 days ago is still given is not documented: it is tried. Without it nobody is ranked. */
async function askWithinReach(
  request: TopUsersRequest,
  connection: Connection,
  run: Run,
): Promise<{ list: TopUsers; lacking: Unread[] }> {
  try {
    return { list: await askServable(request, connection, run), lacking: [] };
  } catch (reason) {
    const { from, to, idType } = request;
    const oldest = addDays(dayOf(nowSeconds(connection.clock), connection.zone), 1 - REPORT_REACH_DAYS);
    const refused = reason instanceof Problem && reason.details.feishuCode === 121003;
    if (!refused || from >= oldest || to < oldest) throw reason;
    const problem = new Problem(
      "missing",
      `Feishu's top list begins on ${oldest}, and lists of parts cannot be put together.`,
      `Ask with ${JSON.stringify({ from: oldest, to })}, or use get_user_meeting_stats, which reaches further back.`,
    );
    return { list: { users: [], idType }, lacking: [{ from, to: addDays(oldest, -1), problem }] };
  }
}

/** A room has no user id: such a list is asked for with open ids. */
async function askServable(request: TopUsersRequest, connection: Connection, run: Run): Promise<TopUsers> {
  try {
    return await askList(request, connection, run);
  } catch (reason) {
    const code = reason instanceof Problem ? reason.details.feishuCode : undefined;
    if (request.idType !== "user_id" || code === undefined || !NOT_A_USER_ID.includes(code)) throw reason;
    return askList({ ...request, idType: "open_id" }, connection, run);
  }
}

async function askList(request: TopUsersRequest, connection: Connection, run: Run): Promise<TopUsers> {
  const { orderBy, idType, dataRegion: region } = request;
  const start = startOfDay(request.from, connection.zone);
  const end = endOfDay(request.to, connection.zone);
  const reply = await connection.ask(askTopUsers({ start, end, orderBy, idType, region }), run);
  return { users: toTopUsers(reply, connection.personal), idType };
}
