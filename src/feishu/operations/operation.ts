import type { z } from "zod";
import type { Run } from "../run.ts";

export type Identity = "tenant" | "user";

/** What this client knows about one operation of Feishu's. */
export interface Operation<Reply> {
  /** The path below its product, by which documents and the error table call it. */
  readonly name: string;
  /** What it gives, in a reader's words: "the meeting report". */
  readonly gives: string;
  readonly method: "GET" | "POST";
  /** A part such as `:task_id` stands for the value of that name in the question. */
  readonly path: `/open-apis/${string}`;
  /** Whose token it takes: the app's, the user's where one is there, or none. */
  readonly identity: "tenant" | "user_or_tenant" | "none";
  /** The permission that it needs, for who has to grant it. */
  readonly scope: string;
  /** Calls a minute that Feishu publishes as the ceiling; absent where it publishes none. */
  readonly callsPerMinute?: number;
  /** Whether asking twice does no more than asking once. */
  readonly repeatable: boolean;
  /** Where the reply's fields stand: under `data`, or beside `code`; or it is a file. */
  readonly replyIn: "data" | "body" | "file";
  /** Loose where Feishu may add, strict where we compute. */
  readonly reply: z.ZodType<Reply, z.ZodTypeDef, unknown>;
}

export interface Ask<Reply> {
  readonly operation: Operation<Reply>;
  /** What stands for the path's parts. */
  readonly parameters?: Readonly<Record<string, string>>;
  readonly query?: Readonly<Record<string, string | number | boolean | undefined>>;
  readonly body?: Readonly<Record<string, unknown>>;
  /** Whose token has to be sent, where that is not free: an export belongs to whoever asked for it. */
  readonly as?: Identity;
}

/** Asks Feishu, as often as it takes. @throws Problem, or the run's abort reason. */
export type AskFeishu = <Reply>(ask: Ask<Reply>, run: Run) => Promise<Reply>;
