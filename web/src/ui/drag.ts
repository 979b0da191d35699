import type { Row } from "../model/types";
import { app } from "../store/app.svelte";

// Dragging is for the mouse; all that it does is in the keys, the palette and the editor as well.

/** Lets a task be dragged. */
export function source(element: HTMLElement, id: string) {
  let current = id;
  const start = (event: DragEvent) => {
    app.dragged = current;
    event.dataTransfer?.setData("text/plain", app.rows.get(current)?.title ?? "");
  };
  const end = () => (app.dragged = null);
  element.draggable = true;
  element.addEventListener("dragstart", start);
  element.addEventListener("dragend", end);
  return { update: (next: string) => (current = next) };
}

/** Accepts a task; null if nothing can be dropped here. */
export function target(element: HTMLElement, drop: ((row: Row) => unknown) | null) {
  let current = drop;
  const row = () => (app.dragged && current ? app.rows.get(app.dragged) : undefined);
  const mark = (on: boolean) => element.classList.toggle("drop", on);
  element.addEventListener("dragover", (event) => {
    if (!row()) return;
    event.preventDefault();
    mark(true);
  });
  element.addEventListener("dragleave", (event) => {
    if (!element.contains(event.relatedTarget as Node | null)) mark(false);
  });
  element.addEventListener("drop", (event) => {
    const dropped = row();
    mark(false);
    if (!dropped) return;
    event.preventDefault();
    app.dragged = null;
    void current?.(dropped);
  });
  return { update: (next: typeof drop) => (current = next) };
}
