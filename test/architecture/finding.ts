/** What a check is given and what it reports. */

export interface File {
  /** From the root of the repository, with `/`. */
  readonly path: string;
  readonly text: string;
}

export interface Finding {
  readonly path: string;
  /** 1 is the first. */
  readonly line: number;
  /** What is wrong, and what to do instead. */
  readonly message: string;
}

export type Check = (files: readonly File[]) => Finding[];

/** A check, and samples that show what it reports and what it lets pass. */
export interface Rule {
  readonly name: string;
  readonly check: Check;
  /** Each path with a text in which one thing is wrong, in the first line unless told. */
  readonly wrong: readonly Sample[];
  readonly right: readonly Sample[];
}

type Sample = readonly [path: string, text: string, line?: number];

export function findingAt(file: File, offset: number, message: string): Finding {
  return { path: file.path, line: file.text.slice(0, offset).split("\n").length, message };
}

/** One finding for each match of a global pattern in a text of the file's length. */
export function findingsOf(file: File, text: string, pattern: RegExp, message: string): Finding[] {
  return [...text.matchAll(pattern)].map((match) => findingAt(file, match.index, message));
}

export function isSource(file: File): boolean {
  return /^src\/.*\.ts$/.test(file.path);
}

export function isTypeScript(file: File): boolean {
  return /^(?:src|test)\/.*\.ts$/.test(file.path);
}
