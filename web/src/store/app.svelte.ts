import { nowIn } from "../model/dates";
import { overlay, overlayLists } from "../model/overlay";
import type { Context, Invitation, List, Op, Profile, Row } from "../model/types";
import { namedUuid } from "../model/uuid";
import { countsOf, groupsOf, pathOf, type View, viewOf } from "../model/views";
import { Api } from "./api";
import { Follower, type FollowerState } from "./follower";
import { Replica } from "./replica";
import { Sender, sendable, type SenderState } from "./sender";
import { completeSignIn, Session, signIn } from "./session";

export type Dialog =
  | { name: "add"; line?: string }
  | { name: "edit"; id: string }
  | { name: "palette" }
  | { name: "help" }
  | { name: "due" | "priority" | "tags" | "move"; id: string }
  | { name: "new-list" }
  | { name: "list"; id: string };

export interface Toast {
  text: string;
  undo?: () => Promise<void>;
  fault?: boolean;
}

const HIDDEN_FOR = 5 * 60_000;
const BROWSER_ZONE = Intl.DateTimeFormat().resolvedOptions().timeZone;

/** What the screen shows, and what keeps it current. */
class AppState {
  phase: "starting" | "signed-out" | "ready" = $state("starting");
  fault = $state("");
  rows = $state.raw(new Map<string, Row>());
  lists: List[] = $state.raw([]);
  ops: Op[] = $state.raw([]);
  profile: Profile | null = $state.raw(null);
  invitations: Invitation[] = $state.raw([]);
  isComplete = $state(false);
  view: View = $state.raw({ name: "today" });
  dialog: Dialog | null = $state.raw(null);
  selected: string | null = $state(null);
  toast: Toast | null = $state.raw(null);
  spoken = $state("");
  online = $state(navigator.onLine);
  following: FollowerState = $state("connecting");
  sending: SenderState = $state("idle");
  leads = $state(false);
  isPersistent: boolean | null = $state(null);
  updateReady = $state(false);
  menuOpen = $state(false);
  /** The task that is being dragged. */
  dragged: string | null = null;

  private instant = $state(thisMinute());

  session: Session | null = null;
  replica: Replica | null = null;
  private client: Api | null = null;
  private sender: Sender | null = null;
  private follower: Follower | null = null;
  private endLeading: () => void = () => {};
  private hiddenTimer: ReturnType<typeof setTimeout> | undefined;
  private toastTimer: ReturnType<typeof setTimeout> | undefined;

  readonly zone = $derived(this.profile?.zone ?? BROWSER_ZONE);
  readonly now = $derived(nowIn(this.zone, this.instant));
  readonly user = $derived(this.profile?.userId ?? this.session?.user ?? "");
  readonly counts = $derived(countsOf(this.rows.values(), this.now));
  readonly groups = $derived(groupsOf(this.view, this.rows.values(), this.inbox, this.now));
  readonly unsent = $derived(this.ops.filter((op) => op.state !== "refused").length);
  readonly refused = $derived(this.ops.filter((op) => op.state === "refused"));
  readonly needsSignIn = $derived(this.following === "signed-out" || this.sending === "signed-out");

  get inbox(): string {
    return namedUuid(`inbox/${this.session?.user ?? ""}`);
  }

  get context(): Context {
    return { me: this.session?.user ?? "", inbox: this.inbox, zone: this.zone };
  }

  get api(): Api {
    if (!this.client) throw new Error("nobody is signed in");
    return this.client;
  }

  async start(): Promise<void> {
    try {
      const back = await completeSignIn();
      if (back) history.replaceState(null, "", back);
    } catch (fault) {
      history.replaceState(null, "", "/");
      this.fault = `The sign-in failed: ${fault instanceof Error ? fault.message : String(fault)}`;
    }
    this.view = viewOf(location.pathname, location.search);
    this.watchWindow();
    const session = await Session.restore();
    if (session) await this.open(session);
    else this.phase = "signed-out";
  }

  async signIn(): Promise<void> {
    try {
      await signIn();
    } catch (fault) {
      this.fault = `The sign-in cannot begin: ${fault instanceof Error ? fault.message : String(fault)}`;
    }
  }

  private async open(session: Session): Promise<void> {
    this.session = session;
    this.client = new Api(session, deviceId());
    try {
      this.replica = await Replica.open(session.user);
    } catch (fault) {
      this.fault = `This browser cannot store your tasks: ${fault instanceof Error ? fault.message : String(fault)}`;
      this.phase = "signed-out";
      return;
    }
    this.replica.onChange(() => this.refresh());
    this.refresh();
    this.phase = "ready";
    void this.lead();
  }

