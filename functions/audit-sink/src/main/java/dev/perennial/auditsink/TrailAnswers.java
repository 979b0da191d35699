package dev.perennial.auditsink;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.perennial.api.request.AcceptedType;
import dev.perennial.api.response.Response;
import dev.perennial.auditsink.chain.Entry;
import dev.perennial.auditsink.store.Trail;
import dev.perennial.auditsink.store.TrailQuery.Position;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.web.servlet.function.ServerRequest;

/**
 * Entries as they are asked for: a page as JSON, or all of them, streamed, as JSON lines or CSV.
 *
 * @param item what a page's items are made of
 */
record TrailAnswers(
    Trail trail, Function<OpenedEntry, Object> item, Rendering lines, Rendering table) {

  private static final MediaType JSON_LINES = new MediaType("application", "jsonl");
  private static final MediaType CSV = new MediaType("text", "csv", UTF_8);
  private static final List<MediaType> OFFERED =
      List.of(MediaType.APPLICATION_JSON, JSON_LINES, CSV);
  private static final int PAGE = 50;
  private static final int STREAMED_AT_ONCE = 500;

  /**
   * @param nextCursor null on the last page
   */
  record Page(List<Object> items, @Nullable String nextCursor) {}

  Response answer(ServerRequest http, TrailRequest asked) {
    var type = AcceptedType.of(http, OFFERED);
    if (type.equals(MediaType.APPLICATION_JSON)) {
      return Response.json(200, page(asked));
    }
    var rendering = type.equals(CSV) ? table : lines;
    // What goes wrong with the database should do so here: what is being sent has its status.
    var first = trail.page(asked.query(), asked.after(), STREAMED_AT_ONCE);
    return new Response.Streamed(
        200, Map.of("Content-Type", type.toString()), out -> stream(asked, first, rendering, out));
  }

  private Page page(TrailRequest asked) {
    var limit = asked.limit().orElse(PAGE);
    // One more than the page holds, to see whether there is a next one.
    var found = trail.page(asked.query(), asked.after(), limit + 1);
    var shown = found.subList(0, Math.min(found.size(), limit));
    var next = found.size() > shown.size() ? asked.after(shown.getLast()) : null;
    return new Page(OpenedEntry.of(shown, trail::keys).stream().map(item).toList(), next);
  }

  private void stream(TrailRequest asked, List<Entry> first, Rendering rendering, OutputStream out)
      throws IOException {
    rendering.begin(out);
    var left = asked.limit().orElse(Integer.MAX_VALUE);
    var page = first;
    while (!page.isEmpty() && left > 0) {
      for (var entry : OpenedEntry.of(page.subList(0, Math.min(left, page.size())), trail::keys)) {
        rendering.write(entry, out);
      }
      left -= Math.min(left, page.size());
      page = trail.page(asked.query(), after(page), STREAMED_AT_ONCE);
    }
  }

  private static Position after(List<Entry> page) {
    return TrailRequest.positionOf(page.getLast());
  }
}
