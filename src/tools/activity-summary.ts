/** The sentences that open an answer of the user statistics. */
import type { ActivitySum, DepartmentSum, PersonSum, Population } from "../domain/activity.ts";
import { counted, figure, hoursOf, listed, oneDecimal } from "../domain/duration.ts";
import { type Span, spanText, type Window } from "../domain/window.ts";
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
  if (without) return `${when} ${figure(population.withoutMeetings)} of ${people} were in no meeting.${idle}`;
  return `${when} ${figure(population.withMeetings)} of ${people} were in meetings and ${figure(population.withoutMeetings)} in none: ${counted(sums.meetings, "attendance")}, ${figure(sums.minutes)} person-minutes (${counted(hoursOf(sums.minutes * 60), "hour")}).${idle}`;
}

interface Leader {
  readonly name: string;
  readonly value: number;
}

/** Who is first by the order asked for, ties included; nothing where all are the same. */
export function leaderText(leaders: readonly Leader[], unit: string, order: "desc" | "asc"): string {
  const best = leaders[0]?.value;
  if (best === undefined || leaders.length < 2) return "";
  const first = leaders.filter((leader) => leader.value === best);
  const which = order === "desc" ? "Most" : "Fewest";
  const amount = `${figure(best)} ${unit}`;
  if (first.length === 1) return `${which}: ${first[0]?.name} with ${amount}.`;
  const names =
    first.length > MOST_NAMED ? `${first.length} tie` : `${listed(first.map((leader) => leader.name))} tie`;
  return `${which}: ${names} with ${amount} each.`;
}

export function personLeaders(people: readonly PersonSum[], by: string): Leader[] {
  return people.map((person) => ({
    name: person.name,
    value: by === "meetings" ? person.meetings : by === "active_days" ? person.activeDays : person.minutes,
  }));
}

export function departmentLeaders(departments: readonly DepartmentSum[], by: string): Leader[] {
  return departments.map((sum) => ({
    name: sum.path,
    value:
      by === "meetings"
        ? sum.meetings
        : by === "minutes_per_person"
          ? oneDecimal(sum.minutesPerPerson)
          : sum.minutes,
  }));
}
