package dev.perennial.auditsink.trail;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.perennial.api.page.Page;
import dev.perennial.api.request.AcceptedType;
import dev.perennial.api.request.ApiRequest;
import dev.perennial.api.response.Response;
import dev.perennial.auditsink.access.ReadAdmission;
import dev.perennial.auditsink.access.ReadAdmission.Part;
import dev.perennial.auditsink.chain.Entry;
import dev.perennial.auditsink.store.Trail;
import dev.perennial.auditsink.store.TrailPage;
import dev.perennial.auditsink.store.TrailQuery.Position;
import dev.perennial.events.EventJson;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;

/**
 * Responds to a request with one page as JSON, or with everything that it requests as JSON lines or
 * CSV. Entries are in memory one page at a time, and pages are bounded in bytes.
 *
 * @param item the JSON of an entry in a page
 */
record TrailResponses(
    Trail trail,
    ReadAdmission admission,
    Function<OpenedEntry, Object> item,
    EntryWriter lines,
    EntryWriter table) {

  private static final MediaType JSON_LINES = new MediaType("application", "jsonl");
  private static final MediaType OTHER_JSON_LINES = new MediaType("application", "x-ndjson");
  private static final MediaType CSV = new MediaType("text", "csv", UTF_8);
  private static final List<MediaType> OFFERED =
      List.of(MediaType.APPLICATION_JSON, JSON_LINES, OTHER_JSON_LINES, CSV);
  private static final int EXPORT_PAGE = 500;

  Response respond(ApiRequest http, TrailRequest request) {
    MediaType type = AcceptedType.of(http, OFFERED);
    return admission.respond(
        request.user(),
        type.toString(),
        type.equals(MediaType.APPLICATION_JSON)
            ? out -> page(request, out)
            : export(request, type.equals(CSV) ? table : lines));
  }

  private @Nullable Part page(TrailRequest request, OutputStream out) {
    int limit = request.limit().orElse(TrailRequest.LIMIT.byDefault());
    TrailPage page = trail.page(request.query(), request.after(), limit);
    // Entries are decrypted one at a time, while they are written.
    Iterable<Object> items =
        () ->
            page.entries().stream()
                .map(entry -> item.apply(OpenedEntry.of(entry, page.keys())))
                .iterator();
    String next = page.isLast() ? null : request.after(page.entries().getLast());
    EventJson.MAPPER.writeValue(out, new Page<>(items, next));
    return null;
  }

  private Part export(TrailRequest request, EntryWriter rendering) {
    return out -> {
      rendering.begin(out);
      int limit = request.limit().orElse(Integer.MAX_VALUE);
      return export(request, request.after(), limit, rendering, out);
    };
  }

  /**
   * Writes the next page of an export.
   *
   * @param limit how many entries the export may still have
   */
  private @Nullable Part export(
      TrailRequest request, Position after, int limit, EntryWriter rendering, OutputStream out)
      throws IOException {
    TrailPage page = trail.page(request.query(), after, Math.min(limit, EXPORT_PAGE));
    for (Entry entry : page.entries()) {
      rendering.write(OpenedEntry.of(entry, page.keys()), out);
    }
    int left = limit - page.entries().size();
    if (page.isLast() || left == 0) {
      return null;
    }
    Position last = TrailRequest.positionOf(page.entries().getLast());
    return next -> export(request, last, left, rendering, next);
  }
}
