import type { Row } from "../model/types";
import { overdueToToday, remove, setDue, skip, toggle, undoLast } from "../store/acts";
import { app, type Dialog } from "../store/app.svelte";
import { focusTask, moveFocus, tasksOnScreen } from "./focus";
import type { IconName } from "./Icon.svelte";

export interface Command {
  title: string;
  /** As they are shown: a key, or two after each other. */
  keys?: string;
  icon: IconName;
  run: () => unknown;
  /** Only while a task is selected. */
  ofTask?: boolean;
}

const selected = (): Row | undefined => (app.selected ? app.rows.get(app.selected) : undefined);

/** An act on the selected task; the next one is selected if it leaves the view. */
function onTask(act: (row: Row) => unknown): () => Promise<void> {
  return async () => {
    const row = selected();
    if (!row) {
      app.say({ text: "Select a task first, with j and k" });
      return;
    }
    const before = tasksOnScreen();
    await act(row);
    setTimeout(() => {
      const now = tasksOnScreen();
      if (now.includes(row.id) || app.dialog) return;
      const index = before.indexOf(row.id);
      const next = [...before.slice(index + 1), ...before.slice(0, index).reverse()].find((id) => now.includes(id));
      if (next) focusTask(next);
      else app.selected = null;
    });
  };
}

const dialogOfTask = (name: "edit" | "due" | "priority" | "tags" | "move") => () => {
  const row = selected();
  if (row) app.dialog = { name, id: row.id } as Dialog;
  else app.say({ text: "Select a task first, with j and k" });
};

const GLOBAL: Command[] = [
  { title: "Add a task", keys: "q", icon: "plus", run: () => (app.dialog = { name: "add" }) },
  { title: "Go to Today", keys: "g t", icon: "today", run: () => app.go({ name: "today" }) },
  { title: "Go to Upcoming", keys: "g u", icon: "upcoming", run: () => app.go({ name: "upcoming" }) },
  { title: "Go to Inbox", keys: "g i", icon: "inbox", run: () => app.go({ name: "inbox" }) },
  { title: "Go to Done", keys: "g d", icon: "done", run: () => app.go({ name: "done" }) },
  { title: "Search", keys: "/", icon: "search", run: () => app.go({ name: "search", query: "" }) },
  { title: "Go to Lists", keys: "g l", icon: "list", run: () => app.go({ name: "lists" }) },
  { title: "Go to Insights", keys: "g n", icon: "chart", run: () => app.go({ name: "insights" }) },
  { title: "Go to Usage", keys: "g c", icon: "coin", run: () => app.go({ name: "usage" }) },
  { title: "Go to Settings", keys: "g s", icon: "settings", run: () => app.go({ name: "settings" }) },
  { title: "New list", keys: "n", icon: "list", run: () => (app.dialog = { name: "new-list" }) },
  { title: "Undo", keys: "u", icon: "undo", run: undoLast },
  {
    title: "Move everything overdue to today",
    keys: "T",
    icon: "today",
    run: () => {
      const rows = [...app.rows.values()].filter(
        (row) => row.status === "open" && row.due && row.due.date < app.now.today,
      );
      return rows.length ? overdueToToday(rows) : app.say({ text: "Nothing is overdue" });
    },
  },
  { title: "Commands", keys: "Ctrl K", icon: "keyboard", run: () => (app.dialog = { name: "palette" }) },
  { title: "All keys", keys: "?", icon: "keyboard", run: () => (app.dialog = { name: "help" }) },
];

const OF_TASK: Command[] = [
  { title: "Complete, or open again", keys: "x", icon: "done", run: onTask(toggle) },
  { title: "Edit", keys: "e", icon: "note", run: dialogOfTask("edit") },
  { title: "Set the due date", keys: "d", icon: "upcoming", run: dialogOfTask("due") },
  {
    title: "Due today",
    keys: "t",
    icon: "today",
    run: onTask((row) => setDue(row, { date: app.now.today }, `Today: ${row.title}`)),
  },
  { title: "Set the priority", keys: "p", icon: "flag", run: dialogOfTask("priority") },
  { title: "Move to a list", keys: "l", icon: "list", run: dialogOfTask("move") },
  { title: "Set tags", keys: "#", icon: "tag", run: dialogOfTask("tags") },
  {
    title: "Skip this occurrence",
    keys: "s",
    icon: "skip",
    run: onTask((row) => (row.recurrence ? skip(row) : app.say({ text: "Only a recurring task can be skipped" }))),
  },
  { title: "Delete", keys: "Delete", icon: "trash", run: onTask((row) => remove(row)) },
].map((command) => ({ ...command, ofTask: true }) as Command);

export const allCommands: Command[] = [...GLOBAL, ...OF_TASK];

/** What can be done now. */
export const commands = (): Command[] => [
  ...(selected() ? OF_TASK : []),
  ...GLOBAL.filter((command) => command.title !== "Commands"),
  ...app.lists
    .filter((list) => !list.inbox)
    .map((list): Command => ({
      title: `Go to ${list.name}`,
      icon: "list",
      run: () => app.go({ name: "list", id: list.id }),
    })),
];

const CHORD_TIME = 1500;
let chordAt = 0;

/** Handles the keys of the page; a field or a dialog that is open has its own. */
export function onKey(event: KeyboardEvent): void {
  const target = event.target as HTMLElement;
  if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "k") {
    event.preventDefault();
    app.dialog = app.dialog?.name === "palette" ? null : { name: "palette" };
    return;
  }
  const isField = target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName);
  if (app.phase !== "ready" || app.dialog || isField || event.ctrlKey || event.metaKey || event.altKey) return;
  if (move(event.key)) {
    event.preventDefault();
    return;
  }
  const inChord = Date.now() - chordAt < CHORD_TIME;
  chordAt = 0;
  if (event.key === "g" && !inChord) {
    chordAt = Date.now();
    return;
  }
  const keys = inChord ? `g ${event.key}` : event.key === "Backspace" ? "Delete" : event.key;
  const command = allCommands.find((each) => each.keys === keys);
  if (command) {
    event.preventDefault();
    void command.run();
  }
}

function move(key: string): boolean {
  if (key === "j" || key === "ArrowDown") moveFocus(app.selected, 1);
  else if (key === "k" || key === "ArrowUp") moveFocus(app.selected, -1);
  else return false;
  return true;
}
