import type { Member, PersonDays } from "../../domain/person-days.ts";
import { type DetailsTable, mergedDetails } from "./details-table.ts";
import type { ReadDay } from "./growing-day.ts";
import type { Roster } from "./roster.ts";

/**
 * These days alone, with nobody who has no row in them.
 * @param days in order of time
 * @param tables what lies beside meetings over exactly these days, in order of time; absent where it was not asked
 */
export function mergeDays(
  roster: Roster,
  days: readonly ReadDay[],
  tables: readonly DetailsTable[] | undefined,
): PersonDays {
  const details = tables && mergedDetails(tables, roster);
  const there = membersOf(days);
  const isThere = (member: number) => (((there[member >>> 5] ?? 0) >>> (member & 31)) & 1) === 1;
  if (roster.members.every((_, member) => isThere(member))) {
    // Copies, because the roster goes on growing.
    return {
      people: roster.people.slice(),
      departments: roster.departments.slice(),
      members: roster.members.slice(),
      days: days.map(({ columns }) => columns),
      ...(details && { details }),
    };
  }
  return reduced(roster, days, isThere, details);
}

/** One bit for each member. */
function membersOf(days: readonly ReadDay[]): Uint32Array {
  const all = new Uint32Array(Math.max(0, ...days.map(({ members }) => members.length)));
  for (const { members } of days) {
    for (let word = 0; word < members.length; word += 1) all[word] = (all[word] ?? 0) | (members[word] ?? 0);
  }
  return all;
}

function reduced(
  roster: Roster,
  days: readonly ReadDay[],
  isThere: (member: number) => boolean,
  details: PersonDays["details"],
): PersonDays {
  const people = positions(roster.people);
  const departments = positions(roster.departments);
  const members: Member[] = [];
  const kept: NonNullable<PersonDays["details"]>[number][] = [];
  const memberOf = new Uint32Array(roster.members.length);
  for (const [position, member] of roster.members.entries()) {
    if (!isThere(position)) continue;
    memberOf[position] = members.length;
    members.push({
      person: people.of(member.person),
      department: departments.of(member.department),
      activated: member.activated,
    });
    kept.push(details?.[position]);
  }
  return {
    people: people.used,
    departments: departments.used,
    members,
    days: days.map(({ columns }) => ({ ...columns, member: renumbered(columns.member, memberOf) })),
    ...(details && { details: kept }),
  };
}

/** A loop, because a callback for each of millions of rows takes several times as long. */
function renumbered(member: Uint32Array, positionOf: Uint32Array): Uint32Array {
  const moved = new Uint32Array(member.length);
  for (let row = 0; row < member.length; row += 1) moved[row] = positionOf[member[row] ?? 0] ?? 0;
  return moved;
}

/** New positions in the order in which they are asked for. */
function positions<Item>(all: readonly Item[]) {
  const used: Item[] = [];
  const position = new Int32Array(all.length).fill(-1);
  return {
    used,
    of: (before: number): number => {
      const known = position[before] ?? -1;
      if (known >= 0) return known;
      const item = all[before];
      if (item === undefined) throw new RangeError("There is nothing at this position.");
      position[before] = used.length;
      used.push(item);
      return used.length - 1;
    },
  };
}
