package dev.perennial.operations.store;

/** Which events of its period a replay sends. */
public enum ReplayMode {
  /** Those that the ledger of the function does not have. */
  MISSING,

  /** All of them: what took effect before takes effect again, once for each replay. */
  FORCE
}
