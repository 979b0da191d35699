package dev.perennial.reminderscheduler;

import dev.perennial.api.problem.ProblemException;
import dev.perennial.api.request.Ids;
import dev.perennial.api.request.QueryChoice;
import dev.perennial.reminders.store.Subscriptions;
import java.util.Locale;
import java.util.UUID;
import org.springframework.http.MediaType;
import org.springframework.web.servlet.function.RequestPredicates;
import org.springframework.web.servlet.function.RouterFunction;
import org.springframework.web.servlet.function.RouterFunctions;
import org.springframework.web.servlet.function.ServerRequest;
import org.springframework.web.servlet.function.ServerResponse;

/**
 * Where a mail's List-Unsubscribe leads (RFC 8058): a mail program POSTs and is done; a person who
 * follows the link is asked first, since programs follow links too. No token of a login is needed,
 * the address itself says for whom.
 */
final class UnsubscribePage {

  private static final String PATH = "/v1/reminders/unsubscribe/{token}";

  private enum Kind {
    REMINDER("reminders"),
    DIGEST("the daily digest");

    private final String words;

    Kind(String words) {
      this.words = words;
    }

    String spelled() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  private final Subscriptions subscriptions;

  UnsubscribePage(Subscriptions subscriptions) {
    this.subscriptions = subscriptions;
  }

  RouterFunction<ServerResponse> routes() {
    return RouterFunctions.route()
        .GET(PATH, this::ask)
        .POST(PATH, this::end)
        .route(
            RequestPredicates.path(PATH),
            _ -> {
              throw ProblemException.methodNotAllowed("GET, POST");
            })
        .build();
  }

  private ServerResponse ask(ServerRequest request) {
    var kind = kind(request);
    if (!subscriptions.isKnown(token(request))) {
      throw unknown();
    }
    return page(
        """
        <form method="post">
        <input type="hidden" name="List-Unsubscribe" value="One-Click">
        <p>No more mails with %s?</p>
        <button>Unsubscribe</button>
        </form>
        """
            .formatted(kind.words));
  }

  private ServerResponse end(ServerRequest request) {
    var kind = kind(request);
    if (!subscriptions.end(token(request), kind.spelled())) {
      throw unknown();
    }
    return page(
        "<p>There will be no more mails with %s, until you choose your channels anew.</p>"
            .formatted(kind.words));
  }

  private static Kind kind(ServerRequest request) {
    return QueryChoice.read(request, "kind", Kind.class)
        .orElseThrow(() -> ProblemException.invalid("/kind", "is required"));
  }

  private static UUID token(ServerRequest request) {
    return Ids.parse(request.pathVariable("token")).orElseThrow(UnsubscribePage::unknown);
  }

  private static ProblemException unknown() {
    return ProblemException.notFound("this address is nobody's, or not any more");
  }

  private static ServerResponse page(String body) {
    return ServerResponse.ok()
        .contentType(MediaType.TEXT_HTML)
        .header("Content-Security-Policy", "default-src 'none'; form-action 'self'")
        .header("Referrer-Policy", "no-referrer")
        .body("<!doctype html><html lang=\"en\"><title>Perennial</title>" + body + "</html>");
  }
}
