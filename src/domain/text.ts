/** Text that people typed, made harmless before it goes anywhere (surface.md, rule 10). */

export const NAME_CHARACTERS = 64;
export const TOPIC_CHARACTERS = 120;

/** Breaks would let typed text look like a line of ours. */
const BREAKS = /[\t\n\v\f\r\u0085\u2028\u2029]+/g;
/** Controls, half characters, marks that turn the direction of reading, and the invisible tag alphabet. */
const HIDDEN = /[\p{Cc}\p{Cs}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff\u{e0000}-\u{e007f}]/gu;

/** Without control and bidirectional characters, at most so many characters (code points) long. */
export function plainText(text: string, characters: number): string {
  const plain = text.replaceAll(BREAKS, " ").replaceAll(HIDDEN, "").trim();
  return plain.length <= characters ? plain : Array.from(plain).slice(0, characters).join("").trimEnd();
}
