/** What may not stand in code and comments, and where it may. */
import { type Check, type File, findingAt, findingsOf, isSource, isTypeScript } from "./finding.ts";
import { sourceText } from "./source-text.ts";

interface Ban {
  readonly pattern: RegExp;
  readonly message: string;
  /** Files in which it may stand. */
  readonly except?: RegExp;
}

const PROCESS_OWNERS = /^src\/(?:main\.ts|cli\/.*|server\/(?:stdio|log)\.ts)$/;
const NEITHER_DOMAIN_NOR_TOOLS = /^src\/(?!domain\/|tools\/)/;

/** The world outside the program. */
const GLOBALS: readonly Ban[] = [
  {
    pattern: /(?<![.\w$])process\b(?!\??:)/g,
    message: "process belongs to main.ts, cli and server/stdio.ts: take the value as an argument.",
    except: PROCESS_OWNERS,
  },
  {
    pattern: /(?<![.\w$])globalThis\b/g,
    message: "globalThis hides what is used: take the value as an argument.",
    except: PROCESS_OWNERS,
  },
  {
    pattern:
      /(?<![.\w$])(?:Date\.now\b|performance\.now\b|Temporal\.Now\b|new\s+Date(?:\s*\(\s*\)|(?![\w$]|\s*\())|(?<!new\s+)Date\s*\()/g,
    message: "The real clock belongs to main.ts, cli and server/stdio.ts: take the time as an argument.",
    except: PROCESS_OWNERS,
  },
  {
    pattern: /(?<![.\w$])Math\.random\b/g,
    message: "Chance belongs to main.ts and cli: take the random source as an argument.",
    except: PROCESS_OWNERS,
  },
  {
    pattern: /(?<![.\w$])console\b(?!\??:)/g,
    message: "stdout is the protocol: throw, or write through server/log.ts.",
    except: PROCESS_OWNERS,
  },
  {
    pattern: /(?<![.\w$])fetch\s*\(/g,
    message: "Only feishu speaks to the network: ask the source for it.",
    except: /^src\/(?:feishu|identity)\//,
  },
  {
    pattern: /(?<![.\w$])(?:setTimeout|setInterval|AbortSignal\.timeout)\s*\(/g,
    message: "domain and tools wait for nothing but their source: a timer belongs to who calls them.",
    except: NEITHER_DOMAIN_NOR_TOOLS,
  },
  {
    pattern: /(?<![.\w$])require\s*\(/g,
    message: "require() passes the borders unseen: use import.",
  },
];

/** What the type checker would have to believe. */
const UNCHECKED: readonly Ban[] = [
  {
    pattern: /(?<![.\w$])any\b(?!\s*\(|\??:)|(?<![.\w$])z\.any\(/g,
    message: "any: use unknown and check it.",
  },
  {
    pattern: /(?<=[\w$)\]}"'`])!(?!=)/g,
    message: "A non-null ! is a claim without proof: test for undefined.",
  },
  {
    pattern: /(?<=[=(,:?]\s*)<[\w$.[\]]+>\s*(?=[\w$"'`{[])/g,
    message: "A cast: check the value, or let its type follow from where it is made.",
  },
];

const REMARKS: readonly Ban[] = [
  {
    pattern:
      /biome-ignore|oxlint-(?:disable|enable)|eslint-|@ts-\w+|(?:v8|c8|istanbul) ignore|prettier-ignore/g,
    message: "A suppression: mend what the tool says.",
  },
  {
    pattern: /\b(?:TODO|FIXME|XXX|HACK)\b/g,
    message: "Do it now, or take it to an issue: a comment is forgotten.",
  },
];

/** Specifiers of imports and exports, and the new names of mapped types: an `as` that is no cast. */
const RENAMING =
  /(?<![.\w$])(?:import|export)\b\s*(?:type\s+)?(?:[\w$]+\s*,\s*)?(?:\{[^{}]*\}|\*\s*as\b)|\[\s*[\w$]+\s+in\b[^\]]*?\bas\b/g;
const CAST = /(?<![.\w$])as\s+(?!const\b)(?=[\w$({["'`<])/g;
const CLASS =
  /(?<![.\w$])class(?![\w$-]|\s*[?:,;=)(.}])(?:\s+(?!extends\b)[\w$]+(?:<[^>{]*>)?)?(?:\s+extends\s+([\w$.]+))?/g;

/** The clock, chance, the process, the console and the network where they may not be. */
export const worldlyWords: Check = (files) =>
  files.filter(isSource).flatMap((file) => banned(file, sourceText(file.text).code, GLOBALS));

/** Casts, `any` and `!`. */
export const uncheckedTypes: Check = (files) =>
  files.filter(isTypeScript).flatMap((file) => {
    const { code } = sourceText(file.text);
    const castable = code.replaceAll(RENAMING, (specifiers) => " ".repeat(specifiers.length));
    const message = "A cast: check the value, or let its type follow from where it is made.";
    return [...banned(file, code, UNCHECKED), ...findingsOf(file, castable, CAST, message)];
  });

/** Suppressions, and work put off. */
export const wrongRemarks: Check = (files) =>
  files.filter(isTypeScript).flatMap((file) => banned(file, sourceText(file.text).comments, REMARKS));

/** A folder with a space in its name has %20 there. */
export const wrongPaths: Check = (files) =>
  files.filter(isTypeScript).flatMap((file) => {
    const message = "A URL's path is no path of the disk: use fileURLToPath.";
    return findingsOf(file, sourceText(file.text).code, /\bimport\.meta\.url\)\.pathname\b/g, message);
  });

export const defaultExports: Check = (files) =>
  files.filter(isSource).flatMap((file) => {
    const message = "A default export has no name of its own: export it by name.";
    return findingsOf(file, sourceText(file.text).code, /\bexport\s+default\b|\bas\s+default\b/g, message);
  });

export const wrongClasses: Check = (files) =>
  files
    .filter(isTypeScript)
    .flatMap((file) =>
      [...sourceText(file.text).code.matchAll(CLASS)]
        .filter(([, parent]) => !/(?:Error|Problem)$/.test(parent ?? ""))
        .map(({ index }) => findingAt(file, index, "Only errors are classes: use functions over values.")),
    );

function banned(file: File, text: string, bans: readonly Ban[]) {
  return bans
    .filter(({ except }) => except === undefined || !except.test(file.path))
    .flatMap(({ pattern, message }) => findingsOf(file, text, pattern, message));
}
