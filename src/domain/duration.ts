/** Seconds as minutes and hours, and figures as a person reads them. */

/** One decimal, as every figure of the surface that is no count. */
export function oneDecimal(value: number): number {
  return Math.round(value * 10) / 10;
}

export function minutesOf(seconds: number): number {
  return oneDecimal(seconds / 60);
}

export function hoursOf(seconds: number): number {
  return oneDecimal(seconds / 3600);
}

/** How much of the whole a part is, in percent. */
export function percentOf(part: number, whole: number): number {
  return oneDecimal((part / whole) * 100);
}

/** `12,345.6`: at most one decimal, thousands apart. */
export function figure(value: number): string {
  const [whole = "0", decimals] = String(oneDecimal(Math.abs(value))).split(".");
  const grouped = whole.replaceAll(/\B(?=(\d{3})+(?!\d))/g, ",");
  return `${value < 0 ? "-" : ""}${grouped}${decimals === undefined ? "" : `.${decimals}`}`;
}

/** `1 meeting`, `1,204 meetings`, `2 people`. */
export function counted(count: number, one: string, many = `${one}s`): string {
  return `${figure(count)} ${count === 1 ? one : many}`;
}

/** `A`, `A and B`, `A, B and C`. */
export function listed(names: readonly string[]): string {
  const last = names.at(-1) ?? "";
  return names.length < 2 ? last : `${names.slice(0, -1).join(", ")} and ${last}`;
}
