/** A caller's name often is the number they called from, which is nobody's business (surface.md, rule 11). */

/** Digits and what people put between them; a number that is masked already has stars. */
const NUMBER = /^[+(\d][\d\s().*/-]{5,}$/;
const FEWEST_DIGITS = 7;
const SHOWN_DIGITS = 4;

/** The name, or the end of the number that it is: `***1007`. */
export function withoutPhoneNumber(name: string): string {
  const digits = name.replaceAll(/\D/g, "");
  if (!NUMBER.test(name) || digits.length < FEWEST_DIGITS) return name;
  return `***${digits.slice(-SHOWN_DIGITS)}`;
}
