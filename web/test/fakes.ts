import "fake-indexeddb/auto";
import { IDBFactory } from "fake-indexeddb";
import type { BatchResult, Op, Task } from "../src/model/types";
import { Api, SignedOut } from "../src/store/api";
import { Backoff } from "../src/store/backoff";
import { Replica } from "../src/store/replica";
import { Sender } from "../src/store/sender";

export const CONTEXT = { me: "ada", inbox: "inbox-of-ada", zone: "Europe/Berlin" };

export function forgetEverything(): void {
  globalThis.indexedDB = new IDBFactory();
}

export function task(id: string, fields: Partial<Task> = {}): Task {
  return {
    id,
    listId: CONTEXT.inbox,
    title: id,
    description: null,
    priority: "none",
    tags: [],
    due: null,
    reminders: null,
    assignee: null,
    createdBy: "ada",
    status: "open",
    completedAt: null,
    skippedAt: null,
    recurrence: null,
    seriesId: null,
    occurrence: null,
    occurrenceNumber: null,
    version: 1,
    createdAt: "2026-11-01T08:00:00Z",
    updatedAt: "2026-11-01T08:00:00Z",
    ...fields,
  };
}

interface BatchOp {
  opId: string;
  kind: Op["kind"];
  taskId: string;
  fields?: Record<string, unknown>;
  at: string;
}

/** A server with the one endpoint that the queue needs, idempotent by opId as the real one. */
export class FakeServer {
  readonly executed: BatchOp[] = [];
  readonly requests: { token: string; ops: BatchOp[] }[] = [];
  /** What the next requests get instead of an answer. */
  readonly faults: (Response | Error)[] = [];
  /** The result of an operation, if it is not executed. */
  refuse: (op: BatchOp) => Partial<BatchResult> | null = () => null;
  private readonly results = new Map<string, { body: string; result: BatchResult }>();

  readonly fetch = async (_: RequestInfo | URL, init?: RequestInit): Promise<Response> => {
    const fault = this.faults.shift();
    if (fault instanceof Error) throw fault;
    if (fault) return fault;
    const token = new Headers(init?.headers).get("Authorization") ?? "";
    const { ops } = JSON.parse(String(init?.body)) as { ops: BatchOp[] };
    this.requests.push({ token, ops });
    return Response.json({ results: ops.map((op) => this.execute(op)) });
  };

  private execute(op: BatchOp): BatchResult {
    const body = JSON.stringify(op);
    const known = this.results.get(op.opId);
    if (known && known.body !== body) {
      return { opId: op.opId, status: 422 } as BatchResult;
    }
    if (known) return { ...known.result, replayed: true };
    const refusal = this.refuse(op);
    if (refusal) return { opId: op.opId, status: 500, ...refusal } as BatchResult;
    this.executed.push(op);
    const result = {
      opId: op.opId,
      status: op.kind === "delete" ? 204 : 200,
      ...(op.kind !== "delete" && {
        task: task(op.taskId, { title: String(op.fields?.title ?? op.taskId), version: this.executed.length + 1 }),
      }),
    } as BatchResult;
    this.results.set(op.opId, { body, result });
    return result;
  }
}

export class FakeTokens {
  current = "first";
  signedOut = false;

  async token(renewed = false): Promise<string> {
    if (this.signedOut) throw new SignedOut("no session");
    if (renewed) this.current = "renewed";
    return this.current;
  }
}

export interface Device {
  replica: Replica;
  sender: Sender;
  tokens: FakeTokens;
}

/** A tab of a device that sends to the server. */
export async function device(server: FakeServer, user = "ada"): Promise<Device> {
  const replica = await Replica.open(user);
  const tokens = new FakeTokens();
  const sender = new Sender(replica, new Api(tokens, "device", server.fetch), () => {}, new Backoff(() => 0));
  return { replica, sender, tokens };
}

export const unavailable = (status = 503): Response =>
  Response.json({ detail: "later" }, { status, headers: { "Retry-After": "1" } });

export const offline = (): Error => new TypeError("Failed to fetch");
