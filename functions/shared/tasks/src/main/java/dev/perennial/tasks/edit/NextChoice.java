package dev.perennial.tasks.edit;

/** What becomes of the next occurrence when the one before it is reopened. */
public enum NextChoice {
  KEEP,
  DELETE
}
