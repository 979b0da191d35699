package dev.perennial.syncpush.stream;

import dev.perennial.api.memory.MemoryBudget;

/**
 * The memory for entries that streams have not sent yet.
 *
 * @param entries for those that mailboxes keep
 * @param pages for those that streams have read from the table
 */
public record StreamMemory(MemoryBudget entries, MemoryBudget pages) {

  private static final int FRACTION_OF_HEAP = 16;

  /** Budgets of a sixteenth of the heap each. */
  public static StreamMemory ofHeap() {
    return new StreamMemory(
        MemoryBudget.ofHeap(FRACTION_OF_HEAP), MemoryBudget.ofHeap(FRACTION_OF_HEAP));
  }
}
