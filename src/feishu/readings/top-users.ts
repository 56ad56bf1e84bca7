import { endOfDay, startOfDay } from "../../domain/day.ts";
import { Problem } from "../../domain/problem.ts";
import type { MeetingSource, TopUsers, TopUsersRequest } from "../../domain/source.ts";
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
      jobs,
      [listOf(request, connection)],
      caller,
      connection.clock,
      ([list]) => list ?? nobody,
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
      return openChain<TopUsers, TopUsers>({
        from,
        to,
        operation: getTopUser,
        clock: connection.clock,
        ask: async (_, run) => ({ rows: [await askServable(request, connection, run)], hasMore: false }),
        take: ([read]) => {
          list = read ?? list;
        },
        value: () => list,
        bytes: () => list.users.length * BYTES_PER_USER,
      });
    },
  };
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
  return { users: toTopUsers(reply), idType };
}
