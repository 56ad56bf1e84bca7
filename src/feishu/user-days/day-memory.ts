/** What was read of the user statistics and cannot change any more: by day, so that overlapping questions share it. */
import type { Day, UnixSeconds } from "../../domain/day.ts";
import type { DayColumns } from "../../domain/person-days.ts";
import type { Span } from "../../domain/window.ts";
import type { Clock } from "../clock.ts";
import type { Ending } from "../ending.ts";
import { IDLE_MILLISECONDS, sweptWhenIdle } from "../idle.ts";
import type { DetailsTable } from "./details-table.ts";
import { BYTES_PER_ROW, type ReadDay } from "./growing-day.ts";
import { createRoster, type Roster } from "./roster.ts";
import type { ReadWindow } from "./stats-window.ts";

interface Kept {
  readonly bytes: number;
  /** Unix milliseconds. */
  usedAt: number;
  /** Which question used it last: they are counted. */
  usedBy: number;
}

export interface KnownDay extends Kept, ReadDay {
  readonly readAt: UnixSeconds;
  /** Its part of the pages of the window in which it was read. */
  readonly pages: number;
}

/** What lies beside meetings cannot be told apart by day: it is known for a window. */
export interface KnownDetails extends Kept, Span {
  readonly table: DetailsTable;
}

/** Everything of one identity, region, id type and filter. */
export interface Subject {
  readonly key: string;
  /** The same key has another number later, when it was dropped: their members do not match. */
  readonly number: number;
  readonly roster: Roster;
  readonly days: Map<Day, KnownDay>;
  /** In the order in which they were read. */
  details: readonly KnownDetails[];
  /** Windows that are being read or were left before their end, without and with details: they are gone on with. */
  readonly cuts: { readonly plain: Map<string, Span>; readonly detailed: Map<string, Span> };
  /** How many questions are under way. */
  holders: number;
  usedAt: number;
}

export interface DayMemory {
  /** To be given back by `leave`. */
  enter(key: string): Subject;
  /** @param isFinal whether nothing of that day could change any more when it was read */
  learn(subject: Subject, window: ReadWindow, isFinal: (day: DayColumns) => boolean): void;
  /** @param used the days that the question was about */
  leave(subject: Subject, used: Span): void;
}

/** Four columns are objects of their own. */
const BYTES_PER_DAY = 1000;

/** @param options.bytes above which days are dropped: least recently used ones first, of those the oldest */
export function createDayMemory(options: {
  readonly clock: Clock;
  readonly bytes: number;
  readonly closing: Ending;
}): DayMemory {
  const { clock, closing } = options;
  const subjects = new Map<string, Subject>();
  let questions = 0;
  let opened = 0;
  const putSweepOff = sweptWhenIdle(closing, sweep);

  function enter(key: string): Subject {
    sweep();
    const subject = subjects.get(key) ?? open(key);
    subject.holders += 1;
    return subject;
  }

  function open(key: string): Subject {
    opened += 1;
    const subject: Subject = {
      key,
      number: opened,
      roster: createRoster(),
      days: new Map(),
      details: [],
      cuts: { plain: new Map(), detailed: new Map() },
      holders: 0,
      usedAt: clock.now(),
    };
    subjects.set(key, subject);
    return subject;
  }

  function learn(subject: Subject, window: ReadWindow, isFinal: (day: DayColumns) => boolean): void {
    const use = { usedAt: clock.now(), usedBy: questions };
    const { from, to, readAt, details: table } = window;
    const pages = window.pages / window.days.length;
    for (const read of window.days) {
      const { day, member } = read.columns;
      if (subject.days.has(day) || !isFinal(read.columns)) continue;
      const bytes = BYTES_PER_DAY + member.length * BYTES_PER_ROW + read.members.byteLength;
      subject.days.set(day, { ...read, readAt, pages, bytes, ...use });
    }
    if (table === undefined || !window.days.every(({ columns }) => subject.days.has(columns.day))) return;
    subject.details = [...subject.details, { from, to, table, bytes: table.bytes, ...use }];
  }

  function leave(subject: Subject, used: Span): void {
    questions += 1;
    const use = { usedAt: clock.now(), usedBy: questions };
    for (const [day, known] of subject.days) {
      if (day >= used.from && day <= used.to) Object.assign(known, use);
    }
    for (const details of subject.details) {
      if (details.from >= used.from && details.to <= used.to) Object.assign(details, use);
    }
    subject.holders -= 1;
    subject.usedAt = clock.now();
    sweep();
    putSweepOff();
  }

  function sweep(): void {
    const idleSince = clock.now() - IDLE_MILLISECONDS;
    let bytes = 0;
    for (const subject of subjects.values()) {
      for (const [day, known] of subject.days) if (known.usedAt < idleSince) forget(subject, day);
      for (const kept of [...subject.days.values(), ...subject.details]) bytes += kept.bytes;
    }
    for (const { subject, day } of bytes > options.bytes ? dispensable() : []) {
      if (bytes <= options.bytes) break;
      bytes -= forget(subject, day);
    }
    for (const [key, { days, cuts, holders, usedAt }] of subjects) {
      const isEmpty = days.size + cuts.plain.size + cuts.detailed.size === 0;
      if (holders === 0 && (isEmpty || usedAt < idleSince)) subjects.delete(key);
    }
  }

  /** In the order in which they go: nothing of the last question or of one under way, or it would never end. */
  function dispensable(): { subject: Subject; day: Day }[] {
    return [...subjects.values()]
      .filter((subject) => subject.holders === 0)
      .flatMap((subject) => [...subject.days].map(([day, { usedBy }]) => ({ subject, day, usedBy })))
      .filter(({ usedBy }) => usedBy !== questions)
      .sort((one, other) => one.usedBy - other.usedBy || (one.day < other.day ? -1 : 1));
  }

  /** Details go with the first of their days. @returns how much memory that frees. */
  function forget(subject: Subject, day: Day): number {
    const gone = subject.details.filter(({ from, to }) => from <= day && day <= to);
    const bytes = gone.reduce((sum, kept) => sum + kept.bytes, subject.days.get(day)?.bytes ?? 0);
    if (gone.length > 0) subject.details = subject.details.filter((kept) => !gone.includes(kept));
    subject.days.delete(day);
    return bytes;
  }

  closing.whenEnded(() => subjects.clear());
  return { enter, learn, leave };
}
