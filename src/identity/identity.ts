/** Signing in: who asks Feishu beside the app itself. */
import { Problem } from "../domain/problem.ts";
import type {
  Exchange,
  SignedIn,
  SignIn,
  TokenStore,
  UserTokenSource,
  UserTokens,
} from "../domain/user-tokens.ts";
import { browserSignIn, redirectUri } from "./browser-sign-in.ts";
import { type BegunDevice, deviceSignIn } from "./device-sign-in.ts";
import { hostsOf } from "./hosts.ts";
import { personOf, tenantOf } from "./person.ts";
import { storedUser } from "./stored-user.ts";
import { type Grant, type IdentityClock, openTokenEndpoint } from "./token-endpoint.ts";

export type { BegunDevice } from "./device-sign-in.ts";
export type { IdentityClock } from "./token-endpoint.ts";
export { redirectUri };

export interface IdentityOptions {
  readonly app: { readonly id: string; readonly secret: string };
  /** An origin. */
  readonly baseUrl: string;
  readonly store: TokenStore;
  readonly exchange: Exchange;
  readonly clock: IdentityClock;
}

export interface Identity {
  readonly users: UserTokenSource;
  /** @param port of the loopback address: fixed, because the address must be on the app's list of redirect addresses. */
  signIn(port: number): SignIn;
  /** @throws Problem. */
  signInByDevice(): Promise<BegunDevice>;
  /** Undefined: nobody. @throws Problem `access` for a token file that cannot be used. */
  whoIsSignedIn(): Promise<UserTokens | undefined>;
  /** @returns whether somebody was signed in. */
  signOut(): Promise<boolean>;
  /** Ends sign-ins under way and waits for a renewal that is. */
  close(): Promise<void>;
}

/** What the tools that take a user's token need, and what renewing needs. */
export const SCOPES = ["vc:rooms.room.detailinfo:read", "vc:export", "offline_access"] as const;

export function openIdentity({ app, baseUrl, store, exchange, clock }: IdentityOptions): Identity {
  const hosts = hostsOf(baseUrl);
  const closing = new AbortController();
  const endpoint = openTokenEndpoint({ app, hosts, exchange, clock });
  const users = storedUser(store, endpoint, clock);
  const scope = SCOPES.join(" ");

  async function welcome(grant: Grant, signal: AbortSignal): Promise<SignedIn> {
    const asked = { open: hosts.open, exchange };
    const [person, tenant] = await Promise.all([
      personOf(asked, grant.accessToken, signal),
      tenantOf(asked, app, signal),
    ]);
    if (tenant !== undefined && tenant.key !== person.tenantKey) {
      throw new Problem(
        "access",
        "Whoever signed in belongs to another organisation than the app.",
        `Sign in with an account of the app's organisation${tenant.name === undefined ? "" : ` (${tenant.name})`}.`,
      );
    }
    const tenantName = tenant?.name === undefined ? {} : { tenantName: tenant.name };
    await store.save({ ...grant, ...person, ...tenantName, signedInAt: Math.floor(clock.now() / 1000) });
    return { openId: person.openId, name: person.name, ...tenantName, tenantChecked: tenant !== undefined };
  }

  return {
    users,
    signIn: (port) =>
      browserSignIn({
        ...{ appId: app.id, hosts, scope, port, endpoint, clock, welcome },
        closing: closing.signal,
      }),
    signInByDevice: () => deviceSignIn({ scope, endpoint, clock, welcome, closing: closing.signal }),
    whoIsSignedIn: () => store.read(),
    signOut: () => store.clear(),
    close: async () => {
      closing.abort(new Error("The program ends."));
      await users.settled();
    },
  };
}
