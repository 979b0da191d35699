package dev.perennial.reminderscheduler;

import dev.perennial.api.problem.ProblemException;
import dev.perennial.api.request.Ids;
import dev.perennial.api.request.QueryChoice;
import dev.perennial.api.response.Response;
import dev.perennial.api.route.Endpoints;
import dev.perennial.api.route.Routes;
import dev.perennial.reminderscheduler.people.EmailSubscriptions;
import java.util.Locale;
import java.util.UUID;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.web.servlet.function.ServerRequest;

/**
 * The page that the List-Unsubscribe header of a mail points to (RFC 8058). A mail program
 * unsubscribes with a POST. A person who follows the link has to confirm first, because programs
 * follow links too. The token in the address identifies the person, so no access token is needed.
 */
final class UnsubscribePage implements Endpoints {

  private static final String PATH = "/v1/reminders/unsubscribe/{token}";
  private static final String KIND = "kind";

  /** No script, no style, no frame around it; the form can be sent here only. */
  private static final String CONTENT_SECURITY_POLICY =
      "default-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

  private enum Kind {
    REMINDER("reminders"),
    DIGEST("the daily digest");

    private final String words;

    Kind(String words) {
      this.words = words;
    }

    String text() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  private final EmailSubscriptions subscriptions;

  UnsubscribePage(EmailSubscriptions subscriptions) {
    this.subscriptions = subscriptions;
  }

  @Override
  public void addTo(Routes routes) {
    routes.at(
        PATH,
        routes.publicly(HttpMethod.GET, this::confirmation).taking(KIND),
        routes.publicly(HttpMethod.POST, this::unsubscribe).taking(KIND));
  }

  private Response confirmation(ServerRequest request) {
    Kind kind = kind(request);
    if (!subscriptions.exists(token(request))) {
      throw unknownToken();
    }
    return page(
        """
        <form method="post">
        <input type="hidden" name="List-Unsubscribe" value="One-Click">
        <p>Stop receiving mails with %s?</p>
        <button>Unsubscribe</button>
        </form>
        """
            .formatted(kind.words));
  }

  private Response unsubscribe(ServerRequest request) {
    Kind kind = kind(request);
    if (!subscriptions.unsubscribe(token(request), kind.text())) {
      throw unknownToken();
    }
    return page(
        "<p>You will receive no more mails with %s until you change your channels.</p>"
            .formatted(kind.words));
  }

  private static Kind kind(ServerRequest request) {
    return QueryChoice.read(request, KIND, Kind.class)
        .orElseThrow(() -> ProblemException.invalid("/" + KIND, "is required"));
  }

  private static UUID token(ServerRequest request) {
    return Ids.parse(request.pathVariable("token")).orElseThrow(UnsubscribePage::unknownToken);
  }

  private static ProblemException unknownToken() {
    return ProblemException.notFound("this link is not valid, or no longer");
  }

  private static Response page(String body) {
    return Response.text(
            200,
            MediaType.TEXT_HTML,
            "<!doctype html><html lang=\"en\"><title>Perennial</title>" + body + "</html>")
        .with("Content-Security-Policy", CONTENT_SECURITY_POLICY);
  }
}
