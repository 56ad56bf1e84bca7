/** Keeps secrets out of every line that leaves: the known ones by value, unknown ones by key and shape. */

const SHAPES: readonly RegExp[] = [
  /\b[atu]-[\w.-]{12,}/g,
  /\beyJ[\w-]{8,}\.[\w-]{8,}(?:\.[\w-]+)?/g,
  /\b(?<=Bearer )[\w.~+/=-]{8,}/gi,
];
/** Also inside JSON inside JSON, where the quotes carry backslashes. */
const KEYS = /((?:secret|token|password|authorization|cookie)\\*["']?\s*[:=]\s*\\*["']?)[^\s"'\\,;&}[]{4,}/gi;
/** A shorter one would blank out innocent text, and none is that short. */
const SHORTEST = 8;

export interface Redactor {
  /** Registers a value when it is read. */
  readonly hide: (secret: string) => void;
  /** Blanks out registered values and nothing else: for text that must stay as it is. */
  readonly known: (text: string) => string;
  /** Blanks out whatever may be a secret: for the log. */
  readonly suspicious: (text: string) => string;
}

export function openRedactor(): Redactor {
  const secrets = new Set<string>();
  const known = (text: string) => {
    let clean = text;
    for (const secret of secrets) clean = clean.replaceAll(secret, "[hidden]");
    return clean;
  };
  return {
    hide: (secret) => {
      if (secret.length >= SHORTEST) secrets.add(secret);
    },
    known,
    suspicious: (text) => {
      let clean = known(text);
      for (const shape of SHAPES) clean = clean.replace(shape, "[hidden]");
      return clean.replace(KEYS, "$1[hidden]");
    },
  };
}
