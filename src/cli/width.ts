/** Columns on a terminal, where a Chinese character takes two. */
export function width(text: string): number {
  const wide = /[\u1100-\u115f\u2e80-\u9fff\uac00-\ud7a3\uf900-\ufaff\uff00-\uff60]/;
  return Array.from(text).reduce((sum, character) => sum + (wide.test(character) ? 2 : 1), 0);
}

/** As wide as the widest of them. */
export function padded(text: string, all: readonly string[]): string {
  return text + " ".repeat(Math.max(0, Math.max(...all.map(width)) - width(text)));
}
