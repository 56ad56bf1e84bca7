/** Signing in, with its tokens on this machine's disk. */
import type { FeishuUpstream, Settings } from "../config.ts";
import { Problem } from "../domain/problem.ts";
import type { TokenStore, UserTokens } from "../domain/user-tokens.ts";
import type { Identity } from "../identity/identity.ts";
import type { Clock, Place } from "./machine.ts";

export interface IdentityHost {
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly clock: Clock;
  readonly place: Place;
  /** Told of every token, so that none is ever printed. */
  readonly hide: (secret: string) => void;
}

/** @throws Problem `access` without an app's id and secret. */
export async function openIdentityOn(
  host: IdentityHost,
  settings: Settings,
  { baseUrl, app }: FeishuUpstream,
): Promise<Identity> {
  if (app === undefined) {
    throw new Problem(
      "access",
      "Signing in needs the app's id and secret.",
      "Set FEISHU_APP_ID and FEISHU_APP_SECRET in the environment.",
    );
  }
  const [{ openTokenStore }, { openExchange }, { openIdentity }] = await Promise.all([
    import("../files/files.ts"),
    import("../feishu/feishu.ts"),
    import("../identity/identity.ts"),
  ]);
  const { clock } = host;
  const store = openTokenStore({
    dataFolder: await dataFolderOf(host, settings),
    ...{ appId: app.id, baseUrl },
    locker: { pid: process.pid, isAlive, now: clock.now, sleep: clock.sleep },
  });
  const { exchange, close } = openExchange();
  const identity = openIdentity({ app, baseUrl, store: hiding(store, host.hide), exchange, clock });
  return {
    ...identity,
    close: async () => {
      await identity.close();
      await close();
    },
  };
}

/** Where sign-ins are kept. */
export async function dataFolderOf(
  { environment, place }: Pick<IdentityHost, "environment" | "place">,
  { dataFolder }: Settings,
): Promise<string> {
  const { defaultDataFolder, isFolder } = await import("../files/files.ts");
  return dataFolder ?? defaultDataFolder({ ...place, env: environment, isFolder });
}

function isAlive(pid: number): boolean {
  try {
    // Signal 0 reaches nobody: it only tells whether there is somebody.
    return process.kill(pid, 0);
  } catch (error) {
    // Another user's process may not be signalled, but it is there.
    return error instanceof Error && "code" in error && error.code === "EPERM";
  }
}

function hiding(store: TokenStore, hide: (secret: string) => void): TokenStore {
  const hidden = <T extends UserTokens | undefined>(tokens: T): T => {
    if (tokens !== undefined) hide(tokens.accessToken);
    if (tokens?.refreshToken !== undefined) hide(tokens.refreshToken);
    return tokens;
  };
  return {
    read: async () => hidden(await store.read()),
    change: async (renew) =>
      hidden(await store.change(async (current) => hidden(await renew(hidden(current))))),
    save: (tokens) => store.save(hidden(tokens)),
    clear: () => store.clear(),
  };
}
