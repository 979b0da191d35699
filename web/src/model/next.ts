import { addDays, addMonths, dateIn, dayOfMonth, instantOf, utc, weekday } from "./dates";
import type { Context, Row, Task } from "./types";
import { namedUuid } from "./uuid";

const WEEKDAYS = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"];

/** Of a month or a year that begins on such a day, the day of the rule may be a later one that this month lacks. */
const SAFE_DAY = 27;

/**
 * The occurrence that the server will create when this one is closed, with the server's id; null if none follows, or
 * if the rule is of a kind that only the server computes.
 */
export function nextOccurrence(task: Task, closedAt: string, context: Context): Row | null {
  const { recurrence: rule, seriesId, occurrence, occurrenceNumber: number } = task;
  if (!rule || !seriesId || !occurrence || !number || !isSimple(task) || rule.end?.after === number) {
    return null;
  }
  const [key = "", time] = occurrence.split("T");
  const zone = task.due?.zone ?? context.zone;
  const closed = Date.parse(closedAt);
  const closedOn = dateIn(zone, closed);
  const isPast = (date: string) => (time ? instantOf(date, time, zone) <= closed : date <= closedOn);
  let date: string;
  if (rule.basis === "completion") {
    date = following(task, closedOn, closedOn);
    if (number === 1 ? date === key : date <= key) return null;
  } else {
    date = following(task, key, key);
    for (let tries = 0; rule.missed !== "keep" && isPast(date); tries++) {
      if (tries > 4000) return null;
      date = following(task, date, key);
    }
  }
  if (rule.end?.until && date > rule.end.until) return null;
  const name = time ? `${date}T${time}` : date;
  return {
    ...task,
    id: namedUuid(`${seriesId}/${number + 1}/${name}`),
    status: "open",
    completedAt: null,
    skippedAt: null,
    occurrence: name,
    occurrenceNumber: number + 1,
    due: { date, time: time ?? null, zone: task.due?.zone ?? null },
    reminders: task.reminders?.filter((reminder) => !("at" in reminder)) ?? null,
    version: 0,
    predicted: true,
  };
}

function isSimple(task: Task): boolean {
  const rule = task.recurrence;
  const [key = ""] = (task.occurrence ?? "").split("T");
  if (!rule || rule.nth || rule.rrule || rule.except?.length || rule.dueAfter) return false;
  switch (rule.frequency) {
    case "daily":
      return true;
    case "weekly":
      return rule.basis !== "completion" || !rule.weekdays;
    case "monthly":
      return rule.basis === "completion"
        ? !rule.monthDay
        : rule.monthDay !== -1 && (rule.monthDay ?? dayOfMonth(key)) <= SAFE_DAY;
    case "yearly":
      return dayOfMonth(key) <= SAFE_DAY;
    default:
      return false;
  }
}

function following(task: Task, date: string, start: string): string {
  const rule = task.recurrence;
  const interval = rule?.interval ?? 1;
  switch (rule?.frequency) {
    case "daily":
      return addDays(date, interval);
    case "weekly":
      return nextWeekday(date, start, interval, rule.weekdays?.map((day) => WEEKDAYS.indexOf(day)) ?? [weekday(start)]);
    case "monthly":
      return addMonths(date, interval, rule.monthDay ?? dayOfMonth(start));
    default:
      return addMonths(date, 12 * interval);
  }
}

function nextWeekday(date: string, start: string, interval: number, days: number[]): string {
  const monday = (day: string) => addDays(day, -weekday(day));
  let candidate = addDays(date, 1);
  const weeks = () => Math.round((utc(monday(candidate)) - utc(monday(start))) / (7 * 86_400_000));
  while (!days.includes(weekday(candidate)) || weeks() % interval !== 0) {
    candidate = addDays(candidate, 1);
  }
  return candidate;
}
