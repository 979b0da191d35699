package dev.perennial.syncpush;

import dev.perennial.api.problem.FieldErrors;
import dev.perennial.api.problem.ProblemException;
import dev.perennial.syncpush.store.FeedPage;
import java.util.Map;
import java.util.Optional;
import org.springframework.web.servlet.function.ServerRequest;

/**
 * From where somebody reads their feed, and how much of it.
 *
 * @param since empty for who has nothing yet
 */
record FollowRequest(Optional<Long> since, int limit) {

  private static final String LAST_EVENT_ID = "Last-Event-ID";
  private static final int DEFAULT_LIMIT = 100;
  private static final int MAX_LIMIT = 500;

  static FollowRequest page(ServerRequest request) {
    var errors = new FieldErrors();
    var since = request.param("since").flatMap(text -> cursor("/since", text, errors));
    int limit = request.param("limit").map(text -> limit(text, errors)).orElse(DEFAULT_LIMIT);
    errors.throwIfAny();
    return new FollowRequest(since, limit);
  }

  /** A stream that is resumed says so in a header, and still has its first address. */
  static Optional<Long> streamSince(ServerRequest request) {
    var errors = new FieldErrors();
    var last = request.headers().firstHeader(LAST_EVENT_ID);
    var since =
        last == null || last.isEmpty()
            ? request.param("since").flatMap(text -> cursor("/since", text, errors))
            : cursor("/" + LAST_EVENT_ID, last, errors);
    errors.throwIfAny();
    return since;
  }

  /** 410 for who cannot go on from here: their feed does not reach back that far, or is another. */
  static ProblemException gone(long since, FeedPage feed) {
    return ProblemException.gone(
        "cursor-gone",
        "there is no following from %d: this feed goes from %d to %d; read everything anew"
            .formatted(since, feed.oldest(), feed.latest()),
        Map.of("reset", true, "oldest", feed.oldest(), "latest", feed.latest()));
  }

  private static Optional<Long> cursor(String pointer, String text, FieldErrors errors) {
    if (!text.matches("\\d{1,18}")) {
      errors.add(pointer, "must be a cursor of this feed, which is a whole number");
      return Optional.empty();
    }
    return Optional.of(Long.parseLong(text));
  }

  private static int limit(String text, FieldErrors errors) {
    if (text.matches("\\d{1,3}")
        && Integer.parseInt(text) >= 1
        && Integer.parseInt(text) <= MAX_LIMIT) {
      return Integer.parseInt(text);
    }
    errors.add("/limit", "must be a whole number from 1 to " + MAX_LIMIT);
    return DEFAULT_LIMIT;
  }
}
