import { nextOccurrence } from "./next";
import { understand } from "./quick";
import type { Context, List, Op, Row, StoredTask, Task } from "./types";

/** What is shown: the rows of the server, overlaid by the operations that are not confirmed, in their order. */
export function overlay(
  stored: ReadonlyMap<string, StoredTask>,
  ops: readonly Op[],
  context: Context,
): Map<string, Row> {
  const rows = new Map<string, Row>();
  for (const task of stored.values()) {
    if (!("deleted" in task)) rows.set(task.id, task);
  }
  for (const op of ops) {
    if (op.state === "refused") {
      const row = rows.get(op.target);
      if (row) rows.set(op.target, { ...row, refused: true });
    } else {
      apply(rows, op, context);
    }
  }
  return rows;
}

function apply(rows: Map<string, Row>, op: Op, context: Context): void {
  const row = rows.get(op.target);
  if (op.kind === "create") {
    if (!row) rows.set(op.target, created(op, context));
    return;
  }
  if (!row) return;
  switch (op.kind) {
    case "edit":
      rows.set(op.target, { ...edited(row, op.fields ?? {}, context), pending: true });
      break;
    case "complete":
      if (row.status !== "open") break;
      rows.set(op.target, { ...row, status: "completed", completedAt: op.at, pending: true });
      addNext(rows, row, op, context);
      break;
    case "skip":
      if (row.status !== "open") break;
      rows.set(op.target, { ...row, status: "skipped", skippedAt: op.at, pending: true });
      addNext(rows, row, op, context);
      break;
    case "reopen": {
      const next = nextOccurrence(row, row.completedAt ?? row.skippedAt ?? op.at, context);
      const shown = next && rows.get(next.id);
      if (shown && shown.status === "open" && shown.version <= 1) rows.delete(shown.id);
      rows.set(op.target, { ...row, status: "open", completedAt: null, skippedAt: null, pending: true });
      break;
    }
    case "delete":
      rows.delete(op.target);
      if (op.scope === "this" && row.recurrence && row.status === "open") addNext(rows, row, op, context);
      break;
  }
}

function addNext(rows: Map<string, Row>, row: Row, op: Op, context: Context): void {
  const next = nextOccurrence(row, op.at, context);
  if (next && !rows.has(next.id)) rows.set(next.id, next);
}

function created(op: Op, context: Context): Row {
  const { quick, ...fields } = op.fields ?? {};
  const meant = typeof quick === "string" ? understand(quick, op.at, context.zone).fields : {};
  const empty: Task = {
    id: op.target,
    listId: context.inbox,
    title: "",
    description: null,
    priority: "none",
    tags: [],
    due: null,
    reminders: null,
    assignee: null,
    createdBy: context.me,
    status: "open",
    completedAt: null,
    skippedAt: null,
    recurrence: null,
    seriesId: null,
    occurrence: null,
    occurrenceNumber: null,
    version: 0,
    createdAt: op.at,
    updatedAt: op.at,
  };
  return { ...edited(empty, { ...meant, ...fields }, context), pending: true };
}

/** Null removes a field, and a due date and a recurrence are merged (RFC 7396). */
export function edited<T extends Task>(task: T, fields: Record<string, unknown>, context: Context): T {
  const result: Record<string, unknown> = { ...task };
  for (const [name, value] of Object.entries(fields)) {
    if (name === "due" && value) {
      result.due = { date: "", time: null, zone: null, ...task.due, ...value };
    } else if (name === "recurrence" && value) {
      result.recurrence = {
        interval: 1,
        basis: "due",
        missed: "skip",
        monthEnd: "clamp",
        ...task.recurrence,
        ...value,
      };
    } else if (name === "listId") {
      result.listId = value ?? context.inbox;
    } else if (name === "priority") {
      result.priority = value ?? "none";
    } else if (name === "tags") {
      result.tags = value ?? [];
    } else {
      result[name] = value;
    }
  }
  return result as T;
}

/** The patch that undoes another. Objects are merged, so what the other added to one is removed by name. */
export function inverse(task: Task, fields: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(fields).map(([name, added]) => [name, without(task[name as keyof Task] ?? null, added)]),
  );
}

function without(old: unknown, added: unknown): unknown {
  if (old === null || added === null || typeof old !== "object" || typeof added !== "object" || Array.isArray(old)) {
    return old;
  }
  return { ...Object.fromEntries(Object.keys(added).map((name) => [name, null])), ...old };
}

/** The lists as shown, with the same rule. */
export function overlayLists(stored: readonly List[], ops: readonly Op[], context: Context): List[] {
  let lists = [...stored];
  if (!lists.some((list) => list.id === context.inbox)) {
    lists.unshift(newList(context.inbox, "Inbox", true, context));
  }
  for (const op of ops) {
    if (op.state === "refused") continue;
    if (op.kind === "list.create" && !lists.some((list) => list.id === op.target)) {
      lists.push(newList(op.target, String(op.fields?.name ?? ""), false, context));
    } else if (op.kind === "list.edit") {
      const index = lists.findIndex((list) => list.id === op.target);
      const list = lists[index];
      if (!list) continue;
      if (typeof op.fields?.name === "string") lists[index] = { ...list, name: op.fields.name };
      if (typeof op.fields?.position === "number") {
        lists.splice(op.fields.position, 0, ...lists.splice(index, 1));
      }
    } else if (op.kind === "list.delete") {
      lists = lists.filter((list) => list.id !== op.target);
    }
  }
  return lists;
}

function newList(id: string, name: string, inbox: boolean, context: Context): List {
  const now = new Date(0).toISOString();
  return {
    id,
    name,
    owner: context.me,
    inbox,
    members: [{ userId: context.me, role: "owner" }],
    version: 1,
    createdAt: now,
    updatedAt: now,
  };
}
