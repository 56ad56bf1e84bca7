/** What `include` adds to the user statistics: to the totals, and where the operator allows it to rows of persons. */
import { z } from "zod";
import type { PersonalGroup } from "../domain/meeting.ts";
import type { MemberDetails } from "../domain/person-days.ts";

export const INCLUDES = [
  "activity",
  "messages",
  "docs",
  "calendar",
  "tasks",
  "email",
  "search",
  "account",
  "clients",
] as const;
export type Include = (typeof INCLUDES)[number];

const count = z.number().optional();
const text = z.string().optional();

/** Counts that can be added up over people. */
export const countFields = {
  messages_sent: count,
  docs_created: count,
  events_created: count,
  tasks_created: count,
  email: z
    .object({
      sent: z.number(),
      received: z.number(),
      sent_external: z.number(),
      received_external: z.number(),
      sent_internal: z.number(),
      received_internal: z.number(),
    })
    .optional(),
  searches: z.object({ total: z.number(), quick: z.number(), tab: z.number() }).optional(),
  active_days_in: z
    .object({
      suite: z.number(),
      messages: z.number(),
      docs: z.number(),
      calendar: z.number(),
      search: z.number(),
    })
    .optional(),
};

export const personDetailFields = {
  ...countFields,
  last_active_at: text,
  created_at: text,
  activated_at: text,
  os: text,
  active_os: text,
  app_types: text,
};

/** The personal group that rows of persons need for it. */
export function groupOf(include: Include): PersonalGroup {
  return include === "clients" ? "device" : "activity";
}

/** Sums over fewer people than this tell of one person what only open groups may. */
const FEWEST_PEOPLE = 5;

/** What sums may show: everything over many people, over few only what is open (surface.md, rule 11). */
export function sumsShown(
  include: readonly Include[],
  people: number,
  open: ReadonlySet<PersonalGroup>,
): readonly Include[] {
  return people >= FEWEST_PEOPLE ? include : include.filter((name) => open.has(groupOf(name)));
}

export function countsPart(details: MemberDetails, include: readonly Include[]) {
  const { email } = details;
  return {
    ...(include.includes("activity") && { active_days_in: details.activeDays }),
    ...(include.includes("messages") && { messages_sent: details.messagesSent }),
    ...(include.includes("docs") && { docs_created: details.docsCreated }),
    ...(include.includes("calendar") && { events_created: details.eventsCreated }),
    ...(include.includes("tasks") && { tasks_created: details.tasksCreated }),
    ...(include.includes("email") && {
      email: {
        sent: email.sent,
        received: email.received,
        sent_external: email.sentExternal,
        received_external: email.receivedExternal,
        sent_internal: email.sentInternal,
        received_internal: email.receivedInternal,
      },
    }),
    ...(include.includes("search") && { searches: details.searches }),
  };
}

/** Only of groups that are open: the caller has dropped the others from `include`. */
export function personDetailPart(details: MemberDetails, include: readonly Include[]) {
  return {
    ...countsPart(details, include),
    ...(include.includes("activity") && given({ last_active_at: details.lastActiveAt })),
    ...(include.includes("account") &&
      given({ created_at: details.createdAt, activated_at: details.activatedAt })),
    ...(include.includes("clients") &&
      given({ os: details.os, active_os: details.activeOs, app_types: details.appTypes })),
  };
}

function given<T extends Record<string, string | undefined>>(fields: T): T | undefined {
  return Object.values(fields).some((value) => value !== undefined) ? fields : undefined;
}
