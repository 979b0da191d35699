import { addDays, daysBetween, utc } from "./dates";
import type { Flow, FlowStep, InsightGroup } from "./types";

// Texts of numbers, times and prices, and the shape of a flow.

const NUMBER = new Intl.NumberFormat("en-GB");

export const count = (value: number | string): string => NUMBER.format(BigInt(value));

export const percent = (rate: number | null): string => (rate === null ? "–" : `${Math.round(rate * 100)} %`);

/** 1.2 ms, 340 µs, 2 s; null is a dash. */
export function duration(micros: number | null): string {
  if (micros === null) return "–";
  if (micros < 1000) return `${micros} µs`;
  if (micros < 1_000_000) return `${digits(micros / 1000)} ms`;
  const seconds = micros / 1_000_000;
  if (seconds < 60) return `${digits(seconds)} s`;
  if (seconds < 3600) return `${digits(seconds / 60)} min`;
  if (seconds < 86_400) return `${digits(seconds / 3600)} h`;
  return `${digits(seconds / 86_400)} days`;
}

const digits = (value: number): string => String(Number(value.toPrecision(value < 10 ? 2 : 3)));

/** An amount with as many decimals as its size needs: 0.0000042 USD. A total that is not 0 never reads as 0. */
export function price(amount: string, currency: string): string {
  const value = Number(amount);
  const format = new Intl.NumberFormat("en-GB", {
    style: "currency",
    currency,
    currencyDisplay: "code",
    ...(Math.abs(value) >= 1 ? {} : { maximumSignificantDigits: 3, minimumSignificantDigits: value === 0 ? 1 : 2 }),
  });
  return format.format(value);
}

const MONTHS = new Intl.DateTimeFormat("en-GB", { month: "long", year: "numeric", timeZone: "UTC" });

/** 2026-12 as December 2026. */
export const monthName = (month: string): string => MONTHS.format(utc(`${month}-01`));

/** The first and the last instant of a month in UTC, as the API of usage takes them. */
export function monthRange(month: string): { from: string; to: string } {
  const next = addDays(`${month}-28`, 4).slice(0, 7);
  return { from: `${month}-01T00:00:00Z`, to: `${next}-01T00:00:00Z` };
}

/** All keys between two days, so that a chart has a bar for a day without figures too. */
export function keysBetween(group: InsightGroup, from: string, to: string): string[] {
  const keys: string[] = [];
  for (let date = from; daysBetween(date, to) >= 0; date = addDays(date, 1)) {
    const key = group === "month" ? date.slice(0, 7) : group === "week" ? isoWeek(date) : date;
    if (keys.at(-1) !== key) keys.push(key);
  }
  return keys;
}

/** The week of ISO 8601 (4.4.3): week 1 has the first Thursday of the year. */
export function isoWeek(date: string): string {
  const weekday = (new Date(utc(date)).getUTCDay() + 6) % 7;
  const thursday = addDays(date, 3 - weekday);
  const year = thursday.slice(0, 4);
  const week = Math.floor(daysBetween(`${year}-01-01`, thursday) / 7) + 1;
  return `${year}-W${String(week).padStart(2, "0")}`;
}

/** A step of a flow as a line of its timeline; all times in microseconds from the start of the flow. */
export interface TimelineLine {
  step: FlowStep;
  depth: number;
  start: number;
  /** When what it waited for, or the start of its instance, began. */
  from: number;
}

/** The steps in the order of the tree, and how long the whole takes. */
export function timeline(flow: Flow): { lines: TimelineLine[]; total: number } {
  const lines: TimelineLine[] = [];
  const begin = Date.parse(flow.startedAt) * 1000;
  const add = (steps: FlowStep[], depth: number) => {
    for (const step of steps) {
      const start = Math.max(0, Date.parse(step.startedAt) * 1000 - begin);
      lines.push({ step, depth, start, from: Math.max(0, start - step.waitedMicros) });
      add(step.steps, depth + 1);
    }
  };
  add(flow.steps, 0);
  return { lines, total: Math.max(1, ...lines.map((line) => line.start + line.step.wallMicros)) };
}
