import type { Due } from "./types";

// Dates are texts such as 2026-12-01, which sort as they follow each other.

const DAY = 86_400_000;

export const utc = (date: string): number => Date.parse(date + "T00:00:00Z");

export const addDays = (date: string, days: number): string =>
  new Date(utc(date) + days * DAY).toISOString().slice(0, 10);

export const daysBetween = (from: string, to: string): number => Math.round((utc(to) - utc(from)) / DAY);

/** 0 is Monday. */
export const weekday = (date: string): number => (new Date(utc(date)).getUTCDay() + 6) % 7;

export const dayOfMonth = (date: string): number => Number(date.slice(8, 10));

/** The date some months later; in a month that is too short, its last day. */
export function addMonths(date: string, months: number, day = dayOfMonth(date)): string {
  const month = Number(date.slice(0, 4)) * 12 + Number(date.slice(5, 7)) - 1 + months;
  const [year, index] = [Math.floor(month / 12), month % 12];
  const last = new Date(Date.UTC(year, index + 1, 0)).getUTCDate();
  return `${String(year).padStart(4, "0")}-${String(index + 1).padStart(2, "0")}-${String(Math.min(day, last)).padStart(2, "0")}`;
}

const partsFormats = new Map<string, Intl.DateTimeFormat>();

function localParts(instant: number, zone: string): { date: string; time: string } {
  let format = partsFormats.get(zone);
  if (!format) {
    format = new Intl.DateTimeFormat("sv-SE", {
      timeZone: zone,
      dateStyle: "short",
      timeStyle: "medium",
    });
    partsFormats.set(zone, format);
  }
  const [date = "", time = ""] = format.format(instant).split(" ");
  return { date, time };
}

/** The local date of an instant. */
export const dateIn = (zone: string, instant: number = Date.now()): string => localParts(instant, zone).date;

/** The local time of an instant, to the minute. */
export const timeIn = (zone: string, instant: number = Date.now()): string =>
  localParts(instant, zone).time.slice(0, 5);

/** The instant of a local time. A time in a gap is later by its length, of a repeated one the first is used. */
export function instantOf(date: string, time: string, zone: string): number {
  const wall = Date.parse(`${date}T${time.length === 5 ? time + ":00" : time}Z`);
  const offset = (instant: number) => {
    const local = localParts(instant, zone);
    return Date.parse(`${local.date}T${local.time}Z`) - instant;
  };
  const before = wall - offset(wall - DAY);
  const after = wall - offset(wall + DAY);
  return offset(before) === wall - before ? before : offset(after) === wall - after ? after : before;
}

/** A due date in the person's zone. */
export function localDue(due: Due, zone: string): { date: string; time: string | null } {
  if (!due.time || !due.zone || due.zone === zone) {
    return { date: due.date, time: due.time?.slice(0, 5) ?? null };
  }
  const local = localParts(instantOf(due.date, due.time, due.zone), zone);
  return { date: local.date, time: local.time.slice(0, 5) };
}

/** What time it is for the person; computed once for many tasks. */
export interface Now {
  zone: string;
  today: string;
  time: string;
}

export const nowIn = (zone: string, instant: number = Date.now()): Now => ({
  zone,
  today: dateIn(zone, instant),
  time: timeIn(zone, instant),
});

export function isOverdue(due: Due, now: Now): boolean {
  const local = localDue(due, now.zone);
  return local.date < now.today || (local.date === now.today && local.time !== null && local.time < now.time);
}

const formats = new Map<string, Intl.DateTimeFormat>();

function format(date: string, options: Intl.DateTimeFormatOptions): string {
  const key = JSON.stringify(options);
  let formatter = formats.get(key);
  if (!formatter) {
    formatter = new Intl.DateTimeFormat("en-GB", { ...options, timeZone: "UTC" });
    formats.set(key, formatter);
  }
  return formatter.format(utc(date));
}

/** Today, Tomorrow, Thursday, 3 Dec, 3 Dec 2027. */
export function shortDay(date: string, today: string): string {
  const days = daysBetween(today, date);
  if (days === 0) return "Today";
  if (days === 1) return "Tomorrow";
  if (days === -1) return "Yesterday";
  if (days > 1 && days < 7) return format(date, { weekday: "long" });
  return date.slice(0, 4) === today.slice(0, 4)
    ? format(date, { day: "numeric", month: "short" })
    : format(date, { day: "numeric", month: "short", year: "numeric" });
}

/** Thursday 3 December. */
export const longDay = (date: string): string => format(date, { weekday: "long", day: "numeric", month: "long" });

export const letterOfDay = (date: string): string => format(date, { weekday: "short" });

/** The heading of a day in a view: Tomorrow · Thu 3 Dec. */
export function dayHeading(date: string, today: string): string {
  const exact = format(date, { weekday: "short", day: "numeric", month: "short" });
  const days = daysBetween(today, date);
  return days >= -1 && days <= 1 ? `${shortDay(date, today)} · ${exact}` : exact;
}
