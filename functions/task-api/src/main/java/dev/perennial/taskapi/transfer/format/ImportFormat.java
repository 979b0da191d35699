package dev.perennial.taskapi.transfer.format;

import java.io.IOException;
import java.io.InputStream;
import java.util.function.Consumer;

/** A format of imports. */
@FunctionalInterface
public interface ImportFormat {

  /**
   * Reads to the end, past items with errors. Memory use does not depend on the number of items.
   *
   * @throws UnreadableImport if the input is not of this format
   */
  void read(InputStream in, Consumer<ImportItem> items) throws IOException;
}
