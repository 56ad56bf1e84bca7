/** People whose names come near to one that was not found. */
import type { PersonDays } from "./person-days.ts";
import type { Candidate } from "./problem.ts";

const MOST_CANDIDATES = 5;

/** At most five: those that share most with the name, a word or a character at a time. */
export function peopleNamedLike(asked: string, data: PersonDays): Candidate[] {
  const departmentOf = new Map(data.members.map((member) => [member.person, member.department]));
  const people = data.people.map(({ id, name }, position) => ({ id, name, position }));
  return nearestNames(asked, people).map(({ id, name, position }) => {
    const department = data.departments[departmentOf.get(position) ?? -1]?.path;
    return { name, ...(department !== undefined && { department }), id };
  });
}

/** At most five of those who bear a name, the nearest first, else in their own order. */
export function nearestNames<T extends { readonly name: string }>(asked: string, named: readonly T[]): T[] {
  const wanted = partsOf(asked);
  return named
    .map((one) => ({ one, shared: sharedParts(partsOf(one.name), wanted) }))
    .filter(({ shared }) => shared > 0)
    .toSorted((a, b) => b.shared - a.shared)
    .slice(0, MOST_CANDIDATES)
    .map(({ one }) => one);
}

/** Words of an alphabet, single characters of Chinese. */
function partsOf(name: string): Set<string> {
  return new Set(name.toLocaleLowerCase().match(/\p{Script=Han}|[^\s\p{Script=Han}]{2,}/gu) ?? []);
}

function sharedParts(a: ReadonlySet<string>, b: ReadonlySet<string>): number {
  return [...a].filter((part) => b.has(part)).length;
}
