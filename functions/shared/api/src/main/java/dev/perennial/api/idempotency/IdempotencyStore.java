package dev.perennial.api.idempotency;

import dev.perennial.api.response.Response;
import java.util.function.Supplier;

/**
 * Stores the first response to each idempotency key of a user for 48 hours. The response is stored
 * in the transaction of the effect: after a crash both are stored or neither.
 */
public interface IdempotencyStore {

  /**
   * Executes the work in one transaction and stores its response, unless the key was used before.
   * Does not wait for another execution. If the work throws, or its status is 400 or more, nothing
   * is stored and the same request executes it again.
   *
   * @param fingerprint identifies the request; different requests have different fingerprints
   */
  Attempt once(String user, String key, byte[] fingerprint, Supplier<Response.Whole> work);

  /**
   * As {@link #once}, for work of several transactions, each of which is idempotent by itself. The
   * key is reserved for the request when the work starts. The response is stored when the work has
   * ended, if it is final. If it is not final, or the work throws, the same request may execute the
   * work again. An execution that has not ended after one minute is considered dead.
   */
  Attempt onceAcrossTransactions(
      String user, String key, byte[] fingerprint, Supplier<WorkResult> work);

  /**
   * Deletes everything stored for the user. Within an open transaction this takes effect with its
   * commit.
   */
  void erase(String user);

  /**
   * The result of work of several transactions.
   *
   * @param isFinal false if a retry may give another result for some parts
   */
  record WorkResult(Response.Whole response, boolean isFinal) {}

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
