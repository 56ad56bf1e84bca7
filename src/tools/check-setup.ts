import { z } from "zod";
import { isoInstant } from "../domain/day.ts";
import { judgeSetup } from "../domain/judge-setup.ts";
import { SETUP_OPERATIONS } from "../domain/setup.ts";
import { NAME_CHARACTERS, plainText } from "../domain/text.ts";
import { defineTool } from "./tool.ts";

export const checkSetup = defineTool({
  name: "check_setup",
  title: "Check the set-up",
  description:
    "Whether this server is set up: for each of Feishu's operations, if it is ready, as the app or as the signed-in user, " +
    "and if not what exactly is missing (secret, scope, admin role, data range, sign-in, network) and who can cure it where. " +
    "For when a tool fails with kind access; for figures ask the others, such as get_meeting_report.",
  effect: "read",
  input: z.object({}),
  output: z.object({
    summary: z.string(),
    source: z.enum(["feishu", "sandbox"]),
    as_of: z.string(),
    notes: z.array(z.string()).optional(),
    operations: z.array(
      z.object({
        operation: z.enum(SETUP_OPERATIONS),
        tools: z.array(z.string()),
        ready: z.boolean(),
        identity: z.enum(["tenant", "user"]).optional(),
        missing: z.string().optional(),
        fix: z.string().optional(),
        link: z.string().optional(),
      }),
    ),
    works_without: z.array(z.string()).optional().describe("Tools that need nothing of what is missing"),
    signed_in: z.object({ name: z.string() }).optional(),
    clock_difference_seconds: z.number().optional().describe("Feishu's clock minus this machine's"),
    time_zone: z.string(),
    statistics_zone: z.string(),
    folders: z.object({ exports: z.string(), data: z.string() }),
    requests_so_far: z.number(),
  }),
  async answer(_, context) {
    const { source, setup, now, zone } = context;
    const probe = await source.checkSetup(context.caller);
    const report = judgeSetup(probe, setup);
    const difference = probe.clockDifferenceSeconds;
    return {
      summary: report.summary,
      source: source.name,
      as_of: isoInstant(now, zone),
      ...(report.notes.length > 0 && { notes: [...report.notes] }),
      operations: report.operations.map(({ operation, tools, isReady, identity, missing, fix, link }) => ({
        operation,
        tools: [...tools],
        ready: isReady,
        ...(identity && { identity }),
        ...(missing !== undefined && { missing }),
        ...(fix !== undefined && { fix }),
        ...(link !== undefined && { link }),
      })),
      ...(!report.isReady && { works_without: [...report.worksWithout] }),
      ...(probe.signedIn && { signed_in: { name: plainText(probe.signedIn.name, NAME_CHARACTERS) } }),
      ...(difference !== undefined && { clock_difference_seconds: difference }),
      time_zone: zone,
      statistics_zone: source.statisticsZone,
      folders: { exports: setup.exportFolder, data: setup.dataFolder },
      requests_so_far: probe.requestsSoFar,
    };
  },
});
