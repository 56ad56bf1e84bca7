/** admin/v1/admin_user_stats: what each account did on each day. */

import { dateText, instantOn, isWorkday, parseDate, plainText } from "./calendar.ts";
import { type Call, idType, integer, knownPerson, optional, pageOf } from "./call.ts";
import { hash } from "./chance.ts";
import { findDepartment } from "./department-children.ts";
import { type Department, isWithin } from "./departments.ts";
import type { JsonObject } from "./json.ts";
import type { IdType, Person } from "./people.ts";
import { Refusal, type Reply, success } from "./reply.ts";
import type { DayTotals, Tenant } from "./tenant.ts";

const MOST_DAYS = 31;
const BAD = 1051001;

export function userStats(call: Call): Reply {
  // The documents let custom apps alone ask.
  if (call.app.kind === "store") throw new Refusal(1051002);
  const first = parseDate(optional(call, "start_date") ?? "");
  const last = parseDate(optional(call, "end_date") ?? "");
  if (first === undefined || last === undefined || last < first || last - first >= MOST_DAYS)
    throw new Refusal(BAD);
  const size = integer(call, "page_size", 1, 60, BAD) ?? 10;
  const geo = optional(call, "target_geo");
  if (geo !== undefined && !["cn", "us", "sg", "jp"].includes(geo)) throw new Refusal(BAD);
  // This tenant's data lies in one place.
  if (geo !== undefined && geo !== "cn") throw new Refusal(1051002);
  const type = idType(optional(call, "user_id_type"));
  const people = selected(call, type);
  const counts = rowsPerDay(people, first, Math.min(last, lastPublishedDay(call.now)));
  const page = pageOf(call, {
    size,
    rows: counts.reduce((total, count) => total + count, 0),
    oneShortIn: 50,
    code: BAD,
  });
  const items: JsonObject[] = [];
  let before = 0;
  counts.forEach((count, offset) => {
    const from = Math.max(page.start, before);
    const to = Math.min(page.end, before + count);
    if (from < to) {
      const day = first + offset;
      const totals = call.tenant.totalsOn(day, call.now);
      for (const person of people.slice(from - before, to - before))
        items.push(row(call.tenant, person, day, totals, type));
    }
    before += count;
  });
  return success({
    items,
    has_more: page.next !== undefined,
    ...(page.next === undefined ? {} : { page_token: page.next }),
  });
}

/** A day's rows appear at half past nine of the next. */
function lastPublishedDay(now: number): number {
  return Math.floor((now - instantOn(1, 9, 30)) / 86_400);
}

function selected(call: Call, type: IdType): readonly Person[] {
  const { tenant } = call;
  const user = optional(call, "user_id");
  const department = optional(call, "department_id");
  const above = department === undefined ? undefined : findDepartment(call, department);
  if (department !== undefined && !isInRange(call, above)) throw new Refusal(1051003);
  if (user !== undefined) {
    const person = knownPerson(tenant, user, type);
    return (above === undefined || isWithin(person.department, above)) && isInRange(call, person.department)
      ? [person]
      : [];
  }
  const members = tenant.membersOf(above);
  return call.app.range === "all" ? members : members.filter((one) => isInRange(call, one.department));
}

/** Undocumented: who lies outside is left out in silence, unless the department itself is asked for. */
function isInRange({ app }: Call, department: Department | undefined): boolean {
  if (app.range === "all") return true;
  const path = department?.path;
  return path !== undefined && app.range.some((one) => path === one || path.startsWith(`${one}/`));
}

/** People are in order of their accounts' creation, so that those of a day are the first so many. */
function rowsPerDay(people: readonly Person[], first: number, last: number): number[] {
  const counts: number[] = [];
  for (let day = first; day <= last; day += 1) {
    const ends = instantOn(day + 1);
    let low = 0;
    let high = people.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((people[middle]?.createdAt ?? ends) < ends) low = middle + 1;
      else high = middle;
    }
    counts.push(low);
  }
  return counts;
}

const SYSTEMS = [
  ["Windows", "'windows 11,feishu 7.22.5'"],
  ["macOS,iOS", "'mac 14.5,feishu 7.21.0','ios 17.5,feishu 7.20.3'"],
  ["Android,Windows", "'android 14,feishu 7.22.1','windows 10,feishu 7.19.8'"],
  ["iOS", "'ios 17.4,feishu 7.22.0'"],
] as const;

function row(tenant: Tenant, person: Person, day: number, totals: DayTotals, type: IdType): JsonObject {
  const activated = person.activatedAt !== undefined && person.activatedAt < instantOn(day + 1);
  const chance = hash(tenant.seed, "use", day, person.index);
  const place = person.index < tenant.goers.length ? person.index : -1;
  const meetings = totals.meetings[place] ?? 0;
  const active = activated && (meetings > 0 || chance % 100 < (isWorkday(day) ? 93 : 22));
  const used = (share: number, bits: number) => active && (chance >>> bits) % 100 < share;
  const upTo = (most: number, bits: number, on: boolean) => (on ? (chance >>> bits) % (most + 1) : 0);
  const messages = used(95, 3);
  const docs = used(60, 5);
  const calendar = used(70, 7);
  const search = used(40, 9);
  const sentOut = upTo(6, 11, active);
  const sentIn = upTo(9, 13, active);
  const fromOut = upTo(12, 15, active);
  const fromIn = upTo(20, 17, active);
  const quick = upTo(8, 19, search);
  const tab = upTo(5, 21, search);
  const system = SYSTEMS[hash(tenant.seed, "system", person.index) % SYSTEMS.length] ?? SYSTEMS[0];
  return {
    date: dateText(day),
    user_id: tenant.idOf(person, type),
    user_name: tenant.nameOf(person),
    department_name: person.department.name,
    department_path: person.department.path,
    create_time: plainText(person.createdAt),
    user_active_flag: activated ? 1 : 0,
    register_time: activated && person.activatedAt !== undefined ? plainText(person.activatedAt) : "",
    suite_active_flag: active ? 1 : 0,
    last_active_time: activated ? plainText(instantOn(active ? day : day - 1, 18) + (chance % 14_000)) : "",
    im_active_flag: messages ? 1 : 0,
    send_messenger_num: upTo(60, 8, messages),
    docs_active_flag: docs ? 1 : 0,
    create_docs_num: upTo(3, 10, docs),
    cal_active_flag: calendar ? 1 : 0,
    create_cal_num: upTo(4, 12, calendar),
    vc_active_flag: meetings > 0 ? 1 : 0,
    vc_duration: Math.floor((totals.seconds[place] ?? 0) / 60),
    active_os: active ? system[1] : "",
    create_task_num: upTo(5, 14, active),
    vc_num: meetings,
    app_package_type: active ? "Feishu" : "",
    os_name: active ? system[0] : "",
    email_send_count: String(sentOut + sentIn),
    email_receive_count: String(fromOut + fromIn),
    email_send_ext_count: String(sentOut),
    email_receive_ext_count: String(fromOut),
    email_send_in_count: String(sentIn),
    email_receive_in_count: String(fromIn),
    search_active_flag: search ? 1 : 0,
    total_search_count: String(quick + tab),
    quick_search_count: String(quick),
    tab_search_count: String(tab),
  };
}
