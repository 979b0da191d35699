import { app } from "./app.svelte";

/** What a screen reads from the server when it is opened, and does not keep. */
export class Remote<T> {
  value: T | null = $state.raw(null);
  fault = $state("");
  private newest = 0;

  /** A response that arrives after that of a later call is dropped. */
  async load(path: string): Promise<void> {
    const call = ++this.newest;
    try {
      const value = await app.api.json<T>("GET", path);
      if (call === this.newest) [this.value, this.fault] = [value, ""];
    } catch (problem) {
      if (call === this.newest) this.fault = faultOf(problem);
    }
  }
}

export const faultOf = (problem: unknown): string =>
  app.online && problem instanceof Error ? problem.message : "This is read from the server when you are online.";
