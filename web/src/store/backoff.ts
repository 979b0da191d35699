/** Waits that grow from a second to a minute, each up to half shorter by chance, so that devices do not come together. */
export class Backoff {
  private failures = 0;

  constructor(private readonly random: () => number = Math.random) {}

  reset(): void {
    this.failures = 0;
  }

  /** Milliseconds until the next attempt. */
  next(atLeast = 0): number {
    const longest = Math.min(60_000, 1000 * 2 ** this.failures++);
    return Math.max(atLeast, longest * (1 - this.random() / 2));
  }
}
