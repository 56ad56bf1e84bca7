/** What kind of failure it is decides who can act on it (surface.md, rule 12). */
export type ProblemKind = "input" | "access" | "missing" | "busy" | "upstream";

export interface Candidate {
  readonly name: string;
  readonly department?: string;
  readonly id: string;
}

export interface ProblemDetails {
  /** Whole seconds after which the same call is worth repeating. */
  readonly retryAfterSeconds?: number;
  /** What may have been meant. The only place where a failure carries names. */
  readonly candidates?: readonly Candidate[];
  readonly feishuCode?: number;
  readonly logId?: string;
  /** How the network names what failed on the way to Feishu, such as ENOTFOUND. */
  readonly network?: string;
  /** Where Feishu's reply says that it can be cured: not to be shown before it is checked. */
  readonly link?: string;
  /** Someone signing in would cure it: whoever can begin a sign-in offers its link. */
  readonly needsSignIn?: true;
}

/**
 * A failure that the reader can act on: one sentence says what happened, one what to do.
 * Any other error that is thrown is a bug of ours.
 */
export class Problem extends Error {
  readonly kind: ProblemKind;
  readonly remedy: string;
  readonly details: ProblemDetails;

  constructor(kind: ProblemKind, message: string, remedy: string, details: ProblemDetails = {}) {
    super(message);
    this.name = "Problem";
    this.kind = kind;
    this.remedy = remedy;
    this.details = details;
  }
}
