package dev.perennial.syncpush.stream;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.perennial.syncpush.store.feed.Entry;
import dev.perennial.syncpush.store.feed.FeedPage;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Map;

/** Writes server-sent events (HTML standard, section 9.2). */
final class SseWriter {

  /** How long a client waits before it reconnects. */
  private static final int RETRY_MILLIS = 2_000;

  private final OutputStream out;

  SseWriter(OutputStream out) {
    this.out = out;
  }

  /** Sends the reconnection time, which shows the client that the stream is open. */
  void open() throws IOException {
    line("retry: " + RETRY_MILLIS);
    line("");
    flush();
  }

  void entry(Entry entry) throws IOException {
    event(entry.seq(), entry.type(), entry);
  }

  /**
   * Reports that the client cannot resume from its cursor. The client must read everything again,
   * and the stream continues from here.
   */
  void reset(FeedPage feed) throws IOException {
    event(
        feed.latest(),
        "reset",
        Map.of("reset", true, "oldest", feed.oldest(), "latest", feed.latest()));
  }

  void heartbeat() throws IOException {
    line(":");
    line("");
    flush();
  }

  void end(StreamEnd reason) throws IOException {
    event("bye", Map.of("reason", reason.reason()));
    flush();
  }

  void flush() throws IOException {
    out.flush();
  }

  private void event(long id, String type, Object data) throws IOException {
    line("id: " + id);
    event(type, data);
  }

  private void event(String type, Object data) throws IOException {
    line("event: " + type.replaceAll("[\\r\\n]", " "));
    write("data: ");
    JsonOutput.write(out, data);
    line("");
    line("");
  }

  private void line(String text) throws IOException {
    write(text);
    out.write('\n');
  }

  private void write(String text) throws IOException {
    out.write(text.getBytes(UTF_8));
  }
}
