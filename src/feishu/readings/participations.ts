import { dayOf } from "../../domain/day.ts";
import type { Participation, WebinarRole } from "../../domain/meeting.ts";
import type { MeetingSource, ParticipationsRequest } from "../../domain/source.ts";
import { nowSeconds } from "../clock.ts";
import type { Connection } from "../connection.ts";
import type { Job, Wanted } from "../job.ts";
import { askParticipants, participantList, toParticipations } from "../operations/participant-list.ts";
import { openChain } from "../paging.ts";
import { readParts } from "../reading.ts";
import { wasSettled } from "../settled.ts";

type Participations = readonly Participation[];

const BYTES_PER_ROW = 500;

/** Who was in one meeting; a webinar's panelists and audience are chains of their own. */
export function participations(connection: Connection): MeetingSource["participations"] {
  const jobs = connection.openJobs<Participations>();
  return async (request, caller) => {
    const roles = request.webinarRoles ?? [undefined];
    const lists = roles.map((role) => listOf(request, role, connection));
    return readParts({ jobs, wanted: lists, merged: (parts) => parts.flat() }, caller, connection.clock);
  };
}

function listOf(
  request: ParticipationsRequest,
  role: WebinarRole | undefined,
  connection: Connection,
): Wanted<Participations> {
  const { number, startedAt, endedAt, only, idType, remembered } = request;
  const identity = connection.identityOf(participantList);
  return {
    key: JSON.stringify([identity, number, startedAt, endedAt, role, only, idType]),
    reusable: (job) => remembered || (endedAt !== undefined && wasSettled(job.to, job.readAt, connection)),
    open: () => openList(request, role, connection),
  };
}

function openList(
  request: ParticipationsRequest,
  role: WebinarRole | undefined,
  connection: Connection,
): Job<Participations> {
  const { clock, zone, personal } = connection;
  // Fixed when the list is opened: its page tokens belong to this end.
  const now = nowSeconds(clock);
  const rows: Participation[] = [];
  return openChain<Participation, Participations>({
    from: dayOf(request.startedAt, zone),
    to: dayOf(request.endedAt ?? now, zone),
    operation: participantList,
    clock,
    ask: async (pageToken, run) => {
      const reply = await connection.ask(askParticipants(request, now, role, pageToken), run);
      const page = toParticipations(reply, { role, now, personal });
      return { rows: page, hasMore: reply.has_more, pageToken: reply.page_token };
    },
    take: (page) => {
      rows.push(...page);
    },
    value: () => [...rows],
    bytes: () => rows.length * BYTES_PER_ROW,
  });
}
