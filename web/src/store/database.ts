import { openDB, type DBSchema, type IDBPDatabase, type IDBPTransaction } from "idb";
import type { Invitation, List, Op, Profile, StoredTask } from "../model/types";

export interface Meta {
  /** The number of the last event of the feed whose effect is stored; absent before everything was read once. */
  cursor: string;
  profile: Profile;
  /** The lists in the person's order. */
  order: string[];
  invitations: Invitation[];
}

interface Tables extends DBSchema {
  tasks: { key: string; value: StoredTask };
  lists: { key: string; value: List };
  ops: { key: number; value: Op };
  meta: { key: string; value: unknown };
}

export type Table = "tasks" | "lists" | "ops" | "meta";
export type Transaction = IDBPTransaction<Tables, Table[], "readwrite">;

const SCHEMA = 1;

/** A connection to the person's IndexedDB. */
export class Database {
  private connection: Promise<IDBPDatabase<Tables>> | null = null;

  constructor(readonly name: string) {}

  static nameOf(user: string): string {
    return `perennial/${user}`;
  }

  private connect(): Promise<IDBPDatabase<Tables>> {
    this.connection ??= openDB<Tables>(this.name, SCHEMA, {
      upgrade(database) {
        database.createObjectStore("tasks", { keyPath: "id" });
        database.createObjectStore("lists", { keyPath: "id" });
        database.createObjectStore("ops", { keyPath: "seq", autoIncrement: true });
        database.createObjectStore("meta");
      },
      // Another tab has a newer build: it may migrate, and this one connects again.
      blocking: () => this.disconnect(),
      terminated: () => {
        this.connection = null;
      },
    }).catch((fault: unknown) => {
      this.connection = null;
      throw fault;
    });
    return this.connection;
  }

  /** Runs the action in one transaction: all of it is stored, or nothing. */
  async write<T>(tables: Table[], action: (transaction: Transaction) => Promise<T>): Promise<T> {
    return this.withConnection(async (connection) => {
      const transaction = connection.transaction(tables, "readwrite");
      const done = transaction.done;
      try {
        const result = await action(transaction);
        await done;
        return result;
      } catch (fault) {
        done.catch(() => {});
        try {
          transaction.abort();
        } catch {
          // It has ended already.
        }
        throw fault;
      }
    });
  }

  async readAll(): Promise<{ tasks: StoredTask[]; lists: List[]; ops: Op[]; meta: Partial<Meta> }> {
    return this.withConnection(async (connection) => {
      const transaction = connection.transaction(["tasks", "lists", "ops", "meta"]);
      const [tasks, lists, ops, names, values] = await Promise.all([
        transaction.objectStore("tasks").getAll(),
        transaction.objectStore("lists").getAll(),
        transaction.objectStore("ops").getAll(),
        transaction.objectStore("meta").getAllKeys(),
        transaction.objectStore("meta").getAll(),
      ]);
      return {
        tasks,
        lists,
        ops,
        meta: Object.fromEntries(names.map((name, index) => [name, values[index]])),
      };
    });
  }

  async readOps(): Promise<Op[]> {
    return this.withConnection((connection) => connection.getAll("ops"));
  }

  /** The operations, and the tasks of those that are gone, as they are at one instant. */
  async readOpsSince(before: readonly Op[]): Promise<{ ops: Op[]; tasks: StoredTask[] }> {
    return this.withConnection(async (connection) => {
      const transaction = connection.transaction(["ops", "tasks"]);
      const ops = await transaction.objectStore("ops").getAll();
      const left = new Set(ops.map((op) => op.seq));
      const gone = new Set(before.filter((op) => !left.has(op.seq)).map((op) => op.target));
      const tasks = await Promise.all([...gone].map((id) => transaction.objectStore("tasks").get(id)));
      return { ops, tasks: tasks.filter((task) => task !== undefined) };
    });
  }

  /** A browser may lose its connection while it sleeps: a new one works, and trying the old one again never does. */
  private async withConnection<T>(action: (connection: IDBPDatabase<Tables>) => Promise<T>): Promise<T> {
    try {
      return await action(await this.connect());
    } catch (fault) {
      if (!isLost(fault)) throw fault;
      this.disconnect();
      return await action(await this.connect());
    }
  }

  disconnect(): void {
    this.connection?.then((connection) => connection.close()).catch(() => {});
    this.connection = null;
  }
}

function isLost(fault: unknown): boolean {
  return (
    fault instanceof DOMException &&
    (fault.name === "InvalidStateError" ||
      (fault.name === "UnknownError" && /lost|closed|closing/i.test(fault.message)))
  );
}
