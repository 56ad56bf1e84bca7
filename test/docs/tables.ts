/** The README's tables of tools: what they answer, what they ask Feishu, what Feishu wants to see for it. */
import { markdownTable } from "../../src/cli/tools-text.ts";
import type { Tool } from "../../src/tools/tool.ts";
import type { Asked } from "./examples.ts";

interface Access {
  readonly scope: string;
  readonly token: string;
  readonly besides: string;
}

const REPORTS: Access = { scope: "vc:report:readonly", token: "the app's", besides: "" };
const MEETING_MANAGEMENT = "the right to meeting management (会议管理) in the admin console";
const LISTS: Access = {
  scope: "vc:rooms.room.detailinfo:read",
  token: "a user's",
  besides: MEETING_MANAGEMENT,
};
const EXPORTS: Access = {
  scope: "vc:export",
  token: "a user's (recommended) or the app's",
  besides: MEETING_MANAGEMENT,
};

/** By operation, as feishu-api.md has it. */
const ACCESS: Readonly<Record<string, Access>> = {
  "GET vc/v1/reports/get_daily": REPORTS,
  "GET vc/v1/reports/get_top_user": REPORTS,
  "GET vc/v1/meeting_list": LISTS,
  "GET vc/v1/participant_list": LISTS,
  "POST vc/v1/exports/participant_list": EXPORTS,
  "GET vc/v1/exports/:task_id": EXPORTS,
  "GET vc/v1/exports/download": EXPORTS,
  "GET admin/v1/admin_user_stats": {
    scope: "admin:admin_user_stat:readonly",
    token: "the app's",
    besides: "a custom app (企业自建应用), and the departments in its data range",
  },
};

/** Each tool with what its description says first. */
export function toolsTable(tools: readonly Tool[], asked: readonly Asked[]): string {
  const rows = tools.map((tool) => {
    const answers = tool.description.split(/(?<=\.)\s(?=[A-Z])/)[0] ?? "";
    return [`\`${tool.name}\``, answers, codes(operationsOf(tool, asked))];
  });
  return markdownTable(["tool", "what it answers", "what it asks Feishu (below `/open-apis/`)"], rows);
}

/** @throws Error for an operation of which nobody said what it takes. */
export function accessTable(tools: readonly Tool[], asked: readonly Asked[]): string {
  // check_setup needs nothing itself: it tells what the others lack.
  const rows = tools
    .filter(({ name }) => name !== "check_setup")
    .map((tool) => {
      const needed = operationsOf(tool, asked).map((operation) => {
        const access = ACCESS[operation];
        if (access === undefined) throw new Error(`${operation} is not in the table of test/docs/tables.ts.`);
        return access;
      });
      const each = (part: keyof Access) => [...new Set(needed.map((access) => access[part]))].filter(Boolean);
      // The widest demand comes first: whoever fulfils it fulfils the others.
      return [`\`${tool.name}\``, codes(each("scope")), each("token")[0] ?? "", each("besides").join("; ")];
    });
  return markdownTable(["tool", "scopes of the app", "whose token", "besides"], rows);
}

/** The scopes that the table names. */
export function scopesIn(text: string): string[] {
  return [...new Set([...text.matchAll(/`([a-z]+:[a-z_.]+(?::[a-z]+)?)`/g)].map(([, scope = ""]) => scope))];
}

function operationsOf(tool: Tool, asked: readonly Asked[]): string[] {
  const own = asked.filter((each) => each.tool === tool.name);
  return [...new Set(own.flatMap(({ operations }) => operations))];
}

function codes(words: readonly string[]): string {
  return words.map((word) => `\`${word}\``).join(", ");
}