  /** Takes over what the replica has. */
  private refresh(): void {
    const replica = this.replica;
    if (!replica) return;
    this.profile = replica.meta.profile ?? null;
    const context = this.context;
    this.ops = replica.ops;
    this.rows = overlay(replica.tasks, replica.ops, context);
    this.lists = overlayLists(replica.lists, replica.ops, context);
    this.invitations = replica.meta.invitations ?? [];
    this.isComplete = replica.isComplete;
    if (this.sender && replica.ops.some((op) => op.state === "new") && sendable(replica.ops, Date.now()).length) {
      void this.sender.kick();
    }
  }

  /** One tab sends and follows for all; when it closes, the next one does. */
  private async lead(): Promise<void> {
    await navigator.locks.request(`perennial/leader/${this.session?.user}`, () => {
      const { replica, client } = this;
      if (!replica || !client) return;
      this.leads = true;
      this.sender = new Sender(replica, client, (state) => (this.sending = state));
      void this.sender.kick();
      this.follow();
      return new Promise<void>((resolve) => (this.endLeading = resolve));
    });
  }

  private follow(): void {
    const { replica, client } = this;
    if (!replica || !client || this.follower) return;
    this.follower = new Follower(
      replica,
      client,
      (state) => (this.following = state),
      () => {
        void this.sender?.kick();
        void this.adoptZone();
      },
    );
    void this.follower.run();
  }

  private unfollow(): void {
    this.follower?.stop();
    this.follower = null;
  }

  /** A new profile has no zone, and its days would be those of UTC. */
  private async adoptZone(): Promise<void> {
    if (this.profile && this.profile.zone === null && BROWSER_ZONE !== "UTC") {
      try {
        await this.replica?.setProfile(await this.api.json<Profile>("PUT", "/v1/me", { body: { zone: BROWSER_ZONE } }));
        this.say({ text: `Your time zone is ${BROWSER_ZONE}. You can change it in Settings.` });
      } catch {
        // The next connection tries again.
      }
    }
  }

  private watchWindow(): void {
    const kick = () => {
      this.online = navigator.onLine;
      this.instant = thisMinute();
      this.follower?.kick();
      if (this.unsent) void this.sender?.kick();
    };
    addEventListener("online", kick);
    addEventListener("offline", () => (this.online = false));
    addEventListener("focus", kick);
    addEventListener("popstate", () => (this.view = viewOf(location.pathname, location.search)));
    document.addEventListener("visibilitychange", () => {
      clearTimeout(this.hiddenTimer);
      if (document.visibilityState === "hidden") {
        // A stream keeps a function awake.
        this.hiddenTimer = setTimeout(() => this.unfollow(), HIDDEN_FOR);
      } else {
        kick();
        if (this.leads) this.follow();
      }
    });
    setInterval(() => (this.instant = thisMinute()), 10_000);
  }

  go(view: View): void {
    this.menuOpen = false;
    this.selected = null;
    this.view = view;
    const path = pathOf(view);
    if (path !== location.pathname + location.search) history.pushState(null, "", path);
  }

  /** Reads a file from the server and lets the browser save it. */
  async download(path: string, accept: string, name: string): Promise<void> {
    const response = await this.api.request("GET", path, { accept, timeout: 0 });
    const link = document.createElement("a");
    link.href = URL.createObjectURL(await response.blob());
    link.download = name;
    link.click();
    URL.revokeObjectURL(link.href);
  }

  /** Shows a message, and lets a screen reader read it. */
  say(toast: Toast): void {
    clearTimeout(this.toastTimer);
    this.toast = toast;
    this.spoken = toast.text;
    this.toastTimer = setTimeout(() => (this.toast = null), toast.fault ? 12_000 : 8_000);
  }

  dismissToast(): void {
    this.toast = null;
  }

  async askForPersistence(): Promise<void> {
    if (this.isPersistent === null && navigator.storage?.persist) {
      this.isPersistent = await navigator.storage.persist();
    }
  }

  /** Ends the session and deletes what is stored on this device. */
  async signOut(): Promise<void> {
    this.unfollow();
    this.sender?.stop();
    this.endLeading();
    const name = this.replica ? `perennial/${this.replica.user}` : null;
    this.replica?.close();
    await this.session?.end();
    if (name) indexedDB.deleteDatabase(name);
    location.assign("/");
  }
}

/** Times are to the minute, so nothing is computed again within one. */
const thisMinute = (): number => Math.floor(Date.now() / 60_000) * 60_000;

function deviceId(): string {
  const known = localStorage.getItem("perennial/device");
  if (known) return known;
  const created = crypto.randomUUID();
  localStorage.setItem("perennial/device", created);
  return created;
}

export const app = new AppState();
