package dev.perennial.syncpush;

import dev.perennial.api.memory.MemoryBudget;
import dev.perennial.api.problem.ProblemException;
import dev.perennial.api.request.ApiRequest;
import dev.perennial.api.response.Response;
import dev.perennial.api.route.Endpoints;
import dev.perennial.api.route.Routes;
import dev.perennial.syncpush.store.feed.Entry;
import dev.perennial.syncpush.store.feed.FeedPage;
import dev.perennial.syncpush.store.feed.Feeds;
import dev.perennial.syncpush.stream.JsonOutput;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.springframework.http.HttpMethod;

/** {@code GET /v1/sync}: pages of a user's feed. */
final class FeedEndpoints implements Endpoints {

  /** The maximum size of the entries of a page, in bytes, unless the first entry alone has more. */
  private static final int PAGE_BYTES = 1024 * 1024;

  private static final Duration MEMORY_TIMEOUT = Duration.ofSeconds(10);
  private static final int RETRY_AFTER_SECONDS = 2;

  private static final Map<String, String> HEADERS = Map.of("Content-Type", "application/json");

  /**
   * A page as it is returned.
   *
   * @param cursor the {@code since} of the next page
   * @param latest the number of the newest entry of the feed
   */
  record Changes(List<Entry> events, long cursor, long latest, boolean hasMore) {}

  private final Feeds feeds;
  private final MemoryBudget memory;

  /**
   * @param memory for pages, from when they are read until they are sent
   */
  FeedEndpoints(Feeds feeds, MemoryBudget memory) {
    this.feeds = feeds;
    this.memory = memory;
  }

  @Override
  public void addTo(Routes routes) {
    routes.at("/v1/sync", routes.reads(HttpMethod.GET, this::changes).taking("since", "limit"));
  }

  private Response changes(ApiRequest request, String user) {
    var page = CursorRequest.page(request);
    return page.since()
        .map(since -> changesAfter(since, page.limit(), user))
        .orElseGet(() -> endOf(feeds.bounds(user)));
  }

  private static Response endOf(FeedPage feed) {
    return Response.json(200, new Changes(List.of(), feed.latest(), feed.latest(), false));
  }

  /**
   * The page is in memory when the response begins, so that a slow client holds no database
   * connection; its memory is reserved until it is sent.
   */
  private Response changesAfter(long since, int limit, String user) {
    var reservation = reserve(user);
    try {
      var feed = feeds.read(user, since, limit, PAGE_BYTES);
      var changes = changes(since, feed);
      reservation.resize(feed.memoryBytes());
      Response.Streamed.Body body = out -> JsonOutput.write(out, changes);
      return new Response.Streamed(200, HEADERS, body.andThen(reservation::close));
    } catch (RuntimeException e) {
      reservation.close();
      throw e;
    }
  }

  private static Changes changes(long since, FeedPage feed) {
    if (!feed.canResumeFrom(since)) {
      throw CursorRequest.gone(since, feed);
    }
    var cursor = feed.entries().isEmpty() ? since : feed.entries().getLast().seq();
    return new Changes(feed.entries(), cursor, feed.latest(), cursor < feed.latest());
  }

  private MemoryBudget.Reservation reserve(String user) {
    try {
      return memory.reserve(user, PAGE_BYTES, MEMORY_TIMEOUT).orElseThrow(FeedEndpoints::busy);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw busy();
    }
  }

  private static ProblemException busy() {
    return ProblemException.unavailable(
            "too many pages are being sent; try again in " + RETRY_AFTER_SECONDS + " s")
        .with(Map.of("Retry-After", String.valueOf(RETRY_AFTER_SECONDS)));
  }
}
