import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { overlay } from "../src/model/overlay";
import { Database } from "../src/store/database";
import { collapse, Replica } from "../src/store/replica";
import { sendable } from "../src/store/sender";
import type { Op } from "../src/model/types";
import { CONTEXT, type Device, device, FakeServer, forgetEverything, offline, task, unavailable } from "./fakes";

let server: FakeServer;
let ada: Device;

beforeEach(async () => {
  forgetEverything();
  server = new FakeServer();
  ada = await device(server);
});

afterEach(() => {
  ada.sender.stop();
  ada.replica.close();
  vi.useRealTimers();
});

const create = (id: string) => ada.replica.add({ kind: "create", target: id, fields: { title: id } });
const rename = (id: string, title: string) => ada.replica.add({ kind: "edit", target: id, fields: { title } });
const shown = (replica: Replica) => overlay(replica.tasks, replica.ops, CONTEXT);

describe("the queue", () => {
  test("W1: changes made offline survive a reload and arrive", async () => {
    server.faults.push(offline());
    await create("a");
    await create("b");
    await ada.sender.kick();
    expect(server.executed).toEqual([]);

    ada.sender.stop();
    ada.replica.close();
    ada = await device(server);
    expect([...shown(ada.replica).keys()]).toEqual(["a", "b"]);
    await ada.sender.kick();

    expect(server.executed.map((op) => op.taskId)).toEqual(["a", "b"]);
    expect(ada.replica.ops).toEqual([]);
  });

  test("W2: the token is fetched when it is sent, not when it is queued", async () => {
    await create("a");
    ada.tokens.current = "fresh";
    server.faults.push(new Response("{}", { status: 401 }));

    await ada.sender.kick();

    expect(server.requests.map((request) => request.token)).toEqual(["Bearer renewed"]);
    expect(ada.replica.ops).toEqual([]);
  });

  test("W3: without a session changes are kept and shown", async () => {
    ada.tokens.signedOut = true;
    await create("a");

    await ada.sender.kick();

    expect(ada.sender.state).toBe("signed-out");
    expect(shown(ada.replica).get("a")).toMatchObject({ title: "a", pending: true });
    ada.tokens.signedOut = false;
    await ada.sender.kick();
    expect(server.executed).toHaveLength(1);
  });

  test("W4: the queue drains by itself when the server is back", async () => {
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
    server.faults.push(offline(), unavailable(), unavailable(429));
    await create("a");
    await ada.sender.kick();
    expect(ada.sender.state).toBe("waiting");

    await vi.waitFor(
      async () => {
        await vi.advanceTimersByTimeAsync(1000);
        expect(server.executed).toHaveLength(1);
      },
      { timeout: 20_000, interval: 1 },
    );
  });

  test("W13: complete and undo before it is sent send nothing", async () => {
    await ada.replica.settle([], [], [task("a")]);
    await ada.replica.add({ kind: "complete", target: "a" });
    await ada.replica.add({ kind: "reopen", target: "a" });

    await ada.sender.kick();

    expect(server.requests).toEqual([]);
    expect(shown(ada.replica).get("a")).toMatchObject({ status: "open" });
  });

  test("W13: the response to an earlier change does not undo a later one on the screen", async () => {
    await ada.replica.settle([], [], [task("a")]);
    await rename("a", "first");
    const [first] = await ada.replica.markSent(ada.replica.ops.map((op) => op.seq));
    await rename("a", "second");

    await ada.replica.settle([first?.seq ?? 0], [], [task("a", { title: "first", version: 2 })]);

    expect(shown(ada.replica).get("a")).toMatchObject({ title: "second" });
  });

  test("W14: a device that wakes after a week sends its operations with their instants, and no rows", async () => {
    await ada.replica.settle([], [], [task("a"), task("b")]);
    await ada.replica.add({ kind: "edit", target: "a", fields: { title: "old edit" }, at: "2026-11-20T10:00:00Z" });

    await ada.sender.kick();

    expect(server.requests.flatMap((request) => request.ops)).toMatchObject([
      { kind: "edit", taskId: "a", at: "2026-11-20T10:00:00Z" },
    ]);
  });

  test("W15: of 30 operations one is refused, 29 are executed and the queue goes on", async () => {
    server.refuse = (op) =>
      op.taskId === "t7" ? ({ status: 409, problem: { detail: "It is complete." } } as never) : null;
    for (let i = 0; i < 30; i++) await create(`t${i}`);

    await ada.sender.kick();
    expect(server.executed).toHaveLength(29);
    expect(ada.replica.ops).toMatchObject([
      { target: "t7", state: "refused", problem: { status: 409, detail: "It is complete." } },
    ]);

    await create("later");
    await ada.sender.kick();
    expect(server.executed.at(-1)?.taskId).toBe("later");
  });

  test("what follows a refused operation of the same task waits for the person", async () => {
    server.refuse = (op) => (op.fields?.title === "bad" ? { status: 422 } : null);
    await ada.replica.settle([], [], [task("a")]);
    await rename("a", "bad");
    await ada.sender.kick();
    await ada.replica.add({ kind: "complete", target: "a" });
    await ada.sender.kick();
    expect(server.executed).toEqual([]);

    await ada.replica.discard(ada.replica.ops[0]?.seq ?? 0);
    await ada.sender.kick();
    expect(server.executed.map((op) => op.kind)).toEqual(["complete"]);
  });

  test("a repeated request has the same bytes, so that the server executes it once", async () => {
    await ada.replica.settle([], [], [task("a")]);
    await rename("a", "one");
    const send = server.fetch;
    let lost = 0;
    const losing = async (input: RequestInfo | URL, init?: RequestInit) => {
      const response = await send(input, init);
      if (lost++ === 0) throw offline();
      return response;
    };
    (ada.sender as unknown as { api: { send: typeof fetch } }).api.send = losing;

    await ada.sender.kick();
    await rename("a", "two");
    await ada.sender.kick();

    expect(server.executed.map((op) => op.fields?.title)).toEqual(["one", "two"]);
    expect(ada.replica.ops).toEqual([]);
  });

  test("a batch that is refused as a whole is sent one by one, and only the guilty one needs attention", async () => {
    const send = server.fetch;
    const strict = async (input: RequestInfo | URL, init?: RequestInit) =>
      String(init?.body).includes('"bad"')
        ? Response.json({ detail: "not valid" }, { status: 400 })
        : send(input, init);
    (ada.sender as unknown as { api: { send: typeof fetch } }).api.send = strict;
    await create("good");
    await create("bad");
    await create("fine");

    await ada.sender.kick();

    expect(server.executed.map((op) => op.taskId)).toEqual(["good", "fine"]);
    expect(ada.replica.ops).toMatchObject([{ target: "bad", state: "refused" }]);
  });

  test("an operation that the server is still executing is sent again", async () => {
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
    let busy = true;
    const problem = { type: "https://perennial.dev/problems/idempotency-key-in-use" };
    server.refuse = () => (busy ? ({ status: 409, problem } as never) : null);
    await create("a");
    await ada.sender.kick();
    expect(ada.replica.ops).toMatchObject([{ state: "sent" }]);

    busy = false;
    await ada.sender.kick();
    expect(ada.replica.ops).toEqual([]);
  });

  test("an act on an occurrence that the server is about to create is sent again, and not refused", async () => {
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
    let created = false;
    server.refuse = () => (created ? null : { status: 404 });
    await ada.replica.settle([], [], [task("known"), task("computed", { version: 0 })]);
    await ada.replica.add({ kind: "complete", target: "computed" });
    await ada.replica.add({ kind: "complete", target: "known" });
    await ada.sender.kick();
    expect(ada.replica.ops.map((op) => [op.target, op.state])).toEqual([
      ["computed", "sent"],
      ["known", "refused"],
    ]);

    created = true;
    await ada.sender.kick();
    expect(ada.replica.ops.map((op) => op.target)).toEqual(["known"]);
  });

  test("a deletion waits until it can no longer be undone", async () => {
    await ada.replica.settle([], [], [task("a")]);
    const op = await ada.replica.add({ kind: "delete", target: "a", notBefore: Date.now() + 60_000 });
    await ada.sender.kick();
    expect(shown(ada.replica).has("a")).toBe(false);
    expect(server.requests).toEqual([]);

    expect(await ada.replica.cancel(op?.opId ?? "")).toBe(true);
    expect(shown(ada.replica).has("a")).toBe(true);
  });

  test("at most 100 operations are in a batch", async () => {
    for (let i = 0; i < 130; i++) await create(`t${i}`);
    await ada.sender.kick();
    expect(server.requests.map((request) => request.ops.length)).toEqual([100, 30]);
  });
});

