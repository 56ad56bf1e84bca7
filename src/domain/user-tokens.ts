/** The ports of signing in: what is kept of a signed-in user, where it is kept, and how a sign-in begins. */
import type { UnixSeconds } from "./day.ts";
import type { Problem } from "./problem.ts";

export interface UserTokens {
  readonly accessToken: string;
  readonly accessGivenAt: UnixSeconds;
  readonly accessEndsAt: UnixSeconds;
  /** Works once. Absent: the user has to sign in again when the access token ends. */
  readonly refreshToken?: string;
  readonly refreshEndsAt?: UnixSeconds;
  readonly scopes: readonly string[];
  readonly openId: string;
  readonly name: string;
  readonly tenantKey: string;
  readonly tenantName?: string;
  readonly signedInAt: UnixSeconds;
}

/** Tokens of one app at one Feishu; a store that was opened for another sees nothing of them. */
export interface TokenStore {
  /** Undefined: nobody is signed in. @throws Problem `access` for a file that cannot be used. */
  read(): Promise<UserTokens | undefined>;
  /**
   * Gives what is kept to `renew`, alone among all processes, and keeps what it answers before resolving with it.
   * @throws Problem as `read`, or what `renew` throws: then nothing was changed.
   */
  change(
    renew: (current: UserTokens | undefined) => Promise<UserTokens | undefined>,
  ): Promise<UserTokens | undefined>;
  /** Keeps these instead of whatever is there, a broken file too. */
  save(tokens: UserTokens): Promise<void>;
  /** @returns whether there was something to forget. */
  clear(): Promise<boolean>;
}

export interface SignedInUser {
  readonly openId: string;
  readonly name: string;
}

/** The token of whoever is signed in, for the client. */
export interface UserTokenSource {
  signedIn(): Promise<SignedInUser | undefined>;
  /**
   * A token of that user that works now, renewed where it must be.
   * @throws Problem `access` if that user has to sign in (again); the signal's reason, while a renewal goes on.
   */
  token(openId: string, signal: AbortSignal): Promise<string>;
  /** Feishu refused this one: the next `token` is another, or fails. */
  refused(token: string): void;
}

export interface SignedIn extends SignedInUser {
  readonly tenantName?: string;
  /** False: Feishu did not tell the app which tenant is its own, so that the two could not be compared. */
  readonly tenantChecked: boolean;
}

export interface BegunSignIn {
  /** For a browser on this machine: https, or loopback. It holds no credentials. */
  readonly link: string;
  /** Unique to this sign-in. */
  readonly id: string;
  /** @throws Problem `access` for a sign-in that failed or was not finished in time. */
  readonly done: Promise<SignedIn>;
}

export interface SignIn {
  /**
   * One at a time: a second caller gets the one under way.
   * @throws Problem `access` if it cannot begin, such as for a taken port.
   */
  begin(): Promise<BegunSignIn>;
}

/** One request over HTTP, without following redirects. */
export interface HttpRequest {
  readonly method: "GET" | "POST";
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
}

export interface HttpReply {
  readonly status: number;
  readonly contentType: string;
  readonly text: string;
}

/** No whole reply came. */
export interface NoReply {
  readonly status: undefined;
  /** False: the request surely did not arrive, so that sending it again repeats nothing. */
  readonly arrived: boolean;
  readonly problem: Problem;
}

/** @throws the signal's reason when it is aborted. */
export type Exchange = (request: HttpRequest, signal: AbortSignal) => Promise<HttpReply | NoReply>;
