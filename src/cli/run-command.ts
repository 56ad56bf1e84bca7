/** The commands for people. */
import { Argument, Command, CommanderError, InvalidArgumentError, Option } from "commander";
import { Problem } from "../domain/problem.ts";
import { callTool } from "./call-tool.ts";
import { demo } from "./demo.ts";
import { doctor } from "./doctor.ts";
import type { Host } from "./host.ts";
import { type LoginOptions, login } from "./login.ts";
import { logout } from "./logout.ts";
import { FORMATS, toolsText } from "./tools-text.ts";
import { whoami } from "./whoami.ts";

const SANDBOX = "work against an invented organisation: needs no credentials and no network";

/** Runs one command line. @returns the exit code: 1 for a failure, 2 for a wrong command line. */
export async function runCommand(args: readonly string[], host: Host): Promise<number> {
  let exitCode = 0;
  const program = new Command("feishu-meeting-mcp")
    .description("An MCP server that answers questions about an organisation's meetings from Feishu / Lark")
    .version(host.version, "--version")
    .helpOption("--help", "show help")
    .option("--sandbox", SANDBOX)
    .helpCommand("help [command]", "show help, of a command too")
    .exitOverride()
    .configureOutput({ writeOut: host.write, writeErr: host.complain })
    .showHelpAfterError("(--help shows what there is)")
    .allowExcessArguments(false);
  // Served by the bin itself before it comes to this; here for the help and for mistyped options.
  program
    .command("serve")
    .description("serve MCP over stdio (what happens without a command)")
    .option("--sandbox", SANDBOX);
  program
    .command("demo")
    .description("start the server in the sandbox, ask it questions and show the answers")
    .action(async () => {
      exitCode = await demo(host);
    });
  program
    .command("doctor")
    .description("check the set-up: what is ready, what is missing, and who can cure it")
    .option("--sandbox", SANDBOX)
    .action(async (_: object, command: Command) => {
      exitCode = await doctor(command.optsWithGlobals()["sandbox"] === true, host);
    });
  program
    .command("call")
    .description("call one tool; the answer goes to stdout as JSON")
    .argument("<tool>", "its name, such as get_meeting_report")
    .addArgument(new Argument("[json]", "its arguments").argParser(jsonArgument).default({}, "{}"))
    .option("--sandbox", SANDBOX)
    .action(async (tool: string, given: unknown, _: object, command: Command) => {
      const isSandbox = command.optsWithGlobals()["sandbox"] === true;
      exitCode = await callTool(tool, given, isSandbox, host);
    });
  program
    .command("tools")
    .description("print the tools' schemas")
    .addOption(new Option("--format <format>", "as what").choices(FORMATS).default("mcp"))
    .action(async (options: { format: string }) => {
      // Which tools there are is no matter of credentials.
      host.write(toolsText(await host.open(true).listing(), options.format));
    });
  program
    .command("login")
    .description("sign in with a browser, so that lists and exports show what you may see")
    .option(
      "--port <port>",
      "of the loopback address, which must be on the app's redirect list",
      portArgument,
    )
    .option("--device", "sign in with a browser on another machine")
    .addOption(nobodyThere())
    .action(async (options: LoginOptions, command: Command) => {
      refuseSandbox(command);
      exitCode = await login(options, host);
    });
  program
    .command("logout")
    .description("forget the sign-in on this machine")
    .addOption(nobodyThere())
    .action(async (_: object, command: Command) => {
      refuseSandbox(command);
      exitCode = await logout(host);
    });
  program
    .command("whoami")
    .description("who is signed in on this machine")
    .addOption(nobodyThere())
    .action(async (_: object, command: Command) => {
      refuseSandbox(command);
      exitCode = await whoami(host);
    });
  try {
    await program.parseAsync(args, { from: "user" });
    return exitCode;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
    if (!(error instanceof Problem)) throw error;
    host.complain(`${host.clean(`${error.message} ${error.remedy}`)}\n`);
    return 1;
  }
}

/** Known so that it can be refused by its reason, and in no help. */
function nobodyThere(): Option {
  return new Option("--sandbox").hideHelp();
}

/** @throws CommanderError. */
function refuseSandbox(command: Command): void {
  if (command.optsWithGlobals()["sandbox"] !== true) return;
  command.error("error: there is nobody to sign in in the sandbox: leave --sandbox out");
}

function portArgument(text: string): number {
  const port = /^\d{1,5}$/.test(text) ? Number(text) : 0;
  if (port < 1 || port > 65_535) throw new InvalidArgumentError("It must be from 1 to 65535.");
  return port;
}

function jsonArgument(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new InvalidArgumentError(`It must be JSON, such as '{"period":"last_week"}'.`);
  }
}