describe("the state of the server", () => {
  test("of each task the highest version counts, whatever arrives last", async () => {
    await ada.replica.applyFeed([task("a", { version: 3, title: "new" })], [], "7");
    await ada.replica.applyFeed([task("a", { version: 2, title: "old" })], [], "8");
    expect(ada.replica.tasks.get("a")).toMatchObject({ title: "new" });
  });

  test("an event that comes after the deletion does not bring the task back", async () => {
    await ada.replica.applyFeed([{ id: "a", version: 5, deleted: true }], [], "7");
    await ada.replica.applyFeed([task("a", { version: 4 })], [], "8");
    expect(shown(ada.replica).has("a")).toBe(false);
  });

  test("W8: everything is read again and the operations stay", async () => {
    await create("mine");
    await ada.replica.replaceAll({
      tasks: [task("theirs")],
      lists: [],
      meta: { cursor: "9", order: [], invitations: [], profile: {} as never },
    });
    expect([...shown(ada.replica).keys()]).toEqual(["theirs", "mine"]);
  });

  test("W9: an empty device sends nothing but what was done on it", async () => {
    await ada.sender.kick();
    expect(server.requests).toEqual([]);
    expect(ada.replica.isComplete).toBe(false);
  });

  test("W10: a lost connection to IndexedDB is opened again", async () => {
    const database = new Database("perennial/ada");
    await database.readAll();
    const connection = await (database as unknown as { connection: Promise<IDBDatabase> }).connection;
    connection.close();
    await expect(database.readAll()).resolves.toMatchObject({ ops: [] });
  });

  test("another tab shows what this one did", async () => {
    const other = await Replica.open("ada");
    await create("a");
    await vi.waitFor(() => expect([...shown(other).keys()]).toEqual(["a"]));
    const seen: number[] = [];
    other.onChange(() => seen.push(shown(other).size));
    await ada.sender.kick();
    await vi.waitFor(() => expect(other.ops).toEqual([]));
    expect(seen, "it is there all the time").not.toContain(0);
    expect(other.tasks.get("a")).toMatchObject({ version: 2 });
    other.close();
  });
});

