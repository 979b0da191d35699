package dev.perennial.tasks.edit;

/** How far an edit or a deletion of one occurrence reaches into its series. */
public enum Scope {
  /** This occurrence only; the next one is not affected. */
  THIS,
  /** This occurrence and the following ones, which become a new series. */
  FOLLOWING,
  /** The whole series: its rule and its open occurrence; closed occurrences stay as they are. */
  ALL
}
