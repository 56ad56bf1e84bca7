/** The parts of a document that the program writes, between marks that do not show. */

const marks = (name: string) => ({ begin: `<!-- begin ${name} -->\n`, end: `<!-- end ${name} -->` });

/** What stands between the marks of that name. @throws Error where a mark is missing. */
export function partOf(text: string, name: string): string {
  const { from, to } = place(text, name);
  return text.slice(from, to);
}

/** The document with another part of that name. @throws Error where a mark is missing. */
export function withPart(text: string, name: string, part: string): string {
  const { from, to } = place(text, name);
  return text.slice(0, from) + part + text.slice(to);
}

/** A part as it stands: blank lines around it, since it begins and ends beside a mark. */
export function spaced(part: string): string {
  return `\n${part.trim()}\n\n`;
}

function place(text: string, name: string): { from: number; to: number } {
  const { begin, end } = marks(name);
  const at = text.indexOf(begin);
  const to = text.indexOf(end, at);
  if (at < 0 || to < 0) throw new Error(`The marks of ${name} are not there.`);
  return { from: at + begin.length, to };
}