describe("collapsing", () => {
  const op = (fields: Partial<Op>): Op => ({
    seq: 1,
    opId: "1",
    kind: "edit",
    target: "a",
    at: "",
    state: "new",
    tries: 0,
    ...fields,
  });

  test("an edit replaces one of the same field that was not sent", () => {
    expect(collapse([op({ fields: { title: "x" } })], op({ fields: { title: "y" } }))).toEqual({
      replaced: [1],
      cancels: false,
    });
  });

  test("an edit of another field, of a date, or of what was sent stays", () => {
    const keep = { replaced: [], cancels: false };
    expect(collapse([op({ fields: { title: "x" } })], op({ fields: { description: "y" } }))).toEqual(keep);
    expect(
      collapse([op({ fields: { due: { time: "09:00" } } })], op({ fields: { due: { date: "2026-01-01" } } })),
    ).toEqual(keep);
    expect(collapse([op({ state: "sent", fields: { title: "x" } })], op({ fields: { title: "y" } }))).toEqual(keep);
  });

  test("a task that is created and deleted offline leaves nothing", () => {
    const ops = [op({ kind: "create" }), op({ seq: 2, fields: { title: "y" } })];
    expect(collapse(ops, op({ kind: "delete" }))).toEqual({ replaced: [1, 2], cancels: true });
  });

  test("what was sent may have been executed, so its deletion is sent", () => {
    expect(collapse([op({ kind: "create", state: "sent" })], op({ kind: "delete" })).cancels).toBe(false);
  });

  test("tasks of a list wait for it", () => {
    const ops = [
      op({ kind: "list.create", target: "list", state: "refused" }),
      op({ seq: 2, kind: "create", target: "t", fields: { listId: "list" } }),
      op({ seq: 3, target: "t" }),
      op({ seq: 4, target: "other" }),
    ];
    expect(sendable(ops, 0).map((each) => each.seq)).toEqual([4]);
  });
});
