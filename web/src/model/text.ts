import { localDue, longDay, shortDay, type Now } from "./dates";
import type { Recurrence, Reminder, Row } from "./types";

export function dueText(row: Row, now: Now): string {
  if (!row.due) return "";
  const { date, time } = localDue(row.due, now.zone);
  return shortDay(date, now.today) + (time ? ` ${time}` : "");
}

const UNITS = { daily: "day", weekly: "week", monthly: "month", yearly: "year" } as const;
const DAY_NAMES: Record<string, string> = {
  MO: "Mon",
  TU: "Tue",
  WE: "Wed",
  TH: "Thu",
  FR: "Fri",
  SA: "Sat",
  SU: "Sun",
};
const ORDINALS: Record<number, string> = { 1: "first", 2: "second", 3: "third", 4: "fourth", 5: "fifth", [-1]: "last" };

/** A rule in words: every 2 weeks on Mon and Thu. */
export function ruleText(rule: Recurrence): string {
  if (rule.frequency === "custom") return "by a rule of its own";
  const unit = UNITS[rule.frequency];
  const parts = [rule.interval === 1 ? `every ${unit}` : `every ${rule.interval} ${unit}s`];
  if (rule.weekdays?.length) parts.push("on " + join(rule.weekdays.map((day) => DAY_NAMES[day] ?? day)));
  if (rule.nth) parts.push(`on the ${ORDINALS[rule.nth.ordinal]} ${DAY_NAMES[rule.nth.weekday]}`);
  if (rule.monthDay) parts.push(rule.monthDay === -1 ? "on the last day" : `on day ${rule.monthDay}`);
  if (rule.basis === "completion") parts.push("after it is done");
  if (rule.end?.after) parts.push(`${rule.end.after} times`);
  if (rule.end?.until) parts.push(`until ${rule.end.until}`);
  return parts.join(" ");
}

function join(words: string[]): string {
  return words.length < 2 ? words.join("") : `${words.slice(0, -1).join(", ")} and ${words.at(-1)}`;
}

const DURATION = /^(-)?P(?:(\d+)W)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:\d+S)?)?$/;

/** 15 minutes before; at the time. */
export function reminderText(reminder: Reminder): string {
  if (reminder.at) return `at ${reminder.at.replace("T", " ")}`;
  const match = DURATION.exec(reminder.before ?? "");
  if (!match) return reminder.before ?? "";
  const [, minus, weeks, days, hours, minutes] = match;
  const parts = [
    [weeks, "week"],
    [days, "day"],
    [hours, "hour"],
    [minutes, "minute"],
  ].flatMap(([count, unit]) => (Number(count ?? 0) > 0 ? [`${count} ${unit}${count === "1" ? "" : "s"}`] : []));
  return parts.length === 0 ? "when it is due" : `${parts.join(" ")} ${minus ? "after" : "before"}`;
}

/** What a screen reader says of a row. */
export function rowLabel(row: Row, list: string, now: Now): string {
  const parts = [row.title];
  if (row.priority !== "none") parts.push(`${row.priority} priority`);
  if (row.due) {
    const { date, time } = localDue(row.due, now.zone);
    parts.push(
      `due ${date < now.today ? longDay(date) + ", overdue" : shortDay(date, now.today)}${time ? ` at ${time}` : ""}`,
    );
  }
  if (row.recurrence) parts.push(`repeats ${ruleText(row.recurrence)}`);
  if (list) parts.push(`in ${list}`);
  if (row.pending) parts.push("not sent yet");
  return parts.join(", ");
}
