/** What a tool is, and what it is given. */
import type { z } from "zod";
import type { Day, UnixSeconds, Zone } from "../domain/day.ts";
import type { ExportFiles } from "../domain/exports.ts";
import type { PersonalGroup } from "../domain/meeting.ts";
import type { SetupFacts } from "../domain/setup.ts";
import type { Caller, MeetingSource } from "../domain/source.ts";
import { parseArguments } from "./args.ts";

/** What one call of a tool works with; a tool has no clock and no settings beside it. */
export interface Context {
  readonly source: MeetingSource;
  /** When the call came in. */
  readonly now: UnixSeconds;
  /** The calendar day of `now` in the tenant's zone. */
  readonly today: Day;
  readonly zone: Zone;
  /** The personal groups that the operator opened (surface.md, rule 11). */
  readonly personal: ReadonlySet<PersonalGroup>;
  /** Where exports are kept. */
  readonly files: ExportFiles;
  /** What the settings say of the set-up. */
  readonly setup: SetupFacts;
  /** Carries the work budget, the cancellation and the progress reporter. */
  readonly caller: Caller;
}

/** A file that an answer points to, shown as a link where the client can. */
export interface FileLink {
  /** Absolute. */
  readonly path: string;
  readonly mimeType: string;
  readonly bytes: number;
}

export interface Answered {
  /** Conforms to the tool's output schema. */
  readonly value: Record<string, unknown>;
  readonly file?: FileLink;
}

export interface Tool {
  readonly name: string;
  readonly title: string;
  readonly description: string;
  /** `read` changes nothing anywhere; `write` leaves something behind. */
  readonly effect: "read" | "write";
  readonly input: z.AnyZodObject;
  readonly output: z.AnyZodObject;
  /**
   * Parses the arguments and answers with the typed value of the output schema.
   * @throws Problem for everything that the reader can act on.
   */
  call(args: unknown, context: Context): Promise<Answered>;
}

interface Definition<I extends z.AnyZodObject, O extends z.AnyZodObject> extends Omit<Tool, "call"> {
  readonly input: I;
  readonly output: O;
  answer(input: z.output<I>, context: Context): Promise<z.output<O>>;
  /** The file that the answer is about, where there is one. */
  fileOf?(answer: z.output<O>): FileLink | undefined;
}

/** Ties the answer to both schemas, then hides their types so that all tools fit one list. */
export function defineTool<I extends z.AnyZodObject, O extends z.AnyZodObject>(
  definition: Definition<I, O>,
): Tool {
  const { name, title, description, effect, input, output } = definition;
  const call = async (args: unknown, context: Context) => {
    const value = await definition.answer(parseArguments(input, args), context);
    const file = definition.fileOf?.(value);
    return { value, ...(file && { file }) };
  };
  return { name, title, description, effect, input, output, call };
}
