/** The entries that a client is given, read from a document and started as a client starts them. */
import { Client } from "@modelcontextprotocol/sdk/client/index.js";
import { StdioClientTransport } from "@modelcontextprotocol/sdk/client/stdio.js";
import { CallToolResultSchema } from "@modelcontextprotocol/sdk/types.js";
import { z } from "zod";

const entrySchema = z
  .object({
    type: z.literal("stdio").optional(),
    command: z.literal("node"),
    args: z.array(z.string()),
    env: z.record(z.string()).default({}),
  })
  .strict();
const filesSchema = z.union([
  z.object({ mcpServers: z.record(entrySchema) }).strict(),
  // VS Code has words of its own.
  z
    .object({
      servers: z.record(entrySchema.required({ type: true })),
      inputs: z
        .array(z.object({ type: z.string(), id: z.string(), description: z.string(), password: z.boolean() }))
        .default([]),
    })
    .strict(),
]);

export type Entry = z.output<typeof entrySchema>;

export interface NamedEntry {
  readonly name: string;
  readonly entry: Entry;
  /** What the client asks its user for. */
  readonly inputs: readonly { readonly id: string; readonly password: boolean }[];
}

export function entriesOf(json: string): NamedEntry[] {
  const value: unknown = JSON.parse(json);
  const file = filesSchema.parse(value);
  const servers = "servers" in file ? file.servers : file.mcpServers;
  const inputs = "inputs" in file ? file.inputs : [];
  return Object.entries(servers).map(([name, entry]) => ({ name, entry, inputs }));
}

/** The JSON blocks of a document that hold entries. */
export function jsonBlocks(markdown: string): string[] {
  return [...markdown.matchAll(/^```json\n(.*?)^```/gms)].map(([, json = ""]) => json);
}

export interface Started {
  readonly tools: readonly string[];
  readonly isError: boolean;
  /** The answer or the failure. */
  readonly answer: unknown;
}

/** Starts the entry in that folder, says hello, lists the tools and asks for last week's report. */
export async function startEntry({ command, args, env }: Entry, cwd: string): Promise<Started> {
  const client = new Client({ name: "test", version: "1" });
  await client.connect(new StdioClientTransport({ command, args, env, cwd, stderr: "ignore" }));
  try {
    const { tools } = await client.listTools();
    const call = { name: "get_meeting_report", arguments: { period: "last_week" } };
    const result = CallToolResultSchema.parse(await client.callTool(call));
    const [block] = result.content;
    const answer: unknown = JSON.parse(block?.type === "text" ? block.text : "null");
    return { tools: tools.map(({ name }) => name), isError: result.isError === true, answer };
  } finally {
    await client.close();
  }
}
