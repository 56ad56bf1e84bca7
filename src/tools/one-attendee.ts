/** One person or one room as an argument: ids, because Feishu filters by nothing else. */
import { z } from "zod";
import type { IdType } from "../domain/meeting.ts";
import { Problem } from "../domain/problem.ts";
import { oneOf } from "./args.ts";

const ROOM_ID = /^omm_[\w-]+$/;
/** An id of the third type may look like anything that has no space. */
const USER_ID: Readonly<Record<IdType, RegExp>> = {
  open_id: /^ou_[\w-]+$/,
  union_id: /^on_[\w-]+$/,
  user_id: /^[\x21-\x7e]+$/,
};
const BEGINNINGS: Readonly<Record<IdType, string>> = {
  open_id: ", which begins with ou_",
  union_id: ", which begins with on_",
  user_id: "",
};

export const userIdArg = z.string().optional().describe("An id, not a name");
export const roomIdArg = z.string().optional().describe("omm_…, not a name");

/** @throws Problem `input` for a name: Feishu's own refusal does not say where the id is found. */
export function userIdOf(text: string, idType: IdType): string {
  const id = text.trim();
  if (USER_ID[idType].test(id)) return id;
  throw new Problem(
    "input",
    `user_id is not an ${idType === "user_id" ? "id" : idType}${BEGINNINGS[idType]}.`,
    "get_user_meeting_stats with name finds people and their ids; an id of another type needs its user_id_type.",
  );
}

/** @throws Problem `input` for a name: Feishu answers it as a room in which nobody met. */
export function roomIdOf(text: string): string {
  const id = text.trim();
  if (isRoomId(id)) return id;
  throw new Problem(
    "input",
    "room_id is not the id of a meeting room, which begins with omm_.",
    'get_top_meeting_users with {"kind":"rooms","limit":100} tells names and ids of rooms; list_meeting_participants tells those of one meeting, and takes a room\'s name too.',
  );
}

/**
 * The person or room asked for alone.
 * @throws Problem `input` for both of them, or for a name.
 */
export function attendeeOf(input: {
  readonly user_id?: string | undefined;
  readonly room_id?: string | undefined;
  readonly user_id_type: IdType;
}): { readonly userId: string } | { readonly roomId: string } | undefined {
  const one = oneOf({ user_id: input.user_id, room_id: input.room_id });
  if (one === undefined) return undefined;
  return one.name === "user_id"
    ? { userId: userIdOf(one.value, input.user_id_type) }
    : { roomId: roomIdOf(one.value) };
}

export function isRoomId(text: string): boolean {
  return ROOM_ID.test(text.trim());
}
