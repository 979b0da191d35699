package dev.perennial.syncpush.stream;

import dev.perennial.events.EventJson;
import java.io.IOException;
import java.io.OutputStream;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.core.exc.JacksonIOException;
import tools.jackson.databind.ObjectWriter;

/** Writes JSON to a response without first building it in memory. */
public final class JsonOutput {

  private static final ObjectWriter WRITER =
      EventJson.MAPPER
          .writer()
          .without(StreamWriteFeature.AUTO_CLOSE_TARGET)
          .without(StreamWriteFeature.FLUSH_PASSED_TO_STREAM);

  private JsonOutput() {}

  /** Writes the value in one line; neither flushes nor closes the stream. */
  public static void write(OutputStream out, Object value) throws IOException {
    try {
      WRITER.writeValue(out, value);
    } catch (JacksonIOException e) {
      throw e.getCause();
    }
  }
}
