/** Chance that falls the same way every time: all of the invented tenant follows from one seed. */

export interface Chance {
  /** From 0, below 1. */
  next(): number;
  /** A whole number, both ends included. */
  between(low: number, high: number): number;
  happens(probability: number): boolean;
  one<T>(list: readonly [T, ...T[]]): T;
}

/** A 32-bit number that follows from its parts alone. */
export function hash(...parts: readonly (string | number)[]): number {
  let state = 0x811c9dc5;
  for (const part of parts) {
    if (typeof part === "number") {
      state = mix(state ^ part);
    } else {
      for (let at = 0; at < part.length; at += 1) state = Math.imul(state ^ part.charCodeAt(at), 0x01000193);
      state = mix(state);
    }
  }
  return mix(state) >>> 0;
}

export function chanceOf(...parts: readonly (string | number)[]): Chance {
  let state = hash(...parts);
  const next = (): number => {
    state = (state + 0x6d2b79f5) | 0;
    return (mix(state) >>> 0) / 4294967296;
  };
  return {
    next,
    between: (low, high) => low + Math.floor(next() * (high - low + 1)),
    happens: (probability) => next() < probability,
    one: (list) => list[Math.floor(next() * list.length)] ?? list[0],
  };
}

export function hexOf(length: number, ...parts: readonly (string | number)[]): string {
  let text = "";
  for (let block = 0; text.length < length; block += 1) {
    text += hash(...parts, block)
      .toString(16)
      .padStart(8, "0");
  }
  return text.slice(0, length);
}

export function digitsOf(length: number, ...parts: readonly (string | number)[]): string {
  let text = "";
  for (let block = 0; text.length < length; block += 1) {
    text += String(hash(...parts, block))
      .padStart(10, "0")
      .slice(-8);
  }
  return text.slice(0, length);
}

function mix(value: number): number {
  let mixed = Math.imul(value ^ (value >>> 16), 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  return mixed ^ (mixed >>> 16);
}
