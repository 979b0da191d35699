import { addDays, dateIn, dayHeading, daysBetween, isOverdue, localDue, longDay, type Now } from "./dates";
import type { List, Row } from "./types";

export type View =
  | { name: "today" | "upcoming" | "inbox" | "done" | "settings" | "attention" | "lists" | "insights" | "usage" }
  | { name: "list"; id: string }
  | { name: "flow"; id: string }
  | { name: "search"; query: string };

export interface Group {
  key: string;
  title: string;
  rows: Row[];
  overdue?: boolean;
  /** The date that a task gets that is added here. */
  date?: string;
}

const FIXED = ["today", "upcoming", "inbox", "done", "settings", "attention", "lists", "insights", "usage"] as const;

export function viewOf(path: string, query: string): View {
  const [, first = "", second] = path.split("/");
  if (first === "list" && second) return { name: "list", id: second };
  if (first === "flow" && second) return { name: "flow", id: decodeURIComponent(second) };
  if (first === "search") return { name: "search", query: new URLSearchParams(query).get("q") ?? "" };
  return { name: FIXED.find((name) => name === first) ?? "today" };
}

export function pathOf(view: View): string {
  if (view.name === "list") return `/list/${view.id}`;
  if (view.name === "flow") return `/flow/${encodeURIComponent(view.id)}`;
  if (view.name === "search") return view.query ? `/search?q=${encodeURIComponent(view.query)}` : "/search";
  return `/${view.name}`;
}

const RANK = { high: 0, medium: 1, low: 2, none: 3 };

/** By day and time (a day without a time last), then by priority, then as they were created. */
function byDue(zone: string): (a: Row, b: Row) => number {
  return (a, b) => compare(dueKey(a, zone), dueKey(b, zone)) || RANK[a.priority] - RANK[b.priority] || byCreation(a, b);
}

function dueKey(row: Row, zone: string): string {
  if (!row.due) return "~";
  const { date, time } = localDue(row.due, zone);
  return date + (time ?? "~");
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

const byCreation = (a: Row, b: Row): number => compare(a.createdAt, b.createdAt) || compare(a.id, b.id);

const isOpen = (row: Row): boolean => row.status === "open";

/** The tasks of a view, in groups. */
export function groupsOf(view: View, rows: Iterable<Row>, inbox: string, now: Now): Group[] {
  switch (view.name) {
    case "today":
      return today(rows, now);
    case "upcoming":
      return upcoming(rows, now);
    case "inbox":
      return plain(rows, inbox);
    case "list":
      return plain(rows, view.id);
    case "done":
      return done(rows, now);
    case "search":
      return search(rows, view.query);
    default:
      return [];
  }
}

function today(rows: Iterable<Row>, now: Now): Group[] {
  const overdue: Row[] = [];
  const due: Row[] = [];
  for (const row of rows) {
    if (!isOpen(row) || !row.due) continue;
    const { date } = localDue(row.due, now.zone);
    if (date < now.today) overdue.push(row);
    else if (date === now.today) due.push(row);
  }
  const order = byDue(now.zone);
  const groups: Group[] = [];
  if (overdue.length) groups.push({ key: "overdue", title: "Overdue", rows: overdue.sort(order), overdue: true });
  if (due.length) groups.push({ key: now.today, title: longDay(now.today), rows: due.sort(order), date: now.today });
  return groups;
}

function upcoming(rows: Iterable<Row>, now: Now): Group[] {
  const days = new Map<string, Row[]>();
  for (const row of rows) {
    if (!isOpen(row) || !row.due) continue;
    const { date } = localDue(row.due, now.zone);
    if (date < now.today) continue;
    const day = days.get(date);
    if (day) day.push(row);
    else days.set(date, [row]);
  }
  const order = byDue(now.zone);
  return [...days.entries()]
    .sort(([a], [b]) => compare(a, b))
    .map(([date, due]) => ({ key: date, title: dayHeading(date, now.today), rows: due.sort(order), date }));
}

function plain(rows: Iterable<Row>, listId: string): Group[] {
  const own: Row[] = [];
  for (const row of rows) {
    if (isOpen(row) && row.listId === listId) own.push(row);
  }
  return own.length ? [{ key: listId, title: "", rows: own.sort(byCreation) }] : [];
}

function done(rows: Iterable<Row>, now: Now): Group[] {
  const days = new Map<string, Row[]>();
  const closed: Row[] = [];
  for (const row of rows) {
    if (!isOpen(row)) closed.push(row);
  }
  closed.sort((a, b) => compare(closedAt(b), closedAt(a)));
  for (const row of closed.slice(0, 1000)) {
    const date = dateIn(now.zone, Date.parse(closedAt(row)));
    const day = days.get(date);
    if (day) day.push(row);
    else days.set(date, [row]);
  }
  return [...days.entries()].map(([date, rows]) => ({ key: date, title: dayHeading(date, now.today), rows }));
}

export const closedAt = (row: Row): string => row.completedAt ?? row.skippedAt ?? row.updatedAt;

/** Tasks with all words, in title, notes or tags; open ones first. */
function search(rows: Iterable<Row>, query: string): Group[] {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) return [];
  const open: Row[] = [];
  const closed: Row[] = [];
  for (const row of rows) {
    const text = `${row.title}\n${row.description ?? ""}\n#${row.tags.join(" #")}`.toLowerCase();
    if (words.every((word) => text.includes(word))) (isOpen(row) ? open : closed).push(row);
  }
  closed.sort((a, b) => compare(closedAt(b), closedAt(a)));
  return [
    { key: "open", title: "Open", rows: open.sort(byCreation) },
    { key: "closed", title: "Done", rows: closed.slice(0, 200) },
  ].filter((group) => group.rows.length > 0);
}

export interface Counts {
  today: number;
  overdue: number;
  lists: Map<string, number>;
  /** How many tasks are due on each of the next seven days, today first. */
  week: number[];
}

export function countsOf(rows: Iterable<Row>, now: Now): Counts {
  const counts: Counts = { today: 0, overdue: 0, lists: new Map(), week: [0, 0, 0, 0, 0, 0, 0] };
  for (const row of rows) {
    if (!isOpen(row)) continue;
    counts.lists.set(row.listId, (counts.lists.get(row.listId) ?? 0) + 1);
    if (!row.due) continue;
    const { date } = localDue(row.due, now.zone);
    const days = daysBetween(now.today, date);
    if (days <= 0) counts.today++;
    if (isOverdue(row.due, now)) counts.overdue++;
    if (days >= 0 && days < 7) counts.week[days] = (counts.week[days] ?? 0) + 1;
  }
  return counts;
}

export const weekFrom = (today: string): string[] => [0, 1, 2, 3, 4, 5, 6].map((days) => addDays(today, days));

export const listName = (lists: readonly List[], id: string): string =>
  lists.find((list) => list.id === id)?.name ?? "a list";
