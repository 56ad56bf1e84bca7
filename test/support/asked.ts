/** Questions through the real server, the real client and the invented tenant; only the transport is in memory. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Client } from "@modelcontextprotocol/sdk/client/index.js";
import { InMemoryTransport } from "@modelcontextprotocol/sdk/inMemory.js";
import { CallToolResultSchema } from "@modelcontextprotocol/sdk/types.js";
import type { JsonSchemaType } from "@modelcontextprotocol/sdk/validation";
import { AjvJsonSchemaValidator } from "@modelcontextprotocol/sdk/validation/ajv";
import { expect } from "vitest";
import { z } from "zod";
import type { PersonalGroup } from "../../src/domain/meeting.ts";
import { openFeishu } from "../../src/feishu/feishu.ts";
import { openFiles } from "../../src/files/files.ts";
import type { Operation } from "../../src/sandbox/routes.ts";
import { type Sandbox, type SandboxOptions, startSandbox } from "../../src/sandbox/sandbox.ts";
import type { Trouble } from "../../src/sandbox/troubles.ts";
import { listingOf } from "../../src/server/listing.ts";
import { createServer } from "../../src/server/server.ts";
import { tools } from "../../src/tools/tools.ts";

/** A Wednesday afternoon. */
export const FROZEN = "2026-11-18T15:30+08:00";

export interface HouseOptions extends Partial<Omit<SandboxOptions, "now">> {
  /** An ISO instant. */
  readonly at?: string;
}

export interface Asking {
  /** Of the tenant; Asia/Shanghai if not given. */
  readonly zone?: string;
  readonly statisticsZone?: string;
  readonly personal?: readonly PersonalGroup[];
  readonly workBudgetSeconds?: number;
  readonly maxConcurrency?: number;
  readonly requestTimeoutMilliseconds?: number;
  /** Gets every line of the log; an error still fails the test. */
  readonly logged?: (line: string) => void;
}

export interface House {
  readonly sandbox: Sandbox;
  /** Unix seconds. */
  readonly now: () => number;
  /** Sets the clock of everybody, and forgets troubles. */
  readonly reset: (instant?: string) => void;
  /** Lets time pass for everybody. */
  readonly advance: (milliseconds: number) => void;
  /** Another server and client that remember nothing yet. */
  readonly asker: (asking?: Asking) => Promise<Asker>;
  readonly close: () => Promise<void>;
}

export interface Asker {
  /** The answer, read by the tool's own output schema made strict. */
  readonly ask: (tool: string, args?: Args) => Promise<Answer>;
  readonly refused: (tool: string, args?: Args) => Promise<Refused>;
  /** Either of them, as it came. */
  readonly told: (tool: string, args?: Args) => Promise<Told>;
  readonly client: Client;
}

export type Args = Readonly<Record<string, unknown>>;
export type Answer = ReturnType<z.AnyZodObject["parse"]>;
export interface Told {
  readonly isError: boolean;
  readonly structured: unknown;
  readonly text: string;
}

const refusedSchema = z
  .object({
    kind: z.enum(["input", "access", "missing", "busy", "upstream"]),
    message: z.string().min(10),
    remedy: z.string().min(10),
    retry_after_seconds: z.number().int().positive().optional(),
    candidates: z
      .array(z.object({ name: z.string(), department: z.string().optional(), id: z.string() }).strict())
      .min(1)
      .optional(),
    feishu_code: z.number().int().optional(),
    log_id: z.string().optional(),
  })
  .strict();
const failureSchema = z.object({ error: refusedSchema }).strict();
export type Refused = z.output<typeof refusedSchema>;

const ajv = new AjvJsonSchemaValidator();
const compiled = new Map<string, JsonSchemaType>();
/** Ajv compiles a schema once if it is the same object: every client of a file has the same listing. */
const jsonSchemaValidator = {
  getValidator<T>(schema: JsonSchemaType) {
    const text = JSON.stringify(schema);
    const known = compiled.get(text) ?? schema;
    compiled.set(text, known);
    return ajv.getValidator<T>(known);
  },
};

