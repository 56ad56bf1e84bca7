/** The questions of the README: asked of the invented organisation on a frozen day, through the real tools. */
import { dirname } from "node:path";
import { dig } from "../../src/cli/dig.ts";
import type { Tool } from "../../src/tools/tool.ts";
import { type Args, openHouse } from "../support/asked.ts";

interface Example {
  readonly question: string;
  readonly tool: string;
  readonly arguments: Args;
  /** The field with the people or departments that the question asks for. */
  readonly names?: "rows" | "people";
}

export const EXAMPLES: readonly Example[] = [
  {
    question: "How many meetings did we hold last week, and is that more than the week before?",
    tool: "get_meeting_report",
    arguments: { period: "last_week", compare_with_previous: true },
  },
  {
    question: "Who spent the most time in meetings last month? People, please, not meeting rooms.",
    tool: "get_top_meeting_users",
    arguments: { period: "last_month", limit: 3 },
  },
  {
    question: "How many of this month's meetings had guests from outside?",
    tool: "find_meetings",
    arguments: { period: "this_month", external_only: true, limit: 0 },
  },
  {
    question: "周一的全员大会（987 654 321）原定 10 点开始，谁迟到了？",
    tool: "list_meeting_participants",
    arguments: {
      meeting_number: "987 654 321",
      on: "2026-11-16",
      expected_start: "2026-11-16T10:00",
      only: "late",
      limit: 3,
    },
    names: "people",
  },
  {
    question: "Who in 星河事业部/销售部 was in no meeting at all in the last two weeks?",
    tool: "get_user_meeting_stats",
    arguments: { period: "last_14_days", department: "星河事业部/销售部", only: "without_meetings" },
    names: "rows",
  },
  {
    question: "Which team spends the most time in meetings per person?",
    tool: "get_user_meeting_stats",
    arguments: { period: "last_28_days", group_by: "department", order_by: "minutes_per_person", limit: 3 },
  },
  {
    question: "Export the participants of last Monday's all-hands (987654321) to Excel.",
    tool: "export_meeting_participants",
    arguments: { meeting_number: "987654321", on: "2026-11-16" },
  },
  {
    question: "Is everything set up?",
    tool: "check_setup",
    arguments: {},
  },
];

/** Where the README says that exports go. */
const SHOWN_FOLDER = "~/Downloads/feishu-meeting-mcp";

export interface Asked {
  readonly tool: string;
  /** For the README: question, call and answer. */
  readonly text: string;
  /** What Feishu was asked for it, such as `GET vc/v1/meeting_list`, each once and in order. */
  readonly operations: readonly string[];
}

/** Asks what these tools can answer, each question of a server that remembers nothing. */
export async function askExamples(tools: readonly Tool[]): Promise<Asked[]> {
  const house = await openHouse();
  try {
    const asked: Asked[] = [];
    for (const example of EXAMPLES.filter(({ tool }) => tools.some(({ name }) => name === tool))) {
      const before = house.sandbox.requests.length;
      const answer = await (await house.asker()).ask(example.tool, example.arguments);
      const requests = house.sandbox.requests.slice(before);
      asked.push({
        tool: example.tool,
        text: exampleText(example, answer),
        operations: [
          ...new Set(
            requests
              .filter(({ operation }) => operation !== "tenant_token")
              .map(({ method, path }) => `${method} ${operationPath(path)}`),
          ),
        ],
      });
    }
    return asked;
  } finally {
    await house.close();
  }
}

function operationPath(path: string): string {
  return path.replace("/open-apis/", "").replace(/\/\d+$/, "/:task_id");
}

function exampleText(example: Example, answer: unknown): string {
  const rows = example.names === undefined ? undefined : dig(answer, example.names);
  const names = Array.isArray(rows) ? rows.map((row) => String(dig(row, "name"))) : [];
  const more = Number(dig(answer, "matched")) > names.length ? ["…"] : [];
  const file = dig(answer, "file", "path");
  const summary = String(dig(answer, "summary"));
  const said = typeof file === "string" ? summary.replace(dirname(file), SHOWN_FOLDER) : summary;
  return [
    `**${example.question}**`,
    `\`${example.tool} ${JSON.stringify(example.arguments)}\``,
    `> ${said}${names.length === 0 ? "" : ` Listed: ${[...names, ...more].join(", ")}`}\n`,
  ].join("\n\n");
}
