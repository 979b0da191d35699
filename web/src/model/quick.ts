import { addDays, addMonths, dateIn, weekday } from "./dates";
import type { NewRecurrence, Priority } from "./types";

// The server reads the line with a larger grammar and has the last word. This one is for the screen: it understands
// the common phrases at once and without a network, and nothing that the server would understand differently.

export interface Phrase {
  start: number;
  end: number;
  text: string;
  as: string;
}

export interface Understood {
  fields: {
    title: string;
    due?: { date: string; time?: string };
    tags?: string[];
    priority?: Priority;
    recurrence?: NewRecurrence;
  };
  phrases: Phrase[];
}

const DAYS = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];
const CODES = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"] as const;
const MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
const UNITS = { day: "daily", week: "weekly", month: "monthly", year: "yearly" } as const;

const DAY = "(mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?";
const TIME = "(?:at )?(\\d{1,2}:\\d{2})|at (\\d{1,2})(am|pm)?|(\\d{1,2})(am|pm)";
const pattern = (source: string) => new RegExp(`(?<=^|\\s)(?:${source})(?=$|\\s)`, "i");

const RULES: [RegExp, (match: RegExpExecArray, result: Draft, today: string) => string | null][] = [
  [pattern("#([\\p{L}\\d_-]{1,50})".replace("\\p{L}", "A-Za-zÀ-ž")), (match, result) => tag(match[1] ?? "", result)],
  [pattern("p([1-4])"), (match, result) => priority(Number(match[1]), result)],
  [
    pattern("every (?:(other|\\d{1,3}) )?(day|week|month|year)s?"),
    (match, result) => every(match[1], match[2] as keyof typeof UNITS, result),
  ],
  [pattern("(daily|weekly|monthly|yearly)"), (match, result) => frequency(match[1] ?? "", result)],
  [pattern("every weekday"), (_, result) => onDays([0, 1, 2, 3, 4], result)],
  [pattern(`every ${DAY}`), (match, result) => onDays([dayIndex(match[1] ?? "")], result)],
  [
    pattern("(?:from |on )?(today|tomorrow|tmr)"),
    (match, result, today) => date(match[1]?.[2] === "d" ? today : addDays(today, 1), result),
  ],
  [
    pattern("in (\\d{1,3}) (day|week)s?"),
    (match, result, today) => date(addDays(today, Number(match[1]) * (match[2] === "week" ? 7 : 1)), result),
  ],
  [pattern("in (\\d{1,2}) months?"), (match, result, today) => date(addMonths(today, Number(match[1])), result)],
  [pattern("next week"), (_, result, today) => date(addDays(today, 7 - weekday(today)), result)],
  [
    pattern("(?:on |from )?(\\d{4}-\\d{2}-\\d{2})"),
    (match, result) => (isDate(match[1] ?? "") ? date(match[1] ?? "", result) : null),
  ],
  [
    pattern(`(?:on )?(\\d{1,2}) (${MONTHS.join("|")})[a-z]*`),
    (match, result, today) => dayOf(Number(match[1]), MONTHS.indexOf((match[2] ?? "").toLowerCase()), result, today),
  ],
  [pattern(`(?:on )?${DAY}`), (match, result, today) => date(nextDay(dayIndex(match[1] ?? ""), today), result)],
  [pattern(TIME), (match, result) => time(match, result)],
];

interface Draft extends Omit<Understood["fields"], "title"> {
  time?: string;
}

/** What a line means, as the screen shows it. Words in quotes are title. */
export function understand(line: string, at: string, zone: string): Understood {
  const today = dateIn(zone, Date.parse(at));
  const draft: Draft = {};
  const phrases: Phrase[] = [];
  // Phrases that were found are blanked, so that the positions stay.
  let rest = line.replace(/"[^"]*"/g, (quoted) => "\u0000".repeat(quoted.length));
  for (const [rule, read] of RULES) {
    for (let match = rule.exec(rest); match; match = rule.exec(rest)) {
      const as = read(match, draft, today);
      const found = match[0];
      if (as !== null) {
        phrases.push({ start: match.index, end: match.index + found.length, text: found, as });
      }
      rest = rest.slice(0, match.index) + "\u0001".repeat(found.length) + rest.slice(match.index + found.length);
    }
  }
  phrases.sort((a, b) => a.start - b.start);
  return { fields: fields(line, phrases, draft, today), phrases };
}

