import { inverse } from "../model/overlay";
import { understand } from "../model/quick";
import type { OpDraft, Row } from "../model/types";
import { app } from "./app.svelte";

/** How long a deletion can be undone before it is sent. */
const UNDO_FOR = 8_000;

interface Done {
  text: string;
  undo: () => Promise<void>;
}

const history: Done[] = [];

async function act(draft: OpDraft, text: string, undo: (opId: string | null) => Promise<void>): Promise<void> {
  const { replica } = app;
  if (!replica) return;
  try {
    const op = await replica.add(draft);
    const done = { text, undo: () => undo(op?.opId ?? null) };
    history.push(done);
    app.say({ text, undo: undoLast });
    void app.askForPersistence();
  } catch (fault) {
    app.say({ text: `It could not be stored on this device, so nothing was changed: ${String(fault)}`, fault: true });
  }
}

async function put(draft: OpDraft): Promise<void> {
  await app.replica?.add(draft);
}

/** Undoes the last act that was not undone. */
export async function undoLast(): Promise<void> {
  const done = history.pop();
  if (!done) {
    app.say({ text: "There is nothing to undo" });
    return;
  }
  await done.undo();
  app.say({ text: `Undone: ${done.text}` });
}

const short = (title: string): string => (title.length > 40 ? title.slice(0, 39).trimEnd() + "…" : title);

/** Whether the server, which understands more than this app, may find a day in the line. */
const mayHaveDay = (line: string): boolean =>
  /\b(today|tonight|tomorrow|tmr|next|every|daily|weekly|monthly|yearly|weekend|(mon|tues?|wed(nes)?|thu(rs)?|fri|sat(ur)?|sun)(day)?|in (a|\d+)|at \d+|\d+(am|pm|st|nd|rd|th)|\d+[:./-]\d+|\d+ (jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*|(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]* \d+)\b/i.test(
    line,
  );

/** Creates a task from a line as it was typed; the server reads it again. Returns its id. */
export async function create(line: string, where: { listId?: string; date?: string }): Promise<string> {
  const id = crypto.randomUUID();
  const at = new Date().toISOString();
  const fields: Record<string, unknown> = { quick: line };
  if (where.listId) fields.listId = where.listId;
  if (where.date && !understand(line, at, app.zone).fields.due && !mayHaveDay(line)) fields.due = { date: where.date };
  await act({ kind: "create", target: id, fields, at }, `Added: ${short(line)}`, async () => {
    await put({ kind: "delete", target: id });
  });
  return id;
}

export async function complete(row: Row): Promise<void> {
  await act({ kind: "complete", target: row.id }, `Done: ${short(row.title)}`, async () => {
    await put({ kind: "reopen", target: row.id });
  });
}

export async function reopen(row: Row): Promise<void> {
  await act({ kind: "reopen", target: row.id }, `Open again: ${short(row.title)}`, async () => {
    await put({ kind: "complete", target: row.id });
  });
}

export async function toggle(row: Row): Promise<void> {
  await (row.status === "open" ? complete(row) : reopen(row));
}

export async function skip(row: Row): Promise<void> {
  await act({ kind: "skip", target: row.id }, `Skipped: ${short(row.title)}`, async () => {
    await put({ kind: "reopen", target: row.id });
  });
}

export async function remove(row: Row, scope?: "this" | "following" | "all"): Promise<void> {
  const draft: OpDraft = {
    kind: "delete",
    target: row.id,
    notBefore: Date.now() + UNDO_FOR,
    ...(scope && { scope }),
  };
  await act(draft, `Deleted: ${short(row.title)}`, async (opId) => {
    if (opId && !(await app.replica?.cancel(opId))) {
      app.say({ text: "It was deleted on the server already, and cannot be brought back", fault: true });
    }
  });
}

/** Changes fields of a task. */
export async function edit(
  row: Row,
  fields: Record<string, unknown>,
  text: string,
  scope?: "this" | "following" | "all",
): Promise<void> {
  const before = inverse(row, fields);
  await act({ kind: "edit", target: row.id, fields, ...(scope && { scope }) }, text, async () => {
    await put({ kind: "edit", target: row.id, fields: before, ...(scope && { scope }) });
  });
}

export const setDue = (row: Row, due: { date: string; time?: string | null } | null, text: string): Promise<void> =>
  edit(row, { due: due && { time: null, ...(row.due ?? {}), ...due } }, text);

/** Moves what is overdue to today, as one act. */
export async function overdueToToday(rows: Row[]): Promise<void> {
  const date = app.now.today;
  const before = rows.map((row) => ({ row, due: row.due }));
  for (const row of rows) await put({ kind: "edit", target: row.id, fields: { due: { date } } });
  const text = `${rows.length} moved to today`;
  history.push({
    text,
    undo: async () => {
      for (const { row, due } of before) await put({ kind: "edit", target: row.id, fields: { due } });
    },
  });
  app.say({ text, undo: undoLast });
}

// Lists

export async function createList(name: string): Promise<string> {
  const id = crypto.randomUUID();
  await act({ kind: "list.create", target: id, fields: { name } }, `New list: ${name}`, async () => {
    await put({ kind: "list.delete", target: id });
  });
  return id;
}

export async function renameList(id: string, from: string, name: string): Promise<void> {
  await act({ kind: "list.edit", target: id, fields: { name } }, `Renamed to ${name}`, async () => {
    await put({ kind: "list.edit", target: id, fields: { name: from } });
  });
}

export async function moveList(id: string, from: number, to: number): Promise<void> {
  await act({ kind: "list.edit", target: id, fields: { position: to } }, "List moved", async () => {
    await put({ kind: "list.edit", target: id, fields: { position: from } });
  });
}

export async function deleteList(id: string, name: string): Promise<void> {
  await act(
    { kind: "list.delete", target: id, notBefore: Date.now() + UNDO_FOR },
    `Deleted the list ${name} with its tasks`,
    async (opId) => {
      if (opId) await app.replica?.cancel(opId);
    },
  );
}
