import type { components } from "#openapi";

type Schemas = components["schemas"];

export type Task = Schemas["TaskFields"];
export type Due = Schemas["Due"];
export type Recurrence = Schemas["Recurrence"];
export type NewRecurrence = Schemas["NewRecurrence"];
export type Reminder = Schemas["Reminder"];
export type Priority = Schemas["Priority"];
export type List = Schemas["List"];
export type Role = Schemas["Role"];
export type Invitation = Schemas["Invitation"];
export type Profile = Schemas["Profile"];
export type Problem = Schemas["TaskProblem"];
export type BatchResult = Schemas["BatchResult"];
export type Preview = Schemas["Preview"];
export type HistoryItem = Schemas["HistoryItem"];
export type ImportReport = Schemas["ImportReport"];
export type Insights = Schemas["Insights"];
export type InsightGroup = Schemas["InsightGroup"];
export type InsightFigures = Schemas["InsightFigures"];
export type InsightStreak = Schemas["InsightStreak"];
export type UsageSums = Schemas["UsageSums"];
export type Invoice = Schemas["Invoice"];
export type InvoiceSummary = Schemas["InvoiceSummary"];
export type Invocation = Schemas["Invocation"];
export type Budget = Schemas["Budget"];
export type Flows = Schemas["Flows"];
export type Flow = Flows["flows"][number];
export type FlowStep = Schemas["FlowStep"];

/** A task that the server has, or the version at which it was deleted: an older event must not bring it back. */
export type StoredTask = Task | { id: string; version: number; deleted: true };

export type TaskKind = "create" | "edit" | "complete" | "reopen" | "skip" | "delete";
export type ListKind = "list.create" | "list.edit" | "list.delete";

/** One act of the person that the server has not confirmed yet. */
export interface Op {
  /** The order in which the acts were done; given by IndexedDB. */
  seq: number;
  /** The idempotency key. */
  opId: string;
  kind: TaskKind | ListKind;
  /** The task, or the list of a list operation. */
  target: string;
  fields?: Record<string, unknown>;
  /** When it was done, by this device. */
  at: string;
  scope?: "this" | "following" | "all";
  next?: "keep" | "delete";
  /** A sent operation may have been executed: its content never changes. */
  state: "new" | "sent" | "refused";
  tries: number;
  /** Not sent before this instant (milliseconds), so that it can be undone. */
  notBefore?: number;
  /** Why the server has refused it. */
  problem?: { status: number; type: string; title: string; detail: string };
}

export type OpDraft = Omit<Op, "seq" | "opId" | "state" | "tries" | "at"> & { at?: string };

/** A task as it is shown: what the server has, overlaid by what is not sent yet. */
export interface Row extends Task {
  pending?: boolean;
  /** Computed on this device: the next occurrence, before the server has created it. */
  predicted?: boolean;
  refused?: boolean;
}

export interface Context {
  me: string;
  inbox: string;
  zone: string;
}
