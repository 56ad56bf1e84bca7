/** A tenant's activity per person and day, served in pages as Feishu does. */
import { daysOf } from "../../src/domain/day.ts";
import type { PersonDays } from "../../src/domain/person-days.ts";
import type { Scripted, Seen } from "./stand-in.ts";

export function statsRow(date: string, person: number | string, changes: object = {}): object {
  return {
    date,
    user_id: `ou_${person}`,
    user_name: `Person ${person}`,
    department_name: "Sales",
    department_path: "Galaxy/Sales",
    create_time: "2020-09-04 11:17:55",
    user_active_flag: 1,
    register_time: "2020-09-04 11:18:32",
    suite_active_flag: 1,
    last_active_time: `${date} 22:21:28`,
    im_active_flag: 1,
    send_messenger_num: 2,
    docs_active_flag: 0,
    create_docs_num: 1,
    cal_active_flag: 1,
    create_cal_num: 3,
    vc_active_flag: 1,
    vc_duration: 30,
    active_os: "'ios 14.2,-'",
    create_task_num: 4,
    vc_num: 2,
    app_package_type: "Feishu",
    os_name: "iOS",
    email_send_count: "2",
    email_receive_count: "3",
    email_send_ext_count: "4",
    email_receive_ext_count: "5",
    email_send_in_count: "6",
    email_receive_in_count: "7",
    search_active_flag: 1,
    total_search_count: "8",
    quick_search_count: "9",
    tab_search_count: "10",
    ...changes,
  };
}

export function statsPage(items: readonly object[], pageToken?: string): Scripted {
  return { data: { items, has_more: pageToken !== undefined, page_token: pageToken } };
}

/** How many minutes somebody was in meetings: the same at each look. */
export function minutesOf(date: string, person: number): number {
  return (Number(date.slice(8)) * 7 + person * 13) % 200;
}

/**
 * Everybody has a row on each day.
 * @param order in which the rows of a window come; Feishu does not tell
 */
export function statsOf(people: number, order: "days" | "people" = "days") {
  return ({ query }: Pick<Seen, "query">): Scripted => {
    const days = daysOf(query["start_date"] ?? "", query["end_date"] ?? "");
    const size = Number(query["page_size"]);
    if (days.length > 31 || size > 60 || !(size > 0)) return { status: 500, code: 1051001 };
    const only = query["user_id"];
    const everybody = Array.from({ length: people }, (_, person) => person);
    const chosen = only === undefined ? everybody : [Number(only.slice(3))];
    const rows = days.flatMap((day) => chosen.map((person) => [day, person] as const));
    if (order === "people") rows.sort((one, other) => one[1] - other[1]);
    const begin = Number(query["page_token"]?.split("-").at(-1) ?? 0);
    const end = begin + size;
    const items = rows
      .slice(begin, end)
      .map(([day, person]) => statsRow(day, person, { vc_duration: String(minutesOf(day, person)) }));
    return statsPage(items, end < rows.length ? `opaque-${end}` : undefined);
  };
}

/** Everybody's minutes on each day, and nothing of how it is packed. */
export function minutesByDay(data: PersonDays): Record<string, Record<string, number>> {
  return Object.fromEntries(
    data.days.map((day) => [
      day.day,
      Object.fromEntries(
        Array.from(day.member, (member, row) => [
          data.people[data.members[member]?.person ?? -1]?.id ?? "nobody",
          day.minutes[row] ?? -1,
        ]),
      ),
    ]),
  );
}

export function expectedMinutes(
  people: number,
  from: string,
  to: string,
): Record<string, Record<string, number>> {
  return Object.fromEntries(
    daysOf(from, to).map((day) => [
      day,
      Object.fromEntries(
        Array.from({ length: people }, (_, person) => [`ou_${person}`, minutesOf(day, person)]),
      ),
    ]),
  );
}
