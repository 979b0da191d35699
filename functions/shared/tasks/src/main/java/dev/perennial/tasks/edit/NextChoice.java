package dev.perennial.tasks.edit;

/** How to treat the next occurrence when the one before it is reopened. */
public enum NextChoice {
  KEEP,
  DELETE
}
