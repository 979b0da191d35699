package dev.perennial.reminders.delivery;

/** Whether there is anything to tell at the moment of telling. */
public sealed interface Verdict {

  /** This is to be told. */
  record Tell(Message message) implements Verdict {}

  /** Nothing is to be told any more. */
  record Drop(String reason) implements Verdict {}
}
