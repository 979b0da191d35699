import type { BatchResult, List, Op, StoredTask, Task } from "../model/types";
import { type Api, Refused, SignedOut, Unavailable } from "./api";
import { Backoff } from "./backoff";
import type { Replica } from "./replica";

const MAX_OPS = 100;
const MAX_BYTES = 900_000;

/** How often an operation on an occurrence that the server has not created yet is tried again. */
const MAX_WAITS = 8;

export type SenderState = "idle" | "sending" | "waiting" | "signed-out";

/** Sends the operations of the queue in their order, one request at a time. Runs in one tab of a browser. */
export class Sender {
  state: SenderState = "idle";
  private running = false;
  private again = false;
  private stopped = false;
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor(
    private readonly replica: Replica,
    private readonly api: Api,
    private readonly onState: (state: SenderState) => void = () => {},
    private readonly backoff = new Backoff(),
    private readonly now: () => number = Date.now,
  ) {}

  stop(): void {
    this.stopped = true;
    clearTimeout(this.timer);
  }

  /** Sends what can be sent now, also if it would have waited longer. */
  async kick(): Promise<void> {
    if (this.running || this.stopped) {
      this.again = true;
      return;
    }
    this.running = true;
    clearTimeout(this.timer);
    try {
      do {
        this.again = false;
        await this.drain();
      } while (this.again && !this.stopped);
      this.backoff.reset();
      this.setState("idle");
      this.wakeForDelayed();
    } catch (fault) {
      this.handle(fault);
    } finally {
      this.running = false;
    }
  }

  private setState(state: SenderState): void {
    this.state = state;
    this.onState(state);
  }

  private handle(fault: unknown): void {
    if (fault instanceof SignedOut) {
      this.setState("signed-out");
      return;
    }
    if (!(fault instanceof Unavailable)) console.error("Sending failed and is tried again", fault);
    this.setState("waiting");
    this.wakeIn(this.backoff.next(fault instanceof Unavailable ? fault.retryAfter : 0));
  }

  private wakeIn(milliseconds: number): void {
    clearTimeout(this.timer);
    if (!this.stopped) this.timer = setTimeout(() => void this.kick(), milliseconds);
  }

  private wakeForDelayed(): void {
    const next = Math.min(
      ...this.replica.ops.map((op) => (op.state === "refused" ? Infinity : (op.notBefore ?? Infinity))),
    );
    if (Number.isFinite(next)) this.wakeIn(Math.max(0, next - this.now()));
  }

  private async drain(): Promise<void> {
    let size = MAX_OPS;
    while (!this.stopped) {
      const ready = sendable(this.replica.ops, this.now());
      const first = ready[0];
      if (!first) return;
      this.setState("sending");
      if (first.kind.startsWith("list.")) {
        await this.sendListOp(first);
        continue;
      }
      const batch = batchOf(ready, size);
      try {
        await this.sendBatch(batch);
        size = MAX_OPS;
      } catch (fault) {
        if (!(fault instanceof Refused)) throw fault;
        // The batch as a whole: one operation alone shows which it is.
        if (batch.length === 1) await this.refuse(first, fault);
        size = 1;
      }
    }
  }

  private async sendBatch(ready: Op[]): Promise<void> {
    const ops = await this.replica.markSent(ready.map((op) => op.seq));
    if (ops.length === 0) return;
    const { results } = await this.api.json<{ results: BatchResult[] }>("POST", "/v1/batch", {
      body: { ops: ops.map(inBatch) },
    });
    const byId = new Map(results.map((result) => [result.opId, result]));
    const confirmed: number[] = [];
    const refused: Op[] = [];
    const tasks: StoredTask[] = [];
    let later: BatchResult | undefined;
    for (const op of ops) {
      const result = byId.get(op.opId);
      if (!result || isTransient(result, op, this.replica)) {
        later ??= result;
      } else if (result.status < 300) {
        confirmed.push(op.seq);
        tasks.push(...resultOf(op, result, this.replica));
      } else {
        refused.push({
          ...op,
          state: "refused",
          problem: {
            status: result.status,
            type: result.problem?.type ?? "",
            title: result.problem?.title ?? "Refused",
            detail: result.problem?.errors?.map((error) => error.detail).join("; ") || result.problem?.detail || "",
          },
        });
      }
    }
    await this.replica.settle(confirmed, refused, tasks);
    if (confirmed.length + refused.length < ops.length) {
      throw new Unavailable(later?.problem?.detail ?? "The server could not execute all operations.");
    }
  }

