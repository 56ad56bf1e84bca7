/** What people did beside meetings, added up over the members that belong to them. */
import { personOfMember, type Selection } from "./activity.ts";
import type { MemberDetails, PersonDays } from "./person-days.ts";

const NONE: MemberDetails = {
  activeDays: { suite: 0, messages: 0, docs: 0, calendar: 0, search: 0 },
  messagesSent: 0,
  docsCreated: 0,
  eventsCreated: 0,
  tasksCreated: 0,
  email: {
    sent: 0,
    received: 0,
    sentExternal: 0,
    receivedExternal: 0,
    sentInternal: 0,
    receivedInternal: 0,
  },
  searches: { total: 0, quick: 0, tab: 0 },
};

/** By position in `people`; empty where details were not read. */
export function detailsOfPeople(data: PersonDays, selection: Selection): Map<number, MemberDetails> {
  const sums = new Map<number, MemberDetails>();
  if (data.details === undefined) return sums;
  const personOf = personOfMember(data, selection);
  for (const [member, details] of data.details.entries()) {
    const person = personOf[member] ?? -1;
    if (details === undefined || person < 0) continue;
    sums.set(person, plus(sums.get(person) ?? NONE, details));
  }
  return sums;
}

export function sumDetails(all: Iterable<MemberDetails>): MemberDetails {
  let sum = NONE;
  for (const details of all) sum = plus(sum, details);
  return sum;
}

/** Counts are added; times and clients are those of the later one, because members follow each other in time. */
function plus(a: MemberDetails, b: MemberDetails): MemberDetails {
  return {
    ...a,
    ...b,
    activeDays: added(a.activeDays, b.activeDays),
    messagesSent: a.messagesSent + b.messagesSent,
    docsCreated: a.docsCreated + b.docsCreated,
    eventsCreated: a.eventsCreated + b.eventsCreated,
    tasksCreated: a.tasksCreated + b.tasksCreated,
    email: added(a.email, b.email),
    searches: added(a.searches, b.searches),
  };
}

/** Each number of one record plus its like of the other. */
function added<T extends Record<keyof T, number>>(a: T, b: T): T {
  const sum = { ...a };
  for (const name of Object.keys(a)) if (isKeyOf(name, a)) Object.assign(sum, { [name]: a[name] + b[name] });
  return sum;
}

function isKeyOf<T extends object>(name: PropertyKey, record: T): name is keyof T {
  return name in record;
}
