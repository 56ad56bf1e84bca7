/** The sentences that open an answer of the user statistics. */
import type { ActivitySum } from "../domain/activity.ts";
import { counted, figure, hoursOf, listed, oneDecimal } from "../domain/duration.ts";
import type { DepartmentSum, PeopleSums, PersonSum, Population } from "../domain/people-sums.ts";
import type { PublishedWindow } from "../domain/published.ts";
import { firstOf } from "../domain/ranking.ts";
import { type Span, spanText, type Window } from "../domain/window.ts";
import { type ActivityOrder, figuresOf, peopleOrder } from "./activity-rows.ts";
import { incompleteText, type Missing } from "./answer.ts";

/** At most so many who tie are named. */
const MOST_NAMED = 5;

export interface SummaryFacts {
  readonly window: Window;
  readonly zone: string;
  /** The filters in words, with a space before them, or nothing. */
  readonly filters: string;
  readonly population: Population;
  readonly sums: ActivitySum;
}

export function unreadSummary(window: Window, zone: string, missing: readonly Missing[]): string {
  return `Meeting activity of ${spanText(window)} (${zone}): ${incompleteText(missing)}`;
}

/** Of a span of which nothing is published yet. */
export function unpublishedSummary({ window, through }: PublishedWindow, zone: string): string {
  return `There are no figures of ${spanText(window)} yet: Feishu publishes a day at 09:30 of the next (${zone}), and the last one published is ${through}. For today so far ask get_meeting_report or get_top_meeting_users.`;
}

/** What the days that are known add up to; they are named, so that nobody takes it for the whole. */
export function coveredSummary(covered: readonly Span[], filters: string, sums: ActivitySum): string {
  return ` The days that are known (${listed(covered.map(spanText))})${filters}: ${counted(sums.meetings, "attendance")}, ${figure(sums.minutes)} person-minutes.`;
}

export function personSummary(person: PersonSum, { window, zone }: SummaryFacts): string {
  const where = person.department === "" ? "" : ` (${person.department})`;
  const who = `${person.name}${where}`;
  const span = `${spanText(window)}, ${zone}`;
  if (!person.activated) return `The account of ${who} was not activated (${span}).`;
  if (person.activeDays === 0)
    return `${who} was in no meeting on ${counted(person.days, "day")} with data (${span}).`;
  return `${who} was in meetings on ${person.activeDays} of ${counted(person.days, "day")}: ${counted(person.meetings, "meeting")}, ${counted(person.minutes, "minute")} (${counted(hoursOf(person.minutes * 60), "hour")}) (${span}).`;
}

export function populationSummary(facts: SummaryFacts, without: boolean): string {
  const { window, zone, filters, population, sums } = facts;
  const when = `${window.days === 1 ? "On" : "From"} ${spanText(window)} (${zone})`;
  const people = `${counted(population.people, "person", "people")}${filters}`;
  const idle =
    population.notActivated > 0
      ? ` ${counted(population.notActivated, "more account is", "more accounts are")} not activated.`
      : "";
  if (without) {
    const isNobody = population.withoutMeetings === 0 && population.people > 0;
    const who = population.people === 1 ? `the ${people}` : `each of the ${people}`;
    const text = isNobody
      ? `${who} was in at least one meeting`
      : `${figure(population.withoutMeetings)} of ${people} were in no meeting`;
    return `${when} ${text}.${idle}`;
  }
  return `${when} ${figure(population.withMeetings)} of ${people} were in meetings and ${figure(population.withoutMeetings)} in none: ${counted(sums.meetings, "attendance")}, ${figure(sums.minutes)} person-minutes (${counted(hoursOf(sums.minutes * 60), "hour")}).${idle}`;
}

/** Who is first by the order asked for. */
export interface Leaders {
  /** Out of how many. */
  readonly among: number;
  readonly value: number;
  /** How many have this value. */
  readonly tied: number;
  /** Their names; of many, the first. */
  readonly names: readonly string[];
}

/** Nothing where there is nobody else. */
export function leaderText(leaders: Leaders | undefined, unit: string, order: "desc" | "asc"): string {
  if (leaders === undefined || leaders.among < 2) return "";
  const { value, tied, names } = leaders;
  const which = order === "desc" ? "Most" : "Fewest";
  const amount = value === 1 ? `1 ${unit.replace(/^(\w+)s\b/, "$1")}` : `${figure(value)} ${unit}`;
  if (tied === 1) return `${which}: ${names[0]} with ${amount}.`;
  return `${which}: ${tied > MOST_NAMED ? tied : listed(names)} tie with ${amount} each.`;
}

/** @param people positions of those who are shown, in any order */
export function personLeaders(
  sums: PeopleSums,
  people: Int32Array,
  order: ActivityOrder,
): Leaders | undefined {
  const figures = figuresOf(sums, order.by);
  if (figures === undefined) return undefined;
  const first = firstOf(people, MOST_NAMED, peopleOrder(sums, order));
  const value = figures[first[0] ?? -1];
  if (value === undefined) return undefined;
  let tied = 0;
  for (const person of people) if (figures[person] === value) tied += 1;
  const names = first
    .filter((person) => figures[person] === value)
    .map((person) => sums.data.people[person]?.name ?? "");
  return { among: people.length, value, tied, names };
}

/** @param departments in the order asked for */
export function departmentLeaders(
  departments: readonly DepartmentSum[],
  by: ActivityOrder["by"],
): Leaders | undefined {
  const amountOf = (sum: DepartmentSum) => {
    if (by === "meetings") return sum.meetings;
    return by === "minutes_per_person" ? oneDecimal(sum.minutesPerPerson) : sum.minutes;
  };
  const [first] = departments;
  if (first === undefined || by === "name") return undefined;
  const value = amountOf(first);
  const tied = departments.filter((sum) => amountOf(sum) === value);
  return { among: departments.length, value, tied: tied.length, names: tied.map(({ path }) => path) };
}
