/** What the demo and the README ask, as data: each question, and the one call that answers it. */
import { dig } from "./dig.ts";

export type Arguments = Readonly<Record<string, unknown>>;

export interface Question {
  readonly question: string;
  readonly tool: string;
  /** Or how they follow from the answers to the questions before, in that order. */
  readonly arguments: Arguments | ((answers: readonly unknown[]) => Arguments);
}

export const QUESTIONS: readonly Question[] = [
  {
    question: "How many meetings did we hold last month, and how many hours in total?",
    tool: "get_meeting_report",
    arguments: { period: "last_month", group_by: "week" },
  },
  {
    question: "Did we meet more last week than the week before?",
    tool: "get_meeting_report",
    arguments: { period: "last_week", compare_with_previous: true },
  },
  {
    question: "过去四周，星期几的会议最多？",
    tool: "get_meeting_report",
    arguments: { period: "last_28_days", group_by: "weekday" },
  },
  {
    question: "Who were the five people with the most time in meetings last week?",
    tool: "get_top_meeting_users",
    arguments: { period: "last_week", limit: 5 },
  },
  {
    question: "Which meetings of the last seven days had external guests?",
    tool: "find_meetings",
    arguments: { period: "last_7_days", external_only: true, limit: 5 },
  },
  {
    question: "What was the longest meeting of the last 30 days?",
    tool: "find_meetings",
    arguments: { period: "last_30_days", order_by: "minutes", limit: 3 },
  },
  {
    question: "When was the last all-hands?",
    tool: "find_meetings",
    arguments: { period: "last_14_days", topic: "all-hands", limit: 1 },
  },
  {
    question: "It was to begin at 10:00. Who joined it more than five minutes late?",
    tool: "list_meeting_participants",
    arguments: (answers) => {
      const started = String(dig(answers.at(-1), "meetings", 0, "started_at"));
      return {
        meeting_number: dig(answers.at(-1), "meetings", 0, "number"),
        started_at: started,
        expected_start: `${started.slice(0, 10)}T10:00`,
        only: "late",
        limit: 10,
      };
    },
  },
  {
    question: "Export the people of that all-hands to a spreadsheet.",
    tool: "export_meeting_participants",
    arguments: (answers) => ({
      meeting_number: dig(answers.at(-1), "meeting", "number"),
      started_at: dig(answers.at(-1), "meeting", "started_at"),
    }),
  },
  {
    question: "Which teams spent the most time per person in meetings last week?",
    tool: "get_user_meeting_stats",
    arguments: {
      period: "last_week",
      group_by: "department",
      department_level: 2,
      order_by: "minutes_per_person",
      limit: 5,
    },
  },
  {
    question: "Who in Galaxy/Engineering was in no meeting in the last 14 days?",
    tool: "get_user_meeting_stats",
    arguments: { period: "last_14_days", department: "Galaxy/Engineering", only: "without_meetings" },
  },
  {
    question: "Is everything set up? What works, and as whom?",
    tool: "check_setup",
    arguments: {},
  },
];
