/** `doctor`: the set-up as a person reads it. */
import colors from "picocolors";
import { languageOf, type Settings } from "../config.ts";
import { judgeSetup } from "../domain/judge-setup.ts";
import { Problem } from "../domain/problem.ts";
import type { SetupProbe, SetupReport } from "../domain/setup.ts";
import { NAME_CHARACTERS, plainText } from "../domain/text.ts";
import { tryDataFolder, tryExportFolder } from "../files/files.ts";
import type { Backend } from "../server/server.ts";
import { DOCTOR_TEXTS, type DoctorTexts } from "./doctor-texts.ts";
import type { Host } from "./host.ts";
import { padded } from "./width.ts";

/** @returns the exit code: 0 if everything is ready. */
export async function doctor(sandbox: boolean, host: Host): Promise<number> {
  const language = languageOf(host.environment);
  const texts = DOCTOR_TEXTS[language];
  const show = (lines: readonly string[]) => host.write(`${host.clean(lines.join("\n"))}\n`);
  const opened = host.open(sandbox, language);
  try {
    const settings = await opened.settings();
    const backend = await opened.backend();
    const probe = await backend.source.checkSetup(patientCaller(host.now(), settings));
    const report = judgeSetup(probe, backend.setup);
    const folders = await folderLines(backend, texts);
    const isReady = report.isReady && folders.length === 0;
    const isFixed = settings.upstream.name === "feishu" && settings.upstream.userToken !== undefined;
    show([
      colors.bold(`feishu-meeting-mcp ${host.version} · ${addressOf(settings)}`),
      "",
      ...operationLines(report, texts, isFixed),
      ...folders,
      "",
      ...table(factsOf(probe, backend, texts, isFixed)),
      "",
      ...report.notes.map((note) => colors.yellow(note)),
      ...worksLines(report, texts),
      isReady ? colors.green(report.summary) : colors.bold(report.summary),
    ]);
    return isReady ? 0 : 1;
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    show([
      `${colors.red("✗")} ${colors.bold(texts.stopped)}`,
      `    ${error.message}`,
      `    ${colors.cyan(error.remedy)}`,
    ]);
    return 1;
  } finally {
    await opened.close();
  }
}

function patientCaller(now: number, { workBudgetSeconds }: Settings) {
  return {
    signal: new AbortController().signal,
    deadline: now + workBudgetSeconds * 1000,
    progress: () => undefined,
  };
}

function addressOf({ upstream }: Settings): string {
  return upstream.name === "sandbox" ? "sandbox" : upstream.baseUrl;
}

/** @param isFixed whether the user is that of a token in the environment */
function operationLines({ operations }: SetupReport, texts: DoctorTexts, isFixed: boolean): string[] {
  const identities = isFixed ? { ...texts.identities, user: texts.fixedUser } : texts.identities;
  const widest = Object.values(texts.operations);
  return operations.flatMap((one) => {
    const mark = one.isReady ? colors.green("✓") : colors.red("✗");
    const identity = one.identity === undefined ? "" : colors.dim(` ${identities[one.identity]}`);
    const head = `${mark} ${padded(texts.operations[one.operation], widest)}${identity}`;
    const reasons = [
      one.sameAs === undefined ? one.missing : texts.sameAs(texts.operations[one.sameAs]),
      one.fix && colors.cyan(`→ ${one.fix}`),
      one.link && colors.underline(one.link),
    ];
    return [head, ...reasons.filter(Boolean).map((line) => `    ${line}`)];
  });
}

/** Nothing for folders that can be used. */
async function folderLines({ setup }: Backend, texts: DoctorTexts): Promise<string[]> {
  const tried = [
    {
      title: texts.exports,
      path: setup.exportFolder,
      setting: "FEISHU_EXPORT_DIR",
      attempt: tryExportFolder,
    },
    { title: texts.data, path: setup.dataFolder, setting: "FEISHU_DATA_DIR", attempt: tryDataFolder },
  ];
  const lines: string[] = [];
  for (const { title, path, setting, attempt } of tried) {
    const problem = await problemOf(attempt(path));
    if (problem === undefined) continue;
    const { fault, fix } = texts.folder(path, setting, problem);
    lines.push(`${colors.red("✗")} ${title}`, `    ${fault}`, `    ${colors.cyan(`→ ${fix}`)}`);
  }
  return lines;
}

async function problemOf(work: Promise<void>): Promise<Problem | undefined> {
  try {
    await work;
    return undefined;
  } catch (error) {
    if (error instanceof Problem) return error;
    throw error;
  }
}

function factsOf(
  probe: SetupProbe,
  { setup, source, zone }: Backend,
  texts: DoctorTexts,
  isFixed: boolean,
): [string, string][] {
  const difference = probe.clockDifferenceSeconds;
  const signedIn = probe.signedIn && plainText(probe.signedIn.name, NAME_CHARACTERS);
  return [
    [texts.signedIn, signedIn ?? (isFixed ? texts.fixedToken : texts.nobody)],
    [texts.clock, difference === undefined ? texts.unknown : texts.difference(difference)],
    [texts.days, texts.zones(zone, source.statisticsZone)],
    [texts.exports, setup.exportFolder],
    [texts.data, setup.dataFolder],
    [texts.requests, String(probe.requestsSoFar)],
  ];
}

function table(rows: readonly (readonly [string, string])[]): string[] {
  const names = rows.map(([name]) => name);
  return rows.map(([name, value]) => `${colors.dim(padded(name, names))}  ${value}`);
}

function worksLines({ isReady, worksWithout }: SetupReport, texts: DoctorTexts): string[] {
  return isReady || worksWithout.length === 0 ? [] : [texts.worksWithout(worksWithout)];
}
