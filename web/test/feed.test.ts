import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { Api } from "../src/store/api";
import { Backoff } from "../src/store/backoff";
import { Follower } from "../src/store/follower";
import { Replica } from "../src/store/replica";
import { eventsOf } from "../src/store/stream";
import { FakeTokens, forgetEverything, task } from "./fakes";

const stream = (...chunks: string[]): ReadableStream<Uint8Array> => {
  const encoder = new TextEncoder();
  return new ReadableStream({
    start(controller) {
      for (const chunk of chunks) controller.enqueue(encoder.encode(chunk));
      controller.close();
    },
  });
};

const event = (seq: number, type: string, data: unknown) =>
  `id: ${seq}\nevent: dev.perennial.${type}.v1\ndata: ${JSON.stringify({ data })}\n\n`;

let replica: Replica;
let follower: Follower;
const requests: string[] = [];
let answers: Record<string, (url: string) => Response>;

beforeEach(async () => {
  forgetEverything();
  requests.length = 0;
  replica = await Replica.open("ada");
  answers = {
    "/v1/sync": () => Response.json({ cursor: 41 }),
    "/v1/lists": () => Response.json({ items: [] }),
    "/v1/me": () => Response.json({ userId: "ada", zone: "UTC" }),
    "/v1/invitations": () => Response.json({ items: [] }),
    "/v1/tasks": () => Response.json({ items: [task("a")], nextCursor: null }),
  };
  const send = async (input: RequestInfo | URL) => {
    const url = String(input);
    requests.push(url);
    const answer = answers[url.split("?")[0] ?? ""];
    if (!answer) throw new TypeError("Failed to fetch");
    return answer(url);
  };
  follower = new Follower(
    replica,
    new Api(new FakeTokens(), "device", send as typeof fetch),
    () => {},
    () => {},
    new Backoff(() => 0),
  );
});

afterEach(() => {
  follower.stop();
  replica.close();
});

test("a stream is read by its lines, wherever the chunks are cut", async () => {
  const text = event(7, "task.created", { task: "ä" }) + ": heartbeat\n\n" + event(8, "task.deleted", {});
  const bytes = new TextEncoder().encode(text);
  for (const cut of [1, 5, 40, 60, bytes.length - 1]) {
    const body = new ReadableStream<Uint8Array>({
      start(controller) {
        controller.enqueue(bytes.slice(0, cut));
        controller.enqueue(bytes.slice(cut));
        controller.close();
      },
    });
    const events = [];
    for await (const some of eventsOf(body, 1000)) events.push(...some);
    expect(events.map((each) => each.id)).toEqual(["7", "8"]);
    expect(events[0]?.data).toContain("ä");
  }
});

test("W4: a connection that is silent is given up", async () => {
  const silent = new ReadableStream<Uint8Array>({ start: () => {} });
  const read = async () => {
    for await (const _ of eventsOf(silent, 20)) expect(_).toBeDefined();
  };
  await expect(read()).rejects.toThrow("nothing was received");
});

test("the cursor is taken before everything is read, and stored with it", async () => {
  await follower.readAll();
  expect(requests[0]).toBe("/v1/sync");
  expect(replica.meta.cursor).toBe("41");
  expect(replica.tasks.get("a")).toMatchObject({ version: 1 });
});

test("all pages are read before anything is replaced", async () => {
  await replica.applyFeed([task("old")], [], "1");
  answers["/v1/tasks"] = (url) => {
    if (url.includes("cursor=next")) throw new TypeError("Failed to fetch");
    return Response.json({ items: [task("a")], nextCursor: "next" });
  };
  await expect(follower.readAll()).rejects.toThrow();
  expect([...replica.tasks.keys()]).toEqual(["old"]);
});

test("events are applied with their cursor, and a deleted list takes its tasks with it", async () => {
  answers["/v1/sync/stream"] = () =>
    new Response(
      stream(
        // In one piece: the task comes and goes in it.
        [
          event(42, "task.updated", { task: task("a", { title: "new", version: 2 }) }),
          event(43, "task.created", { task: task("b", { listId: "garden" }) }),
          event(44, "list.deleted", { list: { id: "garden", members: [] } }),
        ].join(""),
      ),
    );
  void follower.run();
  await vi.waitFor(() => expect(replica.meta.cursor).toBe("44"));
  expect(replica.tasks.get("a")).toMatchObject({ title: "new" });
  expect(replica.tasks.has("b")).toBe(false);
});

test("the tasks of a list that is shared with the person are read, also if the list is known already", async () => {
  const members = [{ userId: "bob", role: "owner" as const }];
  const list = {
    id: "house",
    name: "House",
    owner: "bob",
    inbox: false,
    members: [...members, { userId: "ada", role: "editor" as const }],
    version: 2,
    createdAt: "",
    updatedAt: "",
  };
  answers["/v1/lists"] = () => Response.json({ items: [list] });
  answers["/v1/tasks"] = (url) =>
    Response.json({
      items: url.includes("listId=house") ? [task("theirs", { listId: "house" })] : [],
      nextCursor: null,
    });
  answers["/v1/sync/stream"] = () =>
    new Response(stream(event(42, "list.shared", { list, changes: { members: { from: members, to: list.members } } })));
  void follower.run();
  await vi.waitFor(() => expect(replica.tasks.has("theirs")).toBe(true));
});

test("after a reset within the stream everything is read again", async () => {
  answers["/v1/sync/stream"] = () => new Response(stream("id: 90\nevent: reset\ndata: {}\n\n"));
  await replica.replaceAll({
    tasks: [task("gone")],
    lists: [],
    meta: { cursor: "1", order: [], invitations: [], profile: {} as never },
  });
  void follower.run();
  await vi.waitFor(() => expect([...replica.tasks.keys()]).toEqual(["a"]));
});

test("after a reset everything is read again", async () => {
  let opened = 0;
  answers["/v1/sync/stream"] = () =>
    opened++ === 0 ? Response.json({ reset: true }, { status: 410 }) : new Response(stream(": open\n\n"));
  await replica.replaceAll({
    tasks: [task("gone")],
    lists: [],
    meta: { cursor: "1", order: [], invitations: [], profile: {} as never },
  });
  void follower.run();
  await vi.waitFor(() => expect([...replica.tasks.keys()]).toEqual(["a"]));
});
