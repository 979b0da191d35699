package dev.perennial.syncpush.stream;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.perennial.events.EventJson;
import dev.perennial.syncpush.store.Entry;
import dev.perennial.syncpush.store.FeedPage;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Map;

/** Server-sent events as the HTML standard has them, section 9.2: what is sent, a method each. */
final class EventStream {

  /** How long a client waits before it comes back. */
  private static final int RETRY_MILLIS = 2_000;

  private final OutputStream out;

  EventStream(OutputStream out) {
    this.out = out;
  }

  /** Shows that it is open, before anything has happened. */
  void open() throws IOException {
    line("retry: " + RETRY_MILLIS);
    line("");
    flush();
  }

  void entry(Entry entry) throws IOException {
    event(entry.seq(), entry.type(), entry);
  }

  /** What came before cannot be told: the client reads everything anew, and goes on from here. */
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

  void bye(Bye why) throws IOException {
    event("bye", Map.of("reason", why.reason()));
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
    line("data: " + EventJson.MAPPER.writeValueAsString(data));
    line("");
  }

  private void line(String text) throws IOException {
    out.write(text.getBytes(UTF_8));
    out.write('\n');
  }
}
