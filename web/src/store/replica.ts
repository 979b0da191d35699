import type { Invitation, List, Op, OpDraft, Profile, StoredTask } from "../model/types";
import { Database, type Meta, type Transaction } from "./database";

/** What a tab tells the others. */
type Message = { kind: "tasks"; tasks: StoredTask[]; dropped: string[] } | { kind: "ops" } | { kind: "all" };

/**
 * What this device has: the state of the server, and the operations that the server has not confirmed. All of it is
 * in IndexedDB; the fields here are a copy that is read without waiting. The state of the server is written only from
 * what the server sent.
 */
export class Replica {
  readonly tasks = new Map<string, StoredTask>();
  lists: List[] = [];
  ops: Op[] = [];
  meta: Partial<Meta> = {};

  private readonly listeners = new Set<() => void>();
  private readonly channel: BroadcastChannel;
  private closed = false;

  private constructor(
    readonly user: string,
    private readonly database: Database,
  ) {
    this.channel = new BroadcastChannel(database.name);
    this.channel.onmessage = (event: MessageEvent<Message>) => void this.hear(event.data);
  }

  static async open(user: string): Promise<Replica> {
    const replica = new Replica(user, new Database(Database.nameOf(user)));
    await replica.load();
    return replica;
  }

  get isComplete(): boolean {
    return this.meta.cursor !== undefined;
  }

