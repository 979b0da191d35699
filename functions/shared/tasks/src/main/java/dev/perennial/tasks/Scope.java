package dev.perennial.tasks;

/** How far an edit or a deletion of one occurrence reaches into its series. */
public enum Scope {
  /** This occurrence only; the next is as if nothing had been. */
  THIS,
  /** This occurrence and what follows, which are a series of their own from here on. */
  FOLLOWING,
  /** The rule and the open occurrence; what is completed stays as it was. */
  ALL
}
