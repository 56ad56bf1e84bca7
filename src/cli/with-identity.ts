import type { FeishuUpstream, Settings } from "../config.ts";
import { Problem } from "../domain/problem.ts";
import type { Identity } from "../identity/identity.ts";
import type { Host } from "./host.ts";
import { openIdentityOn } from "./open-identity.ts";

/** Does it with the identity of the settings, and closes that. @throws Problem. */
export async function withIdentity<T>(
  host: Host,
  work: (identity: Identity, upstream: FeishuUpstream, settings: Settings) => Promise<T>,
): Promise<T> {
  const settings = await host.open(false).settings();
  const { upstream } = settings;
  if (upstream.name !== "feishu") {
    throw new Problem("access", "Nobody signs in to the sandbox.", "Leave --sandbox out.");
  }
  const identity = await openIdentityOn(host, settings, upstream);
  try {
    return await work(identity, upstream, settings);
  } finally {
    await identity.close();
  }
}
