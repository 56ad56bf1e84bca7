/** What nobody who reads the repository needs: whose machine it was made on, from where, and how. */
import { type Check, findingsOf } from "./finding.ts";

interface Trace {
  readonly pattern: RegExp;
  readonly message: string;
  readonly except?: RegExp;
}

// Each pattern is joined from pieces, so that this file does not hold what it looks for.
const NO_PATH_BEFORE = "(?<![\\w.:})/-])";
const MAKER = "(?:ai|claude|codex|copilot|chatgpt|gpt|gemini|llm|language model|assistant|agent)";

const PATHS = either(["/wo", "rk/"], ["/ro", "ot/"], ["/tmp/", "bash"]);
const HOSTS = either(["regis", "try\\.[a-z0-9-]+\\.[a-z]{2,}"], ["npm", "mirror"], ["arti", "factory"]);
const SETTINGS = either(["^regis", "try ?="], ['"resol', 'ved": ?"http']);
const HISTORY = either(
  ["co-auth", "ored-by"],
  ["anth", "ropic"],
  ["as an ", "ai\\b"],
  ["sub-?", "agents?\\b"],
);

const TRACES: readonly Trace[] = [
  {
    pattern: new RegExp(`${NO_PATH_BEFORE}(?:${PATHS})`, "g"),
    message: "A path of one machine: write it relative to the repository.",
  },
  {
    pattern: new RegExp(`${NO_PATH_BEFORE}/(?:home|Users)/(?!(?:you|me|user|name)\\b)\\w`, "g"),
    message: "A path of one person's machine: write it relative, or with /you/ as an example.",
    // Tests invent homes to see where files go.
    except: /^test\//,
  },
  {
    pattern: new RegExp(`${HOSTS}|${SETTINGS}`, "gim"),
    message: "Where packages come from is each user's own setting: leave the host out.",
  },
  {
    pattern: new RegExp(
      `${HISTORY}|\\b(?:written|generated|created|made|authored|coded) (?:by|with|using) (?:an? )?${MAKER}\\b`,
      "gi",
    ),
    message: "How it was written does not help who reads it: say what it does.",
  },
];

export const traces: Check = (files) =>
  files.flatMap((file) =>
    TRACES.filter(({ except }) => except === undefined || !except.test(file.path)).flatMap(
      ({ pattern, message }) => findingsOf(file, file.text, pattern, message),
    ),
  );

function either(...pieces: readonly (readonly [string, string])[]): string {
  return pieces.map((pair) => pair.join("")).join("|");
}
