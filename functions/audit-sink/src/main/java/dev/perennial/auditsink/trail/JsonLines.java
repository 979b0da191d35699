package dev.perennial.auditsink.trail;

import dev.perennial.events.EventJson;
import java.io.IOException;
import java.io.OutputStream;
import java.util.function.Function;

/** A JSON object a line. */
record JsonLines(Function<OpenedEntry, Object> json) implements Rendering {

  @Override
  public void write(OpenedEntry entry, OutputStream out) throws IOException {
    EventJson.MAPPER.writeValue(out, json.apply(entry));
    out.write('\n');
  }
}
