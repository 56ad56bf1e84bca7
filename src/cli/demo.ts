/** `demo`: a real MCP client asks a real server of its own, in the sandbox. */
import { Client } from "@modelcontextprotocol/sdk/client/index.js";
import { StdioClientTransport } from "@modelcontextprotocol/sdk/client/stdio.js";
import colors from "picocolors";
import { answerText } from "./answer-text.ts";
import { dig } from "./dig.ts";
import type { Host } from "./host.ts";
import { QUESTIONS } from "./questions.ts";

/** @returns the exit code: 1 if a question got a failure. */
export async function demo(host: Host): Promise<number> {
  const client = new Client({ name: "feishu-meeting-mcp-demo", version: host.version });
  const command = { command: host.node, args: [host.program, "serve", "--sandbox"] };
  // The file that it exports is not for the user's own folder.
  const scratch = host.scratchFolder();
  const env = { FEISHU_LOG_LEVEL: "warn", FEISHU_EXPORT_DIR: scratch.path, FEISHU_DATA_DIR: scratch.path };
  let failures = 0;
  try {
    await client.connect(new StdioClientTransport({ ...command, env, stderr: "inherit" }));
    const answers: unknown[] = [];
    for (const { question, tool, arguments: given } of QUESTIONS) {
      const args = typeof given === "function" ? given(answers) : given;
      host.write(`\n${colors.bold(colors.cyan(`? ${question}`))}\n`);
      host.write(`${colors.dim(`  ${tool} ${JSON.stringify(args)}`)}\n`);
      const began = host.now();
      const result = await client.callTool({ name: tool, arguments: { ...args } });
      const took = `${host.now() - began} ms`;
      if (result.isError === true) failures += 1;
      const answer = result.structuredContent;
      answers.push(answer);
      host.write(`${answerText(answer ?? result.content)}\n`);
      if (dig(answer, "file") !== undefined) host.write("  (The demo removes this file when it ends.)\n");
      host.write(`${colors.dim(`  ${took}`)}\n`);
    }
  } finally {
    await client.close();
    scratch.remove();
  }
  const entry = { mcpServers: { "feishu-meetings": { command: "node", args: [host.program, "--sandbox"] } } };
  host.write(
    `\n${colors.bold("For your own MCP client (such as claude_desktop_config.json, or .cursor/mcp.json):")}\n${JSON.stringify(entry, null, 2)}\n`,
  );
  return failures > 0 ? 1 : 0;
}
