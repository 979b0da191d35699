package dev.perennial.tasks.list;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.UUID;

/** The default list for tasks. Every user has one, created on first use. */
public final class Inbox {

  public static final String NAME = "Inbox";

  /** Its initial position: first among the lists of its owner. */
  public static final int POSITION = 0;

  private Inbox() {}

  /** Derived from the owner, so that concurrent first uses create only one inbox. */
  public static UUID idFor(String owner) {
    return UUID.nameUUIDFromBytes(("inbox/" + owner).getBytes(UTF_8));
  }
}