  private async refuse(op: Op, fault: Refused): Promise<void> {
    const problem = {
      status: fault.status,
      type: fault.problem.type ?? "",
      title: fault.problem.title ?? "Refused",
      detail: fault.message,
    };
    await this.replica.settle([], [{ ...op, state: "refused", problem }], []);
  }

  /** Lists have requests of their own; the key makes them safe to repeat. */
  private async sendListOp(ready: Op): Promise<void> {
    const [op] = await this.replica.markSent([ready.seq]);
    if (!op) return;
    const path = `/v1/lists/${op.target}`;
    try {
      if (op.kind === "list.create") {
        await this.api.json("POST", "/v1/lists", { key: op.opId, body: { id: op.target, ...op.fields } });
      } else if (op.kind === "list.edit") {
        await this.api.json("PATCH", path, { key: op.opId, body: op.fields, type: "application/merge-patch+json" });
      } else {
        await this.api.json("DELETE", path, { key: op.opId });
      }
    } catch (fault) {
      if (!(fault instanceof Refused)) throw fault;
      if (!(op.kind === "list.delete" && fault.status === 404)) {
        await this.refuse(op, fault);
        return;
      }
    }
    const { items } = await this.api.json<{ items: List[] }>("GET", "/v1/lists");
    await this.replica.replaceLists(items, [op.seq]);
  }
}

/** What may be sent now, in order. What follows a refused or delayed operation of the same task waits with it. */
export function sendable(ops: readonly Op[], now: number): Op[] {
  const held = new Set<string>();
  return ops.filter((op) => {
    const listId = op.fields?.listId;
    if (op.state === "refused" || (op.notBefore ?? 0) > now || held.has(op.target)) {
      held.add(op.target);
      return false;
    }
    if (typeof listId === "string" && held.has(listId)) {
      held.add(op.target);
      return false;
    }
    return true;
  });
}

/** The first operations of tasks, up to one of a list, since its tasks need it. */
function batchOf(ready: Op[], size: number): Op[] {
  const batch: Op[] = [];
  let bytes = 0;
  for (const op of ready) {
    bytes += JSON.stringify(inBatch(op)).length * 2;
    if (op.kind.startsWith("list.") || batch.length === size || (batch.length > 0 && bytes > MAX_BYTES)) break;
    batch.push(op);
  }
  return batch;
}

const inBatch = ({ opId, kind, target, fields, at, scope, next }: Op) => ({
  opId,
  kind,
  taskId: target,
  ...(fields && { fields }),
  at,
  ...(scope && { scope }),
  ...(next && { next }),
});

function isTransient(result: BatchResult, op: Op, replica: Replica): boolean {
  const inProgress = Boolean(result.problem?.type?.endsWith("/idempotency-key-in-use"));
  // An occurrence that this device computed, and the server is about to create.
  const isComputed = !replica.tasks.get(op.target)?.version;
  const notYet = result.status === 404 && op.kind !== "create" && isComputed && op.tries < MAX_WAITS;
  return inProgress || notYet || result.status === 429 || result.status >= 500;
}

function resultOf(op: Op, result: BatchResult, replica: Replica): StoredTask[] {
  const task = result.task as Task | undefined;
  if (op.kind === "delete" && op.scope !== "this") {
    const version = replica.tasks.get(op.target)?.version ?? 0;
    return [{ id: op.target, version: version + 1, deleted: true }];
  }
  if (!task) return [];
  const next = result.next;
  // What the server will create within a moment. Its event has version 1 and replaces this.
  const expected: StoredTask[] =
    next && !replica.tasks.has(next.id)
      ? [
          {
            ...task,
            id: next.id,
            status: "open",
            completedAt: null,
            skippedAt: null,
            due: next.due,
            occurrence: next.occurrence,
            occurrenceNumber: (task.occurrenceNumber ?? 0) + 1,
            version: 0,
          },
        ]
      : [];
  return [task, ...expected];
}
