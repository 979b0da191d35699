package dev.perennial.tasks;

/** What a member may do in a list; each may do what those before may. */
public enum Role {
  /** Sees the list and its tasks. */
  VIEWER,
  /** Changes tasks. */
  EDITOR,
  /** Renames, shares and deletes the list. */
  OWNER;

  public boolean isAtLeast(Role other) {
    return compareTo(other) >= 0;
  }
}
