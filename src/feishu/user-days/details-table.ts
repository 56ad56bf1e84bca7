/** What lies beside meetings, added up over one window for each member while its rows arrive. */
import type { MemberDetails } from "../../domain/person-days.ts";
import { COUNTERS, type DetailTexts, toDetails } from "../operations/user-stats-details.ts";
import type { Roster } from "./roster.ts";

export interface DetailsTable {
  readonly bytes: number;
  /** @param day position in the window: the texts of the latest one stand */
  add(member: number, day: number, counters: Uint32Array, texts: DetailTexts | undefined): void;
  /** Gives back the room to grow. */
  trim(): void;
  /** Adds its sums to those of other windows; each member's are `COUNTERS` numbers long. */
  addTo(sums: Float64Array): void;
  /** Calls with each member of the window and the texts of its latest row. */
  eachMember(visit: (member: number, day: number, texts: DetailTexts | undefined) => void): void;
}

const ABSENT = 255;
const BYTES_PER_TEXTS = 300;

export function detailsTable(): DetailsTable {
  let sums = new Uint32Array(0);
  /** Of each member: the position of the latest day with a row. */
  let latest = new Uint8Array(0);
  const texts: (DetailTexts | undefined)[] = [];
  let textCount = 0;
  let members = 0;

  function resize(room: number): void {
    const sumsBefore = sums;
    sums = new Uint32Array(room * COUNTERS);
    sums.set(sumsBefore.subarray(0, sums.length));
    const latestBefore = latest;
    latest = new Uint8Array(room).fill(ABSENT);
    latest.set(latestBefore.subarray(0, room));
  }

  return {
    get bytes() {
      return sums.byteLength + latest.byteLength + textCount * BYTES_PER_TEXTS;
    },
    add: (member, day, counters, read) => {
      members = Math.max(members, member + 1);
      if (members > latest.length) resize(Math.max(64, members, latest.length * 2));
      const at = member * COUNTERS;
      for (let slot = 0; slot < COUNTERS; slot += 1) {
        sums[at + slot] = (sums[at + slot] ?? 0) + (counters[slot] ?? 0);
      }
      const before = latest[member] ?? ABSENT;
      if (before !== ABSENT && before > day) return;
      latest[member] = day;
      if (read === undefined) return;
      if (texts[member] === undefined) textCount += 1;
      texts[member] = read;
    },
    trim: () => resize(members),
    addTo: (all) => {
      for (let slot = 0; slot < sums.length && slot < all.length; slot += 1) {
        all[slot] = (all[slot] ?? 0) + (sums[slot] ?? 0);
      }
    },
    eachMember: (visit) => {
      for (let member = 0; member < latest.length; member += 1) {
        const day = latest[member] ?? ABSENT;
        if (day !== ABSENT) visit(member, day, texts[member]);
      }
    },
  };
}

/**
 * By position in the roster's members. The texts are those of each person's latest row, on all their members:
 * a person who moved has several, and windows are read in no order of time.
 * @param tables in order of time
 */
export function mergedDetails(
  tables: readonly DetailsTable[],
  roster: Roster,
): readonly (MemberDetails | undefined)[] {
  const sums = new Float64Array(roster.members.length * COUNTERS);
  const isThere = new Uint8Array(roster.members.length);
  const textsOf: (DetailTexts | undefined)[] = [];
  const dayOf = new Int32Array(roster.people.length).fill(-1);
  for (const [window, table] of tables.entries()) {
    table.addTo(sums);
    table.eachMember((member, day, texts) => {
      isThere[member] = 1;
      const person = roster.members[member]?.person ?? 0;
      const order = window * (ABSENT + 1) + day;
      if (order < (dayOf[person] ?? -1)) return;
      dayOf[person] = order;
      textsOf[person] = texts;
    });
  }
  return roster.members.map(({ person }, member) =>
    isThere[member] === 1 ? toDetails(sums, member * COUNTERS, textsOf[person]) : undefined,
  );
}
