/** What a probe of Feishu found, judged and told to whoever can act on it. */
import {
  type Language,
  NEEDS,
  type OperationReport,
  type SetupFacts,
  type SetupOperation,
  type SetupProbe,
  type SetupReport,
} from "./setup.ts";
import { type Cause, causeOf } from "./setup-cause.ts";
import { TEXTS } from "./setup-texts.ts";

/** From there on tokens and the question which day it is may suffer. */
const CLOCK_MATTERS_SECONDS = 60;

/** What Feishu's link helps with; for the lists it would lead to a scope that is no longer given. */
const LINKED: ReadonlySet<Cause> = new Set(["app_scope", "user_scope"]);

type Facts = Omit<SetupFacts, "exportFolder" | "dataFolder">;

/** Judges each operation, and says each thing that is missing once. */
export function judgeSetup(probe: SetupProbe, facts: Facts): SetupReport {
  const judged = judgedOperations(probe, facts);
  const operations = judged.map(({ report }) => report);
  const unready = judged.filter(({ cause }) => cause !== undefined);
  // What ends by itself is no thing to do as long as there is another.
  const first = unready.find(({ cause }) => cause !== "rate_limited") ?? unready[0];
  const ready = operations.length - unready.length;
  const stopped = new Set(unready.flatMap(({ report }) => report.tools));
  const allTools = new Set(operations.flatMap(({ tools }) => tools));
  return {
    summary: TEXTS[facts.language].summary(ready, operations.length, first?.report.fix),
    operations,
    isReady: unready.length === 0,
    worksWithout: [...allTools].filter((tool) => !stopped.has(tool)),
    notes: clockNotes(probe.clockDifferenceSeconds, facts.language),
  };
}

interface Judged {
  readonly report: OperationReport;
  readonly cause: Cause | undefined;
}

function judgedOperations(probe: SetupProbe, facts: Facts): Judged[] {
  const texts = TEXTS[facts.language];
  const said = new Map<string, SetupOperation>();
  return probe.operations.map((probed) => {
    const { operation, identity, problem } = probed;
    const { tools, scope } = NEEDS[operation];
    const cause = causeOf(probed, probe, facts);
    const report = { operation, tools, isReady: cause === undefined, identity };
    if (cause === undefined) return { report, cause };
    const isSignedIn = probe.signedIn !== undefined;
    const text = texts.causes[cause]({ scope, identity, isSignedIn, ...(problem && { problem }) });
    const link = LINKED.has(cause) ? trustedLink(problem?.details.link) : undefined;
    const key = JSON.stringify([text.missing, text.fix, link]);
    const before = said.get(key);
    if (before !== undefined) {
      return { report: { ...report, missing: texts.asFor(before), sameAs: before }, cause };
    }
    said.set(key, operation);
    return { report: { ...report, ...text, ...(link && { link }) }, cause };
  });
}

function clockNotes(difference: number | undefined, language: Language): string[] {
  if (difference === undefined || Math.abs(difference) < CLOCK_MATTERS_SECONDS) return [];
  return [TEXTS[language].clock(difference)];
}

const FEISHU_HOST = /\.(?:feishu\.cn|larksuite\.com|larkoffice\.com)$/;
const LONGEST_LINK = 500;

/** The link as a browser would open it, if it is https on one of Feishu's own hosts; else undefined. */
export function trustedLink(text: string | undefined): string | undefined {
  if (text === undefined || text.length > LONGEST_LINK || !URL.canParse(text)) return undefined;
  const { protocol, hostname, port, username, password, href } = new URL(text);
  const isPlain = protocol === "https:" && port === "" && username === "" && password === "";
  return isPlain && FEISHU_HOST.test(hostname) ? href : undefined;
}
