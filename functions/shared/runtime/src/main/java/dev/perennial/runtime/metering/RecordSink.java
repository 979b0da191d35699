package dev.perennial.runtime.metering;

import java.util.List;

/** Where the records of a process are written to. For one thread at a time. */
interface RecordSink {

  /**
   * Writes a batch. A batch that is written again has no further effect where that can be told.
   *
   * @param records may be none if it is the last batch
   * @param isLast whether the process stops after this batch
   * @throws RefusedRecords if one of them can never be written
   * @throws RuntimeException if a retry may succeed
   */
  void write(List<InvocationRecord> records, boolean isLast);

  /** Something in a batch is not acceptable. */
  final class RefusedRecords extends RuntimeException {

    private static final long serialVersionUID = 1L;

    RefusedRecords(Throwable cause) {
      super(cause);
    }
  }
}
