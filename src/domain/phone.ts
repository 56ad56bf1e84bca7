/** Numbers and addresses that stand in a name are nobody's business (surface.md, rule 11). */

const INVISIBLE = /[\u200b-\u200d\u2060]/g;
/** Digits and what people put between them; a number that is masked already has stars. */
const NUMBER = /[+(]?\d[\d\s().*/‐-―-]{4,}\d/g;
/** A mailbox or the address of a SIP caller. */
const ADDRESS = /[^\s@<>()]+@(?=[^\s@]+\.[^\s@])/g;
const FEWEST_DIGITS = 7;
const SHOWN_DIGITS = 4;

/** The name with the ends only of the numbers in it, `***1007`, and without the first half of addresses. */
export function withoutPhoneNumber(name: string): string {
  // Full-width digits are digits too.
  const plain = name.normalize("NFKC").replaceAll(INVISIBLE, "");
  const hidden = plain.replaceAll(ADDRESS, "***@").replaceAll(NUMBER, (number) => {
    const digits = number.replaceAll(/\D/g, "");
    return digits.length < FEWEST_DIGITS ? number : `***${digits.slice(-SHOWN_DIGITS)}`;
  });
  return hidden === plain ? name : hidden;
}
