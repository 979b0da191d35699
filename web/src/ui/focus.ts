const row = (id: string): HTMLElement | null => document.querySelector(`[data-task="${id}"] .open`);

/** Gives the focus to a task, if it is on the screen. */
export function focusTask(id: string): void {
  row(id)?.focus();
}

/** The tasks that are on the screen, in their order. */
export const tasksOnScreen = (): string[] =>
  [...document.querySelectorAll<HTMLElement>("main [data-task]")].map((element) => element.dataset.task ?? "");

/** Moves the focus to the next task, or the one before. */
export function moveFocus(selected: string | null, step: 1 | -1): void {
  const ids = tasksOnScreen();
  const index = selected ? ids.indexOf(selected) : -1;
  const next = index < 0 ? (step > 0 ? 0 : ids.length - 1) : Math.max(0, Math.min(ids.length - 1, index + step));
  const id = ids[next];
  if (id) {
    focusTask(id);
    row(id)?.scrollIntoView({ block: "nearest" });
  }
}
