import type { Invitation, List, Profile, StoredTask, Task } from "../model/types";
import { type Api, Refused, SignedOut, Unavailable } from "./api";
import { Backoff } from "./backoff";
import type { Meta } from "./database";
import type { Replica } from "./replica";
import { eventsOf, type StreamEvent } from "./stream";

const PAGE = 200;

/** Three times the heartbeat of the server. */
const SILENCE = 45_000;

export type FollowerState = "connecting" | "reading" | "live" | "offline" | "signed-out";

interface FeedData {
  task?: Task;
  list?: List;
  changes?: { members?: { from: List["members"] } };
}

/** Reads everything once, and then follows the feed. Runs in one tab of a browser. */
export class Follower {
  private stopped = false;
  private abort = new AbortController();
  private wake: () => void = () => {};

  constructor(
    private readonly replica: Replica,
    private readonly api: Api,
    private readonly onState: (state: FollowerState) => void = () => {},
    private readonly onLive: () => void = () => {},
    private readonly backoff = new Backoff(),
  ) {}

  stop(): void {
    this.stopped = true;
    this.abort.abort();
    this.wake();
  }

  /** Connects now if it is waiting to do so. */
  kick(): void {
    this.wake();
  }

  async run(): Promise<void> {
    while (!this.stopped) {
      let wait = 0;
      try {
        this.onState(this.replica.isComplete ? "connecting" : "reading");
        if (!this.replica.isComplete) await this.readAll();
        await this.follow();
      } catch (fault) {
        if (fault instanceof SignedOut) {
          this.onState("signed-out");
          wait = Infinity;
        } else if (fault instanceof Refused && fault.status === 410) {
          await this.readAll().catch(() => {});
        } else {
          wait = fault instanceof Unavailable ? fault.retryAfter : 0;
          if (!(fault instanceof Unavailable)) console.warn("The stream has ended and is opened again:", fault);
          this.onState(fault instanceof Unavailable && fault.answered ? "connecting" : "offline");
        }
      }
      if (!this.stopped) await this.pause(Math.max(wait, this.backoff.next()));
    }
  }

  private pause(milliseconds: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = Number.isFinite(milliseconds) ? setTimeout(resolve, milliseconds) : undefined;
      this.wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }

  /** Takes the cursor before it reads, so that no change between the two is missed. */
  async readAll(): Promise<void> {
    const { cursor } = await this.api.json<{ cursor: number }>("GET", "/v1/sync");
    const [lists, profile, invitations] = await Promise.all([
      this.api.json<{ items: List[] }>("GET", "/v1/lists"),
      this.api.json<Profile>("GET", "/v1/me"),
      this.api.json<{ items: Invitation[] }>("GET", "/v1/invitations"),
    ]);
    const tasks = await this.readTasks("");
    const meta: Meta = {
      cursor: String(cursor),
      profile,
      order: lists.items.map((list) => list.id),
      invitations: invitations.items,
    };
    await this.replica.replaceAll({ tasks, lists: lists.items, meta });
  }

  private async readTasks(filter: string): Promise<Task[]> {
    const tasks: Task[] = [];
    let cursor: string | null = null;
    do {
      const page: { items: Task[]; nextCursor: string | null } = await this.api.json(
        "GET",
        `/v1/tasks?status=all&limit=${PAGE}${filter}` + (cursor ? `&cursor=${encodeURIComponent(cursor)}` : ""),
      );
      tasks.push(...page.items);
      cursor = page.nextCursor;
    } while (cursor);
    return tasks;
  }

  private async follow(): Promise<void> {
    this.abort = new AbortController();
    const response = await this.api.request("GET", `/v1/sync/stream?since=${this.replica.meta.cursor}`, {
      accept: "text/event-stream",
      timeout: 0,
      signal: this.abort.signal,
    });
    if (!response.body) throw new Unavailable("The stream has no body.");
    this.onState("live");
    this.onLive();
    for await (const events of eventsOf(response.body, SILENCE)) {
      this.backoff.reset();
      if (events.some((event) => event.type === "reset")) {
        await this.readAll();
        return;
      }
      await this.apply(events.filter((event) => event.data && event.type !== "bye"));
      if (this.stopped || events.some((event) => event.type === "bye")) return;
    }
  }

  private async apply(events: StreamEvent[]): Promise<void> {
    const last = events.at(-1);
    if (!last) return;
    let tasks: StoredTask[] = [];
    const dropped: string[] = [];
    const refresh = new Set<"lists" | "profile" | "invitations">();
    for (const event of events) {
      const data = (JSON.parse(event.data) as { data: FeedData }).data;
      const [, subject = "", verb = ""] = /^dev\.perennial\.([a-z]+)\.([a-z]+)\./.exec(event.type) ?? [];
      if (subject === "task" && data.task) {
        const { id, version } = data.task;
        tasks.push(verb === "deleted" ? { id, version, deleted: true } : data.task);
      } else if (subject === "list" && data.list) {
        refresh.add("lists");
        if (verb === "deleted" || !isAmong(data.list.members, this.replica.user)) {
          const { id } = data.list;
          dropped.push(...this.tasksOf(id));
          tasks = tasks.filter((task) => "deleted" in task || task.listId !== id);
        } else if (verb === "shared" && !isAmong(data.changes?.members?.from ?? [], this.replica.user)) {
          // New to the person: the feed has nothing of it from before. Whether the list itself is known says nothing,
          // since it is read again when the person accepts.
          tasks.push(...(await this.readTasks(`&listId=${data.list.id}`)));
        }
        if (verb === "shared") refresh.add("invitations");
      } else if (subject === "invitation") {
        refresh.add("invitations");
      } else if (subject === "profile" && verb === "updated") {
        refresh.add("profile");
      }
    }
    await this.refresh(refresh);
    // Last: if something above fails, the events are read again.
    await this.replica.applyFeed(tasks, dropped, last.id);
  }

  private tasksOf(listId: string): string[] {
    return [...this.replica.tasks.values()].flatMap((task) =>
      !("deleted" in task) && task.listId === listId ? [task.id] : [],
    );
  }

  private async refresh(what: Set<"lists" | "profile" | "invitations">): Promise<void> {
    if (what.has("lists")) {
      await this.replica.replaceLists((await this.api.json<{ items: List[] }>("GET", "/v1/lists")).items);
    }
    if (what.has("profile")) await this.replica.setProfile(await this.api.json<Profile>("GET", "/v1/me"));
    if (what.has("invitations")) {
      const { items } = await this.api.json<{ items: Invitation[] }>("GET", "/v1/invitations");
      await this.replica.setInvitations(items);
    }
  }
}

const isAmong = (members: List["members"], user: string): boolean => members.some((member) => member.userId === user);
