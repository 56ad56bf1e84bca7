/** The meeting rooms that took part in a meeting, by their names. */

import type { Participation } from "./meeting.ts";
import { folded } from "./meeting-list.ts";
import type { Candidate } from "./problem.ts";

/** Every room once, in order of the rows. */
export function roomsIn(rows: readonly Participation[]): Candidate[] {
  const rooms = new Map<string, Candidate>();
  for (const { roomId, name } of rows) {
    if (roomId !== undefined && !rooms.has(roomId)) rooms.set(roomId, { name, id: roomId });
  }
  return [...rooms.values()];
}

/** Those of exactly this name, else those that have it in theirs; case, spaces and hyphens do not matter. */
export function roomsNamed(rooms: readonly Candidate[], name: string): Candidate[] {
  const wanted = folded(name);
  const exact = rooms.filter((room) => folded(room.name) === wanted);
  return exact.length > 0 ? exact : rooms.filter((room) => folded(room.name).includes(wanted));
}
