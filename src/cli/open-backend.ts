/** Settings and tools, and behind them the source: each loaded at the first need and once. */
import type { FeishuUpstream, Settings } from "../config.ts";
import type { ExportFiles } from "../domain/exports.ts";
import { Problem } from "../domain/problem.ts";
import type { SettingReader } from "../domain/settings-words.ts";
import type { Language, SetupFacts } from "../domain/setup.ts";
import type { MeetingSource } from "../domain/source.ts";
import type { UserTokenSource } from "../domain/user-tokens.ts";
import type { Identity } from "../identity/identity.ts";
import type { Backend, ListedTool, Log, Redactor } from "../server/server.ts";
import type { Tool } from "../tools/tool.ts";
import type { Clock, Place } from "./machine.ts";

export interface BackendOptions {
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly sandbox: boolean;
  readonly clock: Clock;
  readonly place: Place;
  readonly log: Log;
  readonly redactor: Redactor;
  /** Who is told of a wrong setting, and in which language if not in English. */
  readonly reader: SettingReader;
  readonly language?: Language;
  /** Told once, when the settings are read and one is wrong. */
  readonly onProblem: (problem: Problem) => void;
}

export interface OpenBackend {
  /** As `tools`, but as they are listed, and without loading them where no setting chooses among them. */
  readonly listing: () => Promise<readonly ListedTool[]>;
  /** The tools that the settings list; all of them where a setting is wrong. */
  readonly tools: () => Promise<readonly Tool[]>;
  /** @throws Problem where a setting is wrong or missing. */
  readonly settings: () => Promise<Settings>;
  /** @throws Problem as `settings` does. */
  readonly backend: () => Promise<Backend>;
  readonly close: () => Promise<void>;
}

interface Loaded {
  readonly tools: readonly Tool[];
  readonly settings: Settings | Problem;
}

type Opened = Backend & { close(): Promise<void> };

export function openBackend(options: BackendOptions): OpenBackend {
  let loading: Promise<Loaded> | undefined;
  let opening: Promise<Opened> | undefined;

  const load = () => {
    loading ??= read(options);
    return loading;
  };
  const settings = async () => {
    const read = (await load()).settings;
    if (read instanceof Problem) throw read;
    return read;
  };
  const tools = async () => (await load()).tools;
  return {
    tools,
    listing: async () => {
      const { loadListing } = await import("../server/server.ts");
      const listing = await loadListing();
      if ((options.environment["FEISHU_TOOLS"] ?? "").trim() === "") return listing;
      const names = new Set((await tools()).map(({ name }) => name));
      return listing.filter(({ name }) => names.has(name));
    },
    settings,
    backend: () => {
      opening ??= open(options, settings).catch((error: unknown) => {
        // What failed now may work at the next call.
        opening = undefined;
        throw error;
      });
      return opening;
    },
    close: async () => (await opening)?.close(),
  };
}

async function read(options: BackendOptions): Promise<Loaded> {
  const { environment, sandbox, log, redactor, reader, language, onProblem } = options;
  const [{ readSettings, secretsOf, unknownSettings }, { tools }] = await Promise.all([
    import("../config.ts"),
    import("../tools/tools.ts"),
  ]);
  const unknown = unknownSettings(environment);
  if (unknown.length > 0) log("warn", `No such setting: ${unknown.join(", ")}`);
  const settings = readSettings(environment, {
    ...{ sandbox, reader },
    toolNames: tools.map(({ name }) => name),
    ...(language !== undefined && { language }),
  });
  if (settings instanceof Problem) {
    onProblem(settings);
    return { tools, settings };
  }
  for (const secret of secretsOf(settings)) redactor.hide(secret);
  const listed = settings.tools;
  return { tools: listed ? tools.filter(({ name }) => listed.has(name)) : tools, settings };
}

async function open(options: BackendOptions, read: () => Promise<Settings>): Promise<Opened> {
  const settings = await read();
  const { upstream, zone, personal, workBudgetSeconds } = settings;
  const { clock } = options;
  const { files, setup } = await openFolders(settings, options);
  if (upstream.name === "feishu") {
    const identity = await openSignedIn(settings, upstream, options);
    const source = await openSource(
      settings,
      { ...upstream, ...(identity && { users: identity.users }) },
      options,
    );
    const close = async () => {
      await source.close();
      await identity?.close();
    };
    const signIn = identity?.signIn(settings.signInPort);
    return { source, files, zone, personal, setup, workBudgetSeconds, ...(signIn && { signIn }), close };
  }
  const { startSandbox } = await import("../sandbox/sandbox.ts");
  const sandbox = await startSandbox({ now: clock.now });
  options.redactor.hide(sandbox.appSecret);
  const invented = {
    baseUrl: sandbox.url,
    identity: "auto" as const,
    app: { id: sandbox.appId, secret: sandbox.appSecret },
  };
  const source = await openSource(settings, { name: "sandbox", ...invented }, options);
  const close = async () => {
    await source.close();
    await sandbox.close();
  };
  return { source, files, zone, personal, setup, workBudgetSeconds, close };
}

/** Undefined where nobody can sign in: without an app, and where a fixed token or a setting decides. */
async function openSignedIn(
  settings: Settings,
  upstream: FeishuUpstream,
  { redactor, ...host }: BackendOptions,
): Promise<Identity | undefined> {
  const { app, userToken, identity } = upstream;
  if (app === undefined || userToken !== undefined || identity === "tenant") return undefined;
  const { openIdentityOn } = await import("./open-identity.ts");
  return openIdentityOn({ ...host, hide: redactor.hide }, settings, upstream);
}

async function openFolders(
  settings: Settings,
  options: BackendOptions,
): Promise<{ files: ExportFiles; setup: SetupFacts }> {
  const { openFiles, defaultDataFolder, defaultExportFolder, isFolder } = await import("../files/files.ts");
  const place = { ...options.place, env: options.environment, isFolder };
  const { language, proxied, upstream, zone } = settings;
  const tenantOnly = upstream.name === "feishu" && upstream.identity === "tenant";
  const exportFolder = settings.exportFolder ?? defaultExportFolder(place);
  const dataFolder = settings.dataFolder ?? defaultDataFolder(place);
  return {
    files: openFiles({ exportFolder, dataFolder, zone }),
    setup: { language, exportFolder, dataFolder, proxied, tenantOnly },
  };
}

interface Reached extends Omit<FeishuUpstream, "name"> {
  readonly name: "feishu" | "sandbox";
  readonly users?: UserTokenSource;
}

async function openSource(
  { zone, statisticsZone, maxConcurrency, personal }: Settings,
  upstream: Reached,
  { clock, redactor }: BackendOptions,
): Promise<MeetingSource & { close(): Promise<void> }> {
  const { openFeishu } = await import("../feishu/feishu.ts");
  const { identity: choice, ...reached } = upstream;
  const { hide } = redactor;
  return openFeishu({ ...reached, choice, zone, statisticsZone, maxConcurrency, personal, clock, hide });
}
