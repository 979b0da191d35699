package dev.perennial.api.idempotency;

/** The state of an idempotency key for the request that uses it. */
enum KeyState {
  /** The key is new, or expired: the request is executed. */
  ACQUIRED,

  /** Another request with the key is being executed. */
  IN_PROGRESS,

  /** The key was used by the same request before. */
  SAME_REQUEST,

  /** The key was used by a different request. */
  OTHER_REQUEST
}
