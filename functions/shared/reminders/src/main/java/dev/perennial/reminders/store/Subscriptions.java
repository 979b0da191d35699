package dev.perennial.reminders.store;

import java.util.UUID;

/** Which kinds of mail people have said in a mail that they want no more. */
public interface Subscriptions {

  /** Whether there is somebody of this token. */
  boolean isKnown(UUID token);

  /**
   * No more mails of this kind, until the person chooses their channels again.
   *
   * @return whether there is somebody of this token
   */
  boolean end(UUID token, String kind);
}
