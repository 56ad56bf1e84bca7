/** `call TOOL [JSON]`: one tool from the shell. */
import { answerCall, failureOf } from "../server/server.ts";
import type { Host } from "./host.ts";

/** Writes the answer or the failure as JSON. @returns the exit code: 1 for a failure, 2 for a tool that is unknown or left out. */
export async function callTool(name: string, args: unknown, sandbox: boolean, host: Host): Promise<number> {
  const opened = host.open(sandbox);
  await opened.settings();
  const tools = await opened.tools();
  const tool = tools.find((each) => each.name === name);
  if (tool === undefined) {
    const { tools: all } = await import("../tools/tools.ts");
    const isLeftOut = all.some((each) => each.name === name);
    const reason = isLeftOut ? `FEISHU_TOOLS leaves ${name} out` : `there is no tool ${name}`;
    host.complain(`error: ${reason}. Tools: ${tools.map((each) => each.name).join(", ")}\n`);
    return 2;
  }
  const show = (value: unknown) => host.write(`${host.clean(JSON.stringify(value, null, 2))}\n`);
  try {
    const { backend } = opened;
    const { signal } = new AbortController();
    const call = { tool, args, backend, now: host.now, signal, progress: () => undefined };
    show((await answerCall(call)).value);
    return 0;
  } catch (error) {
    show({ error: failureOf(error, host.log) });
    return 1;
  } finally {
    await opened.close();
  }
}
