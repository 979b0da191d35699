package dev.perennial.api.idempotency;

import dev.perennial.api.response.Response;
import java.util.function.Supplier;

/**
 * The first response to each idempotency key of a user, stored for 48 hours in the transaction of
 * the effect: after a crash both are there or neither.
 */
public interface IdempotencyStore {

  /**
   * Executes the work in one transaction and stores its response, unless the key was used before.
   * Does not wait for another execution. Work that throws or responds with 400 or more leaves
   * nothing behind, so the same request executes it again.
   *
   * @param fingerprint tells the request from any other
   */
  Attempt once(String user, String key, byte[] fingerprint, Supplier<Response.Whole> work);

  /**
   * As {@link #once}, for work of several transactions, each of which is idempotent by itself. The
   * key belongs to the request from its beginning; its response is stored at its end if it is
   * final. If it is not, or the work throws, the same request may execute the work again. An
   * execution that has not ended after a minute is taken for dead.
   */
  Attempt onceAcrossTransactions(String user, String key, byte[] fingerprint, Supplier<Parts> work);

  /** Deletes everything stored for the user; within an open transaction, when that commits. */
  void forget(String user);

  /**
   * The result of work of several transactions.
   *
   * @param isFinal false if some parts may end in another way when they are tried again
   */
  record Parts(Response.Whole response, boolean isFinal) {}

  /** The result of an attempt to execute a request once. */
  sealed interface Attempt {}

  /** Executed now, or rolled back. */
  record First(Response.Whole response) implements Attempt {}

  /** Executed before; this was its response. */
  record Repeated(Response.Whole response) implements Attempt {}

  /** Another execution is in progress. */
  record InProgress() implements Attempt {}

  /** The key belongs to another request. */
  record OtherRequest() implements Attempt {}
}
