package dev.perennial.syncpush;

import dev.perennial.api.page.PageLimit;
import dev.perennial.api.problem.FieldErrors;
import dev.perennial.api.problem.ProblemException;
import dev.perennial.api.request.ApiRequest;
import dev.perennial.api.request.SingleHeader;
import dev.perennial.syncpush.store.feed.FeedPage;
import java.util.Map;
import java.util.Optional;

/**
 * The cursor and limit of a request.
 *
 * @param since the number of the last event that the client has; empty if it has none
 */
record CursorRequest(Optional<Long> since, int limit) {

  private static final String LAST_EVENT_ID = "Last-Event-ID";
  private static final PageLimit LIMIT = new PageLimit(100, 500);

  /**
   * @throws ProblemException 400 if a parameter is not valid
   */
  static CursorRequest page(ApiRequest request) {
    var errors = new FieldErrors();
    var since = request.param("since").flatMap(text -> cursor("/since", text, errors));
    int limit = LIMIT.read(request, errors);
    errors.throwIfAny();
    return new CursorRequest(since, limit);
  }

  /**
   * The cursor of a stream. The header has precedence: a client that resumes sends it and still has
   * the {@code since} of its first request.
   *
   * @throws ProblemException 400 if it is not valid
   */
  static Optional<Long> streamSince(ApiRequest request) {
    var errors = new FieldErrors();
    var last = SingleHeader.read(request, LAST_EVENT_ID);
    var since =
        last == null || last.isEmpty()
            ? request.param("since").flatMap(text -> cursor("/since", text, errors))
            : cursor("/" + LAST_EVENT_ID, last, errors);
    errors.throwIfAny();
    return since;
  }

  /**
   * 410: the feed no longer has the entries after this cursor, or the cursor belongs to another
   * feed.
   */
  static ProblemException gone(long since, FeedPage feed) {
    return ProblemException.gone(
        "cursor-gone",
        "cannot resume from %d: this feed has events %d to %d; read everything again"
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
}
