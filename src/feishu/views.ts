/** What the app sees and what the signed-in user sees, kept apart: nothing that one read is shown as the other's. */
import { Problem } from "../domain/problem.ts";
import type { SignedInUser, UserTokenSource } from "../domain/user-tokens.ts";

export interface Seen<View> {
  readonly view: View;
  /** Whose view it is, where it is a user's. */
  readonly user: SignedInUser | undefined;
}

export interface Views<View> {
  /** The one for whoever is signed in now. @throws Problem `access` for a token file that cannot be used. */
  now(): Promise<Seen<View>>;
  /** The one that `now` gave last. */
  last(): Seen<View>;
}

/**
 * @param users absent: nobody signs in.
 * @param open a view that reads and remembers until it is left; `left` is absent for the app's own, which stays
 */
export function createViews<View>(
  users: UserTokenSource | undefined,
  open: (user: SignedInUser | undefined, left?: AbortSignal) => View,
): Views<View> {
  const own: Seen<View> = { view: open(undefined), user: undefined };
  let latest = own;
  let signedIn: Seen<View> | undefined;
  let leaving = new AbortController();
  /** How many looks at the sign-in were begun, and which was the last one taken into account. */
  let begun = 0;
  let seen = 0;

  /** What a user read is not kept beyond the sign-in. */
  function leave(): void {
    if (signedIn === undefined) return;
    signedIn = undefined;
    leaving.abort(
      new Problem(
        "access",
        "Whoever was signed in when this began is not signed in any more.",
        "Ask again, or sign in again.",
      ),
    );
    leaving = new AbortController();
  }

  return {
    last: () => latest,
    now: async () => {
      begun += 1;
      const look = begun;
      const user = await users?.signedIn();
      // A look that took longer than a later one knows less.
      if (look < seen) return latest;
      seen = look;
      if (user === undefined) {
        leave();
        latest = own;
      } else {
        if (signedIn?.user?.openId !== user.openId) {
          leave();
          signedIn = { view: open(user, leaving.signal), user };
        }
        latest = signedIn;
      }
      return latest;
    },
  };
}

/** The view that `now` gives, or the last one with the reason why there is none. */
export async function viewOrFault<View>(
  views: Views<View>,
): Promise<{ readonly view: View; readonly fault?: Problem }> {
  try {
    return { view: (await views.now()).view };
  } catch (reason) {
    if (!(reason instanceof Problem)) throw reason;
    return { view: views.last().view, fault: reason };
  }
}
