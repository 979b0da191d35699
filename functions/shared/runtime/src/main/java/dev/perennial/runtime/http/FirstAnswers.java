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
   * Claims the key for this request, without an answer: what it does is done in many transactions,
   * which see to themselves. The request that has claimed the key may claim it again.
   */
  Attempt claim(String user, String key, byte[] fingerprint);

  /** What became of an attempt to do something once. */
  sealed interface Attempt {}

  /** It was done just now, or nothing was left behind of it. */
  record First(Answer.Whole answer) implements Attempt {}

  /** It was done before; this was answered. */
  record Before(Answer.Whole answer) implements Attempt {}

  /** The key is this request's, without an answer. */
  record Claimed() implements Attempt {}

  /** Somebody does it now. */
  record Running() implements Attempt {}

  /** The key belongs to another request. */
  record OtherRequest() implements Attempt {}
}
