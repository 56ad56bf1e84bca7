/** One day's rows while they arrive: columns that grow by doubling and are trimmed at the end. */
import type { Day } from "../../domain/day.ts";
import type { DayColumns } from "../../domain/person-days.ts";

export interface ReadDay {
  readonly columns: DayColumns;
  /** One bit for each member: who has a row. It saves a look at millions of rows at each question. */
  readonly members: Uint32Array;
}

export interface GrowingDay {
  readonly rows: number;
  /** About how much memory it takes. */
  readonly bytes: number;
  /**
   * A person's row; the same one again counts once, another one contradicts it.
   * @param person position among the people
   * @param member position among the members
   */
  add(person: number, member: number, meetings: number, minutes: number, active: number): Added;
  /** The rows so far, without the room to grow. */
  trimmed(): ReadDay;
}

export type Added = "new" | "again" | "contradicts";

const FIRST_CAPACITY = 64;
/** Of its columns. */
export const BYTES_PER_ROW = 9;

export function growingDay(day: Day): GrowingDay {
  let rows = 0;
  let columns = columnsOf(day, 0);
  /** One bit for each person: who has a row. */
  let seen = new Uint32Array(0);

  function isNew(person: number): boolean {
    const word = person >>> 5;
    if (word >= seen.length) {
      const grown = new Uint32Array(Math.max(word + 1, seen.length * 2));
      grown.set(seen);
      seen = grown;
    }
    const bits = seen[word] ?? 0;
    const bit = 1 << (person & 31);
    seen[word] = bits | bit;
    return (bits & bit) === 0;
  }

  function isSame(member: number, meetings: number, minutes: number, active: number): boolean {
    const row = columns.member.subarray(0, rows).indexOf(member);
    return (
      row >= 0 &&
      columns.meetings[row] === meetings &&
      columns.minutes[row] === minutes &&
      columns.active[row] === active
    );
  }

  return {
    get rows() {
      return rows;
    },
    get bytes() {
      return columns.member.length * BYTES_PER_ROW + seen.byteLength;
    },
    add: (person, member, meetings, minutes, active) => {
      if (!isNew(person)) return isSame(member, meetings, minutes, active) ? "again" : "contradicts";
      if (rows === columns.member.length) {
        columns = copied(columns, columnsOf(day, Math.max(FIRST_CAPACITY, rows * 2)), rows);
      }
      columns.member[rows] = member;
      columns.meetings[rows] = meetings;
      columns.minutes[rows] = minutes;
      columns.active[rows] = active;
      rows += 1;
      return "new";
    },
    trimmed: () => {
      const kept = copied(columns, columnsOf(day, rows), rows);
      return { columns: kept, members: bitsOf(kept.member) };
    },
  };
}

function bitsOf(member: Uint32Array): Uint32Array {
  let last = -1;
  for (let row = 0; row < member.length; row += 1) last = Math.max(last, member[row] ?? 0);
  const bits = new Uint32Array((last + 32) >>> 5);
  for (let row = 0; row < member.length; row += 1) {
    const position = member[row] ?? 0;
    bits[position >>> 5] = (bits[position >>> 5] ?? 0) | (1 << (position & 31));
  }
  return bits;
}

function columnsOf(day: Day, capacity: number): DayColumns {
  return {
    day,
    member: new Uint32Array(capacity),
    meetings: new Uint16Array(capacity),
    minutes: new Uint16Array(capacity),
    active: new Uint8Array(capacity),
  };
}

function copied(from: DayColumns, to: DayColumns, rows: number): DayColumns {
  to.member.set(from.member.subarray(0, rows));
  to.meetings.set(from.meetings.subarray(0, rows));
  to.minutes.set(from.minutes.subarray(0, rows));
  to.active.set(from.active.subarray(0, rows));
  return to;
}
