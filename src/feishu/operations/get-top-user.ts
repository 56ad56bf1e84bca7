/** Who is in meetings the most (reports/get_top_user). */
import { z } from "zod";
import type { UnixSeconds } from "../../domain/day.ts";
import type { DataRegion, IdType, PersonalGroup, TopUser } from "../../domain/meeting.ts";
import { UNITS } from "./get-daily.ts";
import type { Ask, Operation } from "./operation.ts";
import { IDENTIFIER_CHARACTERS, nameOf, text, textOrNone, wholeNumber } from "./reply-fields.ts";

/** The most that Feishu gives, and always asked for: the kinds are told apart afterwards. */
export const LIMIT = 100;

/** A room in the list has no user id, and with `user_id` fails the whole call. */
export const NOT_A_USER_ID: readonly number[] = [122359, 99992359];

const ORDERS = { meetings: 1, minutes: 2 } as const;
const KINDS: Readonly<Record<number, TopUser["kind"]>> = { 1: "person", 2: "room", 6: "phone", 7: "phone" };

const reply = z.object({
  top_user_report: z
    .array(
      z.object({
        id: text,
        name: text,
        user_type: wholeNumber,
        meeting_count: wholeNumber,
        // Minutes, where the daily report gives seconds.
        meeting_duration: wholeNumber,
      }),
    )
    .max(LIMIT),
});

export type TopUserReply = z.output<typeof reply>;

export const getTopUser: Operation<TopUserReply> = {
  name: "reports/get_top_user",
  gives: "the top user list",
  method: "GET",
  path: "/open-apis/vc/v1/reports/get_top_user",
  identity: "tenant",
  scope: "vc:report:readonly",
  repeatable: true,
  replyIn: "data",
  reply,
};

export function askTopUsers(asked: {
  readonly start: UnixSeconds;
  readonly end: UnixSeconds;
  readonly orderBy: keyof typeof ORDERS;
  readonly idType: IdType;
  readonly region?: DataRegion | undefined;
}): Ask<TopUserReply> {
  return {
    operation: getTopUser,
    query: {
      start_time: asked.start,
      end_time: asked.end,
      limit: LIMIT,
      order_by: ORDERS[asked.orderBy],
      unit: asked.region && UNITS[asked.region],
      user_id_type: asked.idType,
    },
  };
}

export function toTopUsers(data: TopUserReply, personal: ReadonlySet<PersonalGroup>): TopUser[] {
  return data.top_user_report.map((row) => {
    const id = textOrNone(row.id, IDENTIFIER_CHARACTERS);
    return {
      ...(id !== undefined && { id }),
      name: nameOf(row.name, personal),
      kind: KINDS[row.user_type] ?? "other",
      meetings: row.meeting_count,
      minutes: row.meeting_duration,
    };
  });
}
