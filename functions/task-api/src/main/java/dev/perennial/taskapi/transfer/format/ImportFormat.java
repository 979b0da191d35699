package dev.perennial.taskapi.transfer.format;

import java.io.IOException;
import java.io.InputStream;
import java.util.function.Consumer;

/** A format of imports. */
@FunctionalInterface
public interface ImportFormat {

  /** An input that can be read several times. */
  @FunctionalInterface
  interface Source {

    InputStream open() throws IOException;
  }

  /**
   * Reads to the end, past items with errors. Memory use does not depend on the number of items.
   * Items that belong together may come out of the order of their lines.
   *
   * @throws UnreadableImport if the input is not of this format
   */
  void read(Source source, Consumer<ImportItem> items) throws IOException;
}
