package dev.perennial.auditsink.trail;

import java.io.IOException;
import java.io.OutputStream;

/** A format of exports. It writes to memory, where closing the stream has no effect. */
interface EntryWriter {

  /** Writes what precedes the first entry. */
  default void begin(OutputStream out) throws IOException {}

  void write(OpenedEntry entry, OutputStream out) throws IOException;
}
