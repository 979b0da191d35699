package dev.perennial.tasks;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.UUID;

/** The list a task goes to if nobody says where. Everyone has one, made on first use. */
public final class Inbox {

  public static final String NAME = "Inbox";

  /** First among the lists of its owner, until they move it. */
  public static final int POSITION = 0;

  private Inbox() {}

  /** Derived from the owner, so that two first uses at once make one inbox. */
  public static UUID idFor(String owner) {
    return UUID.nameUUIDFromBytes(("inbox/" + owner).getBytes(UTF_8));
  }
}