  onChange(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  close(): void {
    this.closed = true;
    this.channel.close();
    this.database.disconnect();
    this.listeners.clear();
  }

  private async load(): Promise<void> {
    const { tasks, lists, ops, meta } = await this.database.readAll();
    this.tasks.clear();
    for (const task of tasks) this.tasks.set(task.id, task);
    this.ops = ops;
    this.meta = meta;
    this.lists = inOrder(lists, meta.order ?? []);
    this.changed();
  }

  private async hear(message: Message): Promise<void> {
    if (message.kind === "all") {
      await this.load();
    } else if (message.kind === "ops") {
      // With what became of them: a task must not vanish between the operation and the row.
      const { ops, tasks } = await this.database.readOpsSince(this.ops);
      for (const task of this.newer(tasks)) this.tasks.set(task.id, task);
      this.ops = ops;
      this.changed();
    } else {
      for (const id of message.dropped) this.tasks.delete(id);
      for (const task of this.newer(message.tasks)) this.tasks.set(task.id, task);
      this.changed();
    }
  }

  private tell(message: Message): void {
    if (!this.closed) this.channel.postMessage(message);
  }

  private changed(message?: Message): void {
    if (message) this.tell(message);
    for (const listener of this.listeners) listener();
  }

  // Operations

  /** Stores the operation, after which it is shown and will be sent. Returns null if it undoes one that was not sent. */
  async add(draft: OpDraft): Promise<Op | null> {
    const op: Omit<Op, "seq"> = {
      at: new Date().toISOString(),
      ...draft,
      opId: crypto.randomUUID(),
      state: "new",
      tries: 0,
    };
    const added = await this.database.write(["ops"], async (transaction) => {
      const store = transaction.objectStore("ops");
      const { replaced, cancels } = collapse(await store.getAll(), op);
      for (const seq of replaced) await store.delete(seq);
      if (cancels) return null;
      const seq = await store.add(op as Op);
      return { ...op, seq };
    });
    await this.reloadOps();
    return added;
  }

  /** Takes back an operation that was not sent. Returns false if it was. */
  async cancel(opId: string): Promise<boolean> {
    const cancelled = await this.database.write(["ops"], async (transaction) => {
      const store = transaction.objectStore("ops");
      const op = (await store.getAll()).find((each) => each.opId === opId);
      if (op?.state !== "new") return false;
      await store.delete(op.seq);
      return true;
    });
    await this.reloadOps();
    return cancelled;
  }

  /** Removes an operation that was refused: the person has seen why. */
  async discard(seq: number): Promise<void> {
    await this.updateOps(async (store) => store.delete(seq));
  }

  /** Sends a refused operation again, under a new key, because it is another attempt. */
  async retry(seq: number, next?: "keep" | "delete"): Promise<void> {
    await this.updateOps(async (store) => {
      const op = await store.get(seq);
      if (op) {
        const again: Op = { ...op, ...(next && { next }), opId: crypto.randomUUID(), state: "new", tries: 0 };
        delete again.problem;
        await store.put(again);
      }
    });
  }

  /** Freezes the content of operations before they are sent. Returns those that still exist. */
  async markSent(seqs: number[]): Promise<Op[]> {
    const sent = await this.database.write(["ops"], async (transaction) => {
      const store = transaction.objectStore("ops");
      const marked: Op[] = [];
      for (const seq of seqs) {
        const op = await store.get(seq);
        if (op && op.state !== "refused") {
          const next: Op = { ...op, state: "sent", tries: op.tries + 1 };
          await store.put(next);
          marked.push(next);
        }
      }
      return marked;
    });
    await this.reloadOps();
    return sent;
  }

  private async updateOps(action: (store: ReturnType<typeof opsOf>) => Promise<unknown>): Promise<void> {
    await this.database.write(["ops"], (transaction) => action(opsOf(transaction)));
    await this.reloadOps();
  }

  private async reloadOps(): Promise<void> {
    this.ops = await this.database.readOps();
    this.changed({ kind: "ops" });
  }

  // State of the server

  /**
   * Stores the results of operations in one transaction: the confirmed ones are removed, together with what the
   * server made of them.
   */
  async settle(confirmed: number[], refused: Op[], tasks: StoredTask[]): Promise<void> {
    const newer = this.newer(tasks);
    await this.database.write(["ops", "tasks"], async (transaction) => {
      for (const seq of confirmed) await transaction.objectStore("ops").delete(seq);
      for (const op of refused) await transaction.objectStore("ops").put(op);
      for (const task of newer) await transaction.objectStore("tasks").put(task);
    });
    for (const task of newer) this.tasks.set(task.id, task);
    this.ops = await this.database.readOps();
    this.changed({ kind: "tasks", tasks: newer, dropped: [] });
    this.tell({ kind: "ops" });
  }

  /** Stores what the feed told, together with its cursor. */
  async applyFeed(tasks: StoredTask[], dropped: string[], cursor: string): Promise<void> {
    const newer = this.newer(tasks);
    await this.database.write(["tasks", "meta"], async (transaction) => {
      const store = transaction.objectStore("tasks");
      for (const id of dropped) await store.delete(id);
      for (const task of newer) await store.put(task);
      await transaction.objectStore("meta").put(cursor, "cursor");
    });
    this.meta = { ...this.meta, cursor };
    for (const id of dropped) this.tasks.delete(id);
    for (const task of newer) this.tasks.set(task.id, task);
    if (newer.length > 0 || dropped.length > 0) {
      this.changed({ kind: "tasks", tasks: newer, dropped });
    }
  }

  /** Of each task the highest version counts, in whatever order they arrive. */
  private newer(tasks: StoredTask[]): StoredTask[] {
    const newest = new Map<string, StoredTask>();
    for (const task of tasks) {
      const known = newest.get(task.id) ?? this.tasks.get(task.id);
      if (!known || task.version > known.version) newest.set(task.id, task);
    }
    return [...newest.values()];
  }

  /** Replaces everything that came from the server, and keeps the operations. */
  async replaceAll(state: { tasks: StoredTask[]; lists: List[]; meta: Meta }): Promise<void> {
    await this.database.write(["tasks", "lists", "meta"], async (transaction) => {
      const [tasks, lists, meta] = [
        transaction.objectStore("tasks"),
        transaction.objectStore("lists"),
        transaction.objectStore("meta"),
      ];
      await Promise.all([tasks.clear(), lists.clear(), meta.clear()]);
      await Promise.all([
        ...state.tasks.map((task) => tasks.put(task)),
        ...state.lists.map((list) => lists.put(list)),
        ...Object.entries(state.meta).map(([name, value]) => meta.put(value, name)),
      ]);
    });
    this.tasks.clear();
    for (const task of state.tasks) this.tasks.set(task.id, task);
    this.lists = state.lists;
    this.meta = state.meta;
    this.ops = await this.database.readOps();
    this.changed({ kind: "all" });
  }

  /** Replaces the lists by what the server has, and removes the confirmed operations in the same transaction. */
  async replaceLists(lists: List[], confirmed: number[] = []): Promise<void> {
    const order = lists.map((list) => list.id);
    await this.database.write(["lists", "meta", "ops"], async (transaction) => {
      await transaction.objectStore("lists").clear();
      for (const list of lists) await transaction.objectStore("lists").put(list);
      await transaction.objectStore("meta").put(order, "order");
      for (const seq of confirmed) await transaction.objectStore("ops").delete(seq);
    });
    await this.load();
    this.tell({ kind: "all" });
  }

  async setProfile(profile: Profile): Promise<void> {
    await this.setMeta("profile", profile);
  }

  async setInvitations(invitations: Invitation[]): Promise<void> {
    await this.setMeta("invitations", invitations);
  }

  private async setMeta<K extends keyof Meta>(name: K, value: Meta[K]): Promise<void> {
    await this.database.write(["meta"], async (transaction) => transaction.objectStore("meta").put(value, name));
    this.meta = { ...this.meta, [name]: value };
    this.changed({ kind: "all" });
  }
}

const opsOf = (transaction: Transaction) => transaction.objectStore("ops");

function inOrder(lists: List[], order: string[]): List[] {
  const place = new Map(order.map((id, index) => [id, index]));
  return lists.sort((a, b) => (place.get(a.id) ?? order.length) - (place.get(b.id) ?? order.length));
}

/**
 * Which operations a new one makes superfluous. Only those that were never sent: a sent one may have been executed.
 * `cancels` if nothing is left of the new one either.
 */
export function collapse(ops: readonly Op[], added: Omit<Op, "seq">): { replaced: number[]; cancels: boolean } {
  const keep = { replaced: [], cancels: false };
  const same = ops.filter((op) => op.target === added.target);
  const last = same.at(-1);
  if (!last || last.state !== "new") return keep;
  if (added.kind === "delete" && !added.scope && same[0]?.kind === "create" && same.every((op) => op.state === "new")) {
    return { replaced: same.map((op) => op.seq), cancels: true };
  }
  if (added.kind === "reopen" && (last.kind === "complete" || last.kind === "skip")) {
    return { replaced: [last.seq], cancels: true };
  }
  const overwrites =
    added.kind === "edit" &&
    last.kind === "edit" &&
    last.scope === added.scope &&
    Object.entries(last.fields ?? {}).every(
      ([name, value]) => isWhole(value) && name in (added.fields ?? {}) && isWhole(added.fields?.[name]),
    );
  return overwrites ? { replaced: [last.seq], cancels: false } : keep;
}

/** A merged object (due, recurrence) does not replace an earlier one. */
const isWhole = (value: unknown): boolean => value === null || typeof value !== "object" || Array.isArray(value);
