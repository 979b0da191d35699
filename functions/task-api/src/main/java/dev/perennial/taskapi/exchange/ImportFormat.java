package dev.perennial.taskapi.exchange;

import java.io.IOException;
import java.io.InputStream;
import java.util.function.Consumer;

/** A form in which people bring things along. */
@FunctionalInterface
public interface ImportFormat {

  /**
   * Reads to the end, whatever is wrong in between, and needs no more memory for more items.
   *
   * @throws Unreadable if it is not of this form at all
   */
  void read(InputStream in, Consumer<Item> items) throws IOException;
}
