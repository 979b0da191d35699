package dev.perennial.auditsink.trail;

import java.io.IOException;
import java.io.OutputStream;

/** How entries are written one after the other, to memory: closing it has no effect. */
interface Rendering {

  /** What stands before the first. */
  default void begin(OutputStream out) throws IOException {}

  void write(OpenedEntry entry, OutputStream out) throws IOException;
}
