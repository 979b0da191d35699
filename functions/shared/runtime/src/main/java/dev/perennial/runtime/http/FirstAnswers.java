package dev.perennial.runtime.http;

import java.util.function.Supplier;

/**
 * The first answer to each key of a user, kept for 48 hours in the transaction that makes it true:
 * after a crash either both are there or neither.
 */
public interface FirstAnswers {

  /**
   * Does the work in a transaction of its own and keeps its answer, unless the key has been used
   * before. Nobody waits for another who does it at the moment. Work that throws or answers 400 or
   * more leaves nothing behind, so it is done anew when it is asked for again.
   *
   * @param fingerprint what tells a request from any other
   */
  Attempt once(String user, String key, byte[] fingerprint, Supplier<Answer.Whole> work);

  /**
   * As {@link #once}, for work that is many transactions, each of which sees by itself to being
   * done once. The key is the request's from its beginning on; its answer is kept when it is over,
   * if it is the last word. If it is not, or the work throws, the same request may begin it again.
   * Who is at it and does not end within a minute is waited for no longer.
   */
  Attempt onceInParts(String user, String key, byte[] fingerprint, Supplier<Parts> work);

  /** Nothing is kept of the user any more; within an open transaction, when that commits. */
  void forget(String user);

  /**
   * What the parts of some work came to.
   *
   * @param isLastWord false if some of them may end in another way when they are tried again
   */
  record Parts(Answer.Whole answer, boolean isLastWord) {}

  /** What became of an attempt to do something once. */
  sealed interface Attempt {}

  /** It was done just now, or nothing was left behind of it. */
  record First(Answer.Whole answer) implements Attempt {}

  /** It was done before; this was answered. */
  record Before(Answer.Whole answer) implements Attempt {}

  /** Somebody does it now. */
  record Running() implements Attempt {}

  /** The key belongs to another request. */
  record OtherRequest() implements Attempt {}
}
