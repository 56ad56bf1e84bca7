import { addDays, type Day, endOfDay, instantAt, type UnixSeconds } from "../domain/day.ts";
import type { Connection } from "./connection.ts";

/** Whether nothing of that day or before can have changed after it was read (surface.md, rule 15). */
export function wasSettled(
  day: Day,
  readAt: UnixSeconds | undefined,
  { zone, statisticsZone }: Pick<Connection, "zone" | "statisticsZone">,
): boolean {
  if (readAt === undefined) return false;
  return readAt >= instantAt(addDays(day, 1), "09:30", statisticsZone) && readAt > endOfDay(day, zone);
}
