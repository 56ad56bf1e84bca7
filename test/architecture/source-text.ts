/** TypeScript 7 has no compiler API, so a small scanner parts a file's code from its words. */

/** Both as long as the text, line ends kept, so that an offset in one is an offset in the other. */
export interface SourceText {
  /** Comments are blank, and strings, templates and patterns between their quotes. */
  readonly code: string;
  /** All but comments is blank. */
  readonly comments: string;
}

interface Span {
  readonly part: "code" | "comment" | "literal";
  readonly end: number;
}

const PLAIN_CODE = /[^/"'`{}]+/y;
const COMMENT = /\/\/.*|\/\*[\s\S]*?(?:\*\/|$)|(?<![\s\S])#!.*/y;
const STRING = /"(?:[^"\\\n]|\\[\s\S])*"?|'(?:[^'\\\n]|\\[\s\S])*'?/y;
const TEMPLATE_PIECE = /[`}](?:[^`\\$]|\\[\s\S]|\$(?!\{))*(?:`|\$\{|$)/y;
const PATTERN = /\/(?:[^/\\[\n]|\\.|\[(?:[^\]\\\n]|\\.)*\])+\//y;
const END_OF_VALUE = /[\w$)\]"'`]$/;
const WORD_BEFORE_VALUE = /(?<![.\w$])(?:return|typeof|case|in|of|do|else|void|delete|throw|await|yield)$/;

const scanned = new Map<string, SourceText>();

/** @returns the same value for the same text, because every check asks for it. */
export function sourceText(text: string): SourceText {
  const known = scanned.get(text);
  if (known !== undefined) return known;
  const made = scan(text);
  scanned.set(text, made);
  return made;
}

function scan(text: string): SourceText {
  let code = "";
  let comments = "";
  // For each template that is open: how many braces are open in its present `${…}`.
  const templates: number[] = [];
  while (code.length < text.length) {
    const start = code.length;
    const { part, end } = spanAt(text, start, code, templates);
    const piece = text.slice(start, end);
    code += part === "code" ? piece : part === "literal" ? quoted(piece) : blank(piece);
    comments += part === "comment" ? piece : blank(piece);
  }
  return { code, comments };
}

function spanAt(text: string, start: number, code: string, templates: number[]): Span {
  const comment = matchEnd(COMMENT, text, start);
  if (comment !== undefined) return { part: "comment", end: comment };
  const plain = matchEnd(PLAIN_CODE, text, start);
  if (plain !== undefined) return { part: "code", end: plain };
  const literal =
    matchEnd(STRING, text, start) ??
    templatePieceEnd(text, start, templates) ??
    patternEnd(text, start, code);
  return literal === undefined ? { part: "code", end: start + 1 } : { part: "literal", end: literal };
}

/** Counts braces, so that it knows the one which ends a `${…}`. */
function templatePieceEnd(text: string, start: number, templates: number[]): number | undefined {
  const char = text.charAt(start);
  const open = templates.at(-1);
  if (char === "{" && open !== undefined) templates.splice(-1, 1, open + 1);
  if (char === "}" && open !== undefined && open > 0) templates.splice(-1, 1, open - 1);
  if (char === "}" && open === 0) templates.pop();
  else if (char !== "`") return undefined;
  const end = matchEnd(TEMPLATE_PIECE, text, start);
  if (end !== undefined && text.slice(start, end).endsWith("${")) templates.push(0);
  return end;
}

/** A slash after a value divides; anywhere else it opens a pattern. */
function patternEnd(text: string, start: number, code: string): number | undefined {
  if (text.charAt(start) !== "/") return undefined;
  const before = code.slice(-200).trimEnd();
  if (END_OF_VALUE.test(before) && !WORD_BEFORE_VALUE.test(before)) return undefined;
  return matchEnd(PATTERN, text, start);
}

function matchEnd(sticky: RegExp, text: string, start: number): number | undefined {
  sticky.lastIndex = start;
  return sticky.test(text) ? sticky.lastIndex : undefined;
}

function blank(piece: string): string {
  return piece.replaceAll(/[^\n]/g, " ");
}

function quoted(piece: string): string {
  return piece.length < 2 ? piece : piece.charAt(0) + blank(piece.slice(1, -1)) + piece.slice(-1);
}
