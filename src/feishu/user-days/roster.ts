/** Who is in the rows: each person, department and member stands there once, however many days they have. */
import type { Day } from "../../domain/day.ts";
import type { KnownDepartment, KnownPerson, Member } from "../../domain/person-days.ts";
import { NAME_CHARACTERS, plainText } from "../../domain/text.ts";
import type { UserStatsRow } from "../operations/admin-user-stats.ts";
import { IDENTIFIER_CHARACTERS } from "../operations/reply-fields.ts";

/** Positions never change, so that all days of one subject share it. */
export interface Roster {
  readonly people: readonly KnownPerson[];
  readonly departments: readonly KnownDepartment[];
  readonly members: readonly Member[];
  /** The row's position in `members`. */
  memberOf(row: UserStatsRow, day: Day): number;
}

const NONE = -1;

export function createRoster(): Roster {
  const people: KnownPerson[] = [];
  const departments: KnownDepartment[] = [];
  const members: Member[] = [];
  const personOfId = new Map<string, number>();
  const departmentOfText = new Map<string, number>();
  const departmentOfPath = new Map<string, number>();
  /** Of each person: the day of the row that gave the name. */
  const namedOn: Day[] = [];
  /** Of each person the member added last, of each member the one of the same person before it. */
  const lastMember: number[] = [];
  const memberBefore: number[] = [];

  function personOf({ id, name }: UserStatsRow, day: Day): number {
    const known = personOfId.get(id);
    if (known !== undefined) {
      // Windows are read side by side: people are called as on their latest day.
      if (day > (namedOn[known] ?? "")) {
        namedOn[known] = day;
        const person = people[known];
        if (person?.name !== name)
          people[known] = { id: person?.id ?? id, name: plainText(name, NAME_CHARACTERS) };
      }
      return known;
    }
    const position = people.length;
    people.push({ id: plainText(id, IDENTIFIER_CHARACTERS), name: plainText(name, NAME_CHARACTERS) });
    personOfId.set(id, position);
    namedOn.push(day);
    lastMember.push(NONE);
    return position;
  }

  /** @param last the department that this person had before: mostly it is the same, which needs no look-up */
  function departmentOf({ departmentPath, departmentName }: UserStatsRow, last: number | undefined): number {
    const text = departmentPath === "" ? departmentName : departmentPath;
    if (last !== undefined && departments[last]?.path === text) return last;
    const known = departmentOfText.get(text);
    if (known !== undefined) return known;
    const parts = text.split("/").map((part) => plainText(part, NAME_CHARACTERS));
    const path = parts.filter((part) => part !== "").join("/");
    const position = departmentOfPath.get(path) ?? departments.length;
    if (position === departments.length) {
      const name = plainText(departmentName, NAME_CHARACTERS);
      departments.push({ name: name === "" ? path.slice(path.lastIndexOf("/") + 1) : name, path });
      departmentOfPath.set(path, position);
    }
    departmentOfText.set(text, position);
    return position;
  }

  function memberOf(row: UserStatsRow, day: Day): number {
    const person = personOf(row, day);
    const last = lastMember[person] ?? NONE;
    const department = departmentOf(row, members[last]?.department);
    const activated = row.activated === 1;
    for (let member = last; member !== NONE; member = memberBefore[member] ?? NONE) {
      const known = members[member];
      if (known?.department === department && known.activated === activated) return member;
    }
    members.push({ person, department, activated });
    memberBefore.push(last);
    lastMember[person] = members.length - 1;
    return members.length - 1;
  }

  return { people, departments, members, memberOf };
}