function fields(line: string, phrases: Phrase[], draft: Draft, today: string): Understood["fields"] {
  let title = "";
  let from = 0;
  for (const phrase of phrases) {
    title += line.slice(from, phrase.start);
    from = phrase.end;
  }
  title = (title + line.slice(from)).replace(/"/g, "").replace(/\s+/g, " ").trim();
  const { time, due, ...others } = draft;
  const day = due?.date ?? (time || others.recurrence ? firstDay(others.recurrence, today) : undefined);
  return { title: title || line.trim(), ...others, ...(day ? { due: { date: day, ...(time ? { time } : {}) } } : {}) };
}

function firstDay(rule: NewRecurrence | undefined, today: string): string {
  const days = rule?.weekdays?.map((code) => CODES.indexOf(code));
  let day = today;
  while (days && !days.includes(weekday(day))) day = addDays(day, 1);
  return day;
}

function tag(name: string, result: Draft): string {
  result.tags = [...new Set([...(result.tags ?? []), name])];
  return `tag ${name}`;
}

function priority(number: number, result: Draft): string | null {
  if (result.priority) return null;
  result.priority = (["high", "medium", "low", "none"] as const)[number - 1] ?? "none";
  return `priority ${result.priority}`;
}

function every(count: string | undefined, unit: keyof typeof UNITS, result: Draft): string | null {
  if (result.recurrence) return null;
  const interval = count === undefined ? 1 : count.toLowerCase() === "other" ? 2 : Number(count);
  if (interval < 1) return null;
  result.recurrence = { frequency: UNITS[unit], interval };
  return interval === 1 ? `every ${unit}` : `every ${interval} ${unit}s`;
}

function frequency(name: string, result: Draft): string | null {
  if (result.recurrence) return null;
  const lower = name.toLowerCase() as "daily" | "weekly" | "monthly" | "yearly";
  result.recurrence = { frequency: lower };
  return lower;
}

function onDays(days: number[], result: Draft): string | null {
  if (result.recurrence) return null;
  result.recurrence = { frequency: "weekly", weekdays: days.map((day) => CODES[day] ?? "MO") };
  return "every " + (days.length === 5 ? "weekday" : DAYS[days[0] ?? 0]);
}

function date(day: string, result: Draft): string | null {
  if (result.due) return null;
  result.due = { date: day };
  return day;
}

function dayOf(day: number, month: number, result: Draft, today: string): string | null {
  const year = Number(today.slice(0, 4));
  const text = (year: number) => `${year}-${String(month + 1).padStart(2, "0")}-${String(day).padStart(2, "0")}`;
  const wanted = text(year) < today ? text(year + 1) : text(year);
  return isDate(wanted) ? date(wanted, result) : null;
}

function time(match: RegExpExecArray, result: Draft): string | null {
  if (result.time) return null;
  const [hours = "", minutes = "00"] = (match[1] ?? match[2] ?? match[4] ?? "").split(":");
  const half = (match[3] ?? match[5])?.toLowerCase();
  let hour = Number(hours);
  if (half && (hour < 1 || hour > 12)) return null;
  if (half) hour = (hour % 12) + (half === "pm" ? 12 : 0);
  if (hour > 23 || Number(minutes) > 59) return null;
  result.time = `${String(hour).padStart(2, "0")}:${minutes}`;
  return result.time;
}

const dayIndex = (name: string): number => DAYS.findIndex((day) => day.startsWith(name.toLowerCase().slice(0, 3)));

const nextDay = (index: number, today: string): string => addDays(today, (index - weekday(today) + 7) % 7 || 7);

const isDate = (text: string): boolean => {
  const instant = Date.parse(text + "T00:00:00Z");
  return !Number.isNaN(instant) && new Date(instant).toISOString().startsWith(text);
};
