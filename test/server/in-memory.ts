/** A server with stand-in tools, and an MCP client connected to it in memory. */
import { Client } from "@modelcontextprotocol/sdk/client/index.js";
import { InMemoryTransport } from "@modelcontextprotocol/sdk/inMemory.js";
import { z } from "zod";
import type { MeetingSource } from "../../src/domain/source.ts";
import type { Backend } from "../../src/server/answer-call.ts";
import { listingOf } from "../../src/server/listing.ts";
import { createServer } from "../../src/server/server.ts";
import { type Context, defineTool, type Tool } from "../../src/tools/tool.ts";

export const NOW = Date.UTC(2026, 10, 18, 20, 0, 0);

/** A tool with one argument whose answer is made by the function given. */
export function standIn(
  name: string,
  answer: (context: Context) => Promise<{ summary: string; count?: number }>,
  effect: "read" | "write" = "read",
): Tool {
  return defineTool({
    name,
    title: `The ${name}`,
    description: `A stand-in that ${name}s.`,
    effect,
    input: z.object({ limit: z.number().int().min(0).default(1).describe("Rows") }),
    output: z.object({ summary: z.string(), count: z.number().optional() }),
    answer: async (_, context) => answer(context),
  });
}

const nothing = async () => {
  throw new Error("a stand-in asks nothing");
};
const source: MeetingSource = {
  name: "sandbox",
  statisticsZone: "+08:00",
  dailyUsage: nothing,
  topUsers: nothing,
  meetings: nothing,
  participations: nothing,
  userDays: nothing,
  exportIdentity: () => "tenant",
  startExport: nothing,
  exportState: nothing,
  downloadExport: () => {
    throw new Error("a stand-in asks nothing");
  },
  checkSetup: nothing,
};

export const BACKEND: Backend = {
  source,
  files: { rememberTask: nothing, knownTask: nothing, checkFolder: nothing, save: nothing },
  zone: "Asia/Shanghai",
  personal: new Set(["contact"] as const),
  setup: {
    language: "en",
    exportFolder: "/exports",
    dataFolder: "/data",
    proxied: false,
    tenantOnly: false,
  },
  workBudgetSeconds: 45,
};

export interface Connected {
  readonly client: Client;
  /** What the log was told. */
  readonly log: { level: string; message: string; details?: unknown }[];
}

export async function connect(
  tools: readonly Tool[],
  backend: () => Promise<Backend> = async () => BACKEND,
): Promise<Connected> {
  const log: Connected["log"] = [];
  const server = createServer({
    version: "1.2.3",
    listing: async () => listingOf(tools),
    tools: async () => tools,
    backend,
    now: () => NOW,
    log: (level, message, details) => log.push({ level, message, details }),
  });
  const client = new Client({ name: "test", version: "1" });
  const [near, far] = InMemoryTransport.createLinkedPair();
  await Promise.all([server.connect(far), client.connect(near)]);
  return { client, log };
}
