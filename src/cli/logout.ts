/** `logout`: forgets the sign-in on this machine. */
import type { Host } from "./host.ts";
import { withIdentity } from "./with-identity.ts";

/** @returns the exit code. @throws Problem. */
export async function logout(host: Host): Promise<number> {
  return withIdentity(host, async (identity) => {
    const wasSignedIn = await identity.signOut();
    host.write(
      wasSignedIn ? "Signed out: the tokens on this machine are gone.\n" : "Nobody was signed in.\n",
    );
    return 0;
  });
}
