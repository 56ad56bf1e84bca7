/** Signing in from the conversation: a call that needs a user answers with the link, and the client is asked for it. */
import type { Server } from "@modelcontextprotocol/sdk/server/index.js";
import { Problem } from "../domain/problem.ts";
import type { BegunSignIn, SignIn } from "../domain/user-tokens.ts";
import type { Log } from "./log.ts";

export interface SignInOffer {
  /** What the caller is told instead: the same failure, with the link where a sign-in could begin. */
  offered(error: unknown, backend: () => Promise<{ readonly signIn?: SignIn }>): Promise<unknown>;
}

const TIME_MILLISECONDS = 5 * 60_000;

export function createSignInOffer(server: Server, log: Log): SignInOffer {
  const asked = new Set<string>();

  /** The answer does not wait: whoever is asked may take minutes. */
  function ask({ id, link, done }: BegunSignIn): void {
    if (asked.has(id)) return;
    asked.add(id);
    const isAsked = server.getClientCapabilities()?.elicitation?.url !== undefined;
    if (isAsked) {
      const message = "Sign in to Feishu in your browser, so that meetings can be listed with your rights.";
      server
        .elicitInput({ mode: "url", message, url: link, elicitationId: id }, { timeout: TIME_MILLISECONDS })
        .then(
          ({ action }) => log("info", "The client was asked to open the sign-in", { action }),
          (error: unknown) => log("debug", "The client did not open the sign-in", { error }),
        );
    }
    done
      .then(async () => {
        log("info", "Signed in");
        if (isAsked) await server.createElicitationCompletionNotifier(id)();
      })
      .catch((error: unknown) => {
        const why = error instanceof Problem ? { why: error.message } : { error };
        log("warn", "The sign-in was not finished", why);
      })
      .finally(() => asked.delete(id));
  }

  return {
    offered: async (error, backend) => {
      if (!(error instanceof Problem) || error.details.needsSignIn !== true) return error;
      const { message, details } = error;
      const { signIn } = await backend();
      if (signIn === undefined) return error;
      try {
        const begun = await signIn.begin();
        ask(begun);
        const remedy = `Let the user open this link in a browser on this machine and sign in within five minutes, then make the same call again (no restart is needed): ${begun.link}`;
        return new Problem("access", message, remedy, details);
      } catch (reason) {
        if (!(reason instanceof Problem)) throw reason;
        return new Problem("access", `${message} ${reason.message}`, reason.remedy, details);
      }
    },
  };
}