export async function openHouse(options: HouseOptions = {}): Promise<House> {
  const { at = FROZEN, ...invented } = options;
  let milliseconds = instantOf(at) * 1000;
  const sandbox = await startSandbox({ callsPerMinute: 1_000, ...invented, now: () => milliseconds });
  const folder = await mkdtemp(join(tmpdir(), "asked-"));
  const open: { close(): Promise<void> }[] = [];
  const clock = {
    now: () => milliseconds,
    random: () => 0,
    sleep: async (pause: number, signal: AbortSignal) => {
      signal.throwIfAborted();
      milliseconds += pause;
    },
  };
  return {
    sandbox,
    now: () => Math.floor(milliseconds / 1000),
    reset: (instant = at) => {
      milliseconds = instantOf(instant) * 1000;
      sandbox.clearTroubles();
    },
    advance: (pause) => {
      milliseconds += pause;
    },
    asker: async (asking = {}) => {
      const zone = asking.zone ?? "Asia/Shanghai";
      const personal = new Set(asking.personal ?? []);
      const source = openFeishu({
        name: "sandbox",
        baseUrl: sandbox.url,
        app: { id: sandbox.appId, secret: sandbox.appSecret },
        zone,
        statisticsZone: asking.statisticsZone ?? "+08:00",
        maxConcurrency: asking.maxConcurrency ?? 4,
        personal,
        clock,
        ...(asking.requestTimeoutMilliseconds !== undefined && {
          requestTimeoutMilliseconds: asking.requestTimeoutMilliseconds,
        }),
      });
      const folders = { exportFolder: join(folder, "exports"), dataFolder: join(folder, "data") };
      const files = openFiles({ ...folders, zone });
      const setup = { ...folders, language: "en", proxied: false, tenantOnly: false } as const;
      const workBudgetSeconds = asking.workBudgetSeconds ?? 45;
      const server = createServer({
        version: "1.2.3",
        listing: async () => listingOf(tools),
        tools: async () => tools,
        backend: async () => ({ source, files, zone, personal, setup, workBudgetSeconds }),
        now: clock.now,
        log: (level, message, details) => {
          asking.logged?.(`${level} ${message} ${JSON.stringify(details)}`);
          if (level === "error") throw new Error(`A bug came to light: ${message} ${inspected(details)}`);
        },
      });
      const client = new Client({ name: "test", version: "1" }, { jsonSchemaValidator });
      const [near, far] = InMemoryTransport.createLinkedPair();
      await Promise.all([server.connect(far), client.connect(near)]);
      // A client that has listed the tools holds every answer against its advertised schema.
      await client.listTools();
      open.push(source, client);
      return askerOf(client);
    },
    close: async () => {
      await Promise.all(open.map((one) => one.close()));
      await sandbox.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

function askerOf(client: Client): Asker {
  const told = async (tool: string, args: Args = {}): Promise<Told> => {
    const result = CallToolResultSchema.parse(await client.callTool({ name: tool, arguments: { ...args } }));
    const [block] = result.content;
    if (block?.type !== "text") throw new Error("The first block is no text.");
    expect(result.content.filter((one) => one.type === "text")).toHaveLength(1);
    return { isError: result.isError === true, structured: result.structuredContent, text: block.text };
  };
  return {
    client,
    told,
    ask: async (tool, args) => {
      const { isError, structured, text } = await told(tool, args);
      if (isError) throw new Error(`${tool} ${JSON.stringify(args)} failed: ${text}`);
      const value: unknown = JSON.parse(text);
      expect(structured).toEqual(value);
      expect(text.length).toBeLessThan(40_000);
      expect(text).toBe(JSON.stringify(value));
      expect(text.startsWith('{"summary":"')).toBe(true);
      const schema = tools.find((one) => one.name === tool)?.output;
      if (schema === undefined) throw new Error(`There is no tool ${tool}.`);
      return madeStrict(schema).parse(value);
    },
    refused: async (tool, args) => {
      const { isError, structured, text } = await told(tool, args);
      if (!isError) throw new Error(`${tool} ${JSON.stringify(args)} was answered: ${text.slice(0, 500)}`);
      expect(structured).toBeUndefined();
      const value: unknown = JSON.parse(text);
      return failureSchema.parse(value).error;
    },
  };
}

/** The schema without room for a field that it does not name, at any depth. */
export function madeStrict(schema: z.ZodTypeAny): z.AnyZodObject {
  const strict = strictPart(schema);
  if (!(strict instanceof z.ZodObject)) throw new Error("An answer is an object.");
  return strict;
}

function strictPart(schema: z.ZodTypeAny): z.ZodTypeAny {
  if (schema instanceof z.ZodOptional) return strictPart(schema.unwrap()).optional();
  if (schema instanceof z.ZodArray) return z.array(strictPart(schema.element));
  if (!(schema instanceof z.ZodObject)) return schema;
  const fields = Object.entries<z.ZodTypeAny>(schema.shape).map(([name, field]) => [name, strictPart(field)]);
  return z.object(Object.fromEntries(fields)).strict();
}

export function instantOf(iso: string): number {
  return Date.parse(iso) / 1000;
}

/** Every number anywhere in an answer, with where it stands. */
export function numbersIn(value: unknown, path = ""): { path: string; number: number }[] {
  if (typeof value === "number") return [{ path, number: value }];
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([name, part]) =>
    numbersIn(part, path === "" ? name : `${path}.${name}`),
  );
}

/** Every text anywhere in an answer. */
export function textsIn(value: unknown): string[] {
  if (typeof value === "string") return [value];
  if (typeof value !== "object" || value === null) return [];
  return Object.values(value).flatMap((part) => textsIn(part));
}

function inspected(details: unknown): string {
  if (typeof details !== "object" || details === null || !("error" in details))
    return JSON.stringify(details);
  return details.error instanceof Error ? (details.error.stack ?? "") : String(details.error);
}

/** A trouble: whatever was asked, the reply's data is this. */
export function instead(operation: Operation, data: unknown, times = Number.POSITIVE_INFINITY): Trouble {
  const text = JSON.stringify({ code: 0, msg: "success", data });
  return { operation, kind: "rewritten", rewrite: () => text, times };
}
