package dev.perennial.syncpush;

import dev.perennial.api.response.Response;
import dev.perennial.api.route.Endpoints;
import dev.perennial.api.route.Routes;
import dev.perennial.syncpush.store.Entry;
import dev.perennial.syncpush.store.FeedPage;
import dev.perennial.syncpush.store.Feeds;
import java.util.List;
import org.springframework.http.HttpMethod;
import org.springframework.web.servlet.function.ServerRequest;

/** What has happened since. */
final class FeedEndpoints implements Endpoints {

  /**
   * @param cursor the {@code since} of who has all of this
   * @param latest the number of the newest entry of the feed
   */
  record Changes(List<Entry> events, long cursor, long latest, boolean hasMore) {}

  private final Feeds feeds;

  FeedEndpoints(Feeds feeds) {
    this.feeds = feeds;
  }

  @Override
  public void addTo(Routes routes) {
    routes.at("/v1/sync", routes.reads(HttpMethod.GET, this::since));
  }

  private Response since(ServerRequest request, String user) {
    var asked = FollowRequest.page(request);
    var changes =
        asked
            .since()
            .map(since -> after(since, feeds.read(user, since, asked.limit())))
            .orElseGet(() -> nothingYet(feeds.end(user)));
    return Response.json(200, changes).with("Cache-Control", "no-store");
  }

  private static Changes nothingYet(FeedPage feed) {
    return new Changes(List.of(), feed.latest(), feed.latest(), false);
  }

  private static Changes after(long since, FeedPage feed) {
    if (!feed.canFollow(since)) {
      throw FollowRequest.gone(since, feed);
    }
    var cursor = feed.entries().isEmpty() ? since : feed.entries().getLast().seq();
    return new Changes(feed.entries(), cursor, feed.latest(), cursor < feed.latest());
  }
}
