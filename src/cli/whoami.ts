/** `whoami`: who is signed in on this machine, and for how long. */
import { isoInstant } from "../domain/day.ts";
import type { Host } from "./host.ts";
import { withIdentity } from "./with-identity.ts";

/** @returns the exit code: 1 if nobody is signed in. @throws Problem. */
export async function whoami(host: Host): Promise<number> {
  return withIdentity(host, async (identity, upstream, { zone }) => {
    if (upstream.userToken !== undefined) {
      host.write("FEISHU_USER_ACCESS_TOKEN is set: its user is asked with, whoever is signed in.\n");
    }
    const tokens = await identity.whoIsSignedIn();
    if (tokens === undefined) {
      host.write("Nobody is signed in. Sign in with: feishu-meeting-mcp login\n");
      return 1;
    }
    const { name, tenantName, openId, refreshEndsAt, accessEndsAt, refreshToken, scopes } = tokens;
    const renewal = refreshToken === undefined ? "" : "; each use renews it";
    const end = refreshToken === undefined ? accessEndsAt : refreshEndsAt;
    const until = end === undefined ? renewal : `, until ${isoInstant(end, zone)}${renewal}`;
    host.write(`${name}${tenantName === undefined ? "" : ` (${tenantName})`}, ${openId}\n`);
    host.write(`Signed in at ${upstream.baseUrl} on ${isoInstant(tokens.signedInAt, zone)}${until}\n`);
    host.write(`Granted: ${scopes.join(", ") || "nothing"}\n`);
    return 0;
  });
}
