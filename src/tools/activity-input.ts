/** The arguments of get_user_meeting_stats, and the filters among them in words. */
import { z } from "zod";
import { INCLUDES } from "./activity-includes.ts";
import { dataRegion, idType, listPart, span } from "./args.ts";

/** Rows shown unless more are asked for. */
export const USUAL_LIMIT = 40;

export const activityInput = z.object({
  ...span,
  group_by: z.enum(["user", "department", "day", "week", "none"]).default("user"),
  user_id: z.string().optional(),
  name: z.string().optional().describe("Contained in the person's name"),
  department: z.string().optional().describe("Name or path such as Galaxy/Sales; sub-departments included"),
  department_id: z.string().optional(),
  department_id_type: z.enum(["open_department_id", "department_id"]).default("open_department_id"),
  department_level: z
    .number()
    .int()
    .min(1)
    .max(20)
    .optional()
    .describe("Group by the first N parts of the path"),
  only: z.enum(["all", "with_meetings", "without_meetings"]).default("all"),
  order_by: z.enum(["minutes", "meetings", "active_days", "minutes_per_person", "name"]).default("minutes"),
  order: z.enum(["desc", "asc"]).default("desc"),
  include: z.array(z.enum(INCLUDES)).default([]).describe("Sums beside meetings"),
  ...listPart(USUAL_LIMIT),
  ...idType,
  ...dataRegion,
});

export type ActivityInput = z.output<typeof activityInput>;
