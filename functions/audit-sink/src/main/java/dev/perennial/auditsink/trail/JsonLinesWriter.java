package dev.perennial.auditsink.trail;

import dev.perennial.events.EventJson;
import java.io.IOException;
import java.io.OutputStream;
import java.util.function.Function;

/** One JSON object per line. */
record JsonLinesWriter(Function<OpenedEntry, Object> json) implements EntryWriter {

  @Override
  public void write(OpenedEntry entry, OutputStream out) throws IOException {
    EventJson.MAPPER.writeValue(out, json.apply(entry));
    out.write('\n');
  }
}
