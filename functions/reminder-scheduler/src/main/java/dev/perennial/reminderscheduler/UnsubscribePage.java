package dev.perennial.reminderscheduler;

import dev.perennial.api.problem.ProblemException;
import dev.perennial.api.request.ApiRequest;
import dev.perennial.api.request.Ids;
import dev.perennial.api.request.QueryChoice;
import dev.perennial.api.response.HtmlPage;
import dev.perennial.api.response.Response;
import dev.perennial.api.route.Endpoints;
import dev.perennial.api.route.Routes;
import dev.perennial.reminderscheduler.people.EmailSubscriptions;
import java.util.Locale;
import java.util.UUID;
import org.springframework.http.HttpMethod;

/**
 * The page that the List-Unsubscribe header of a mail points to (RFC 8058). A mail program
 * unsubscribes with a POST. A person who follows the link has to confirm first, because programs
 * follow links too. The token in the address identifies the person, so no access token is needed.
 */
final class UnsubscribePage implements Endpoints {

  private static final String PATH = "/v1/reminders/unsubscribe/{token}";
  private static final String KIND = "kind";

  private enum Kind {
    REMINDER("reminders"),
    DIGEST("the daily digest"),
    BUDGET("budgets that are reached");

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

  private Response confirmation(ApiRequest request) {
    Kind kind = kind(request);
    if (!subscriptions.exists(token(request))) {
      throw unknownToken();
    }
    return HtmlPage.of(
        """
        <form method="post">
        <input type="hidden" name="List-Unsubscribe" value="One-Click">
        <p>Stop receiving mails with %s?</p>
        <button>Unsubscribe</button>
        </form>
        """
            .formatted(kind.words));
  }

  private Response unsubscribe(ApiRequest request) {
    Kind kind = kind(request);
    if (!subscriptions.unsubscribe(token(request), kind.text())) {
      throw unknownToken();
    }
    return HtmlPage.of(
        "<p>You will receive no more mails with %s until you change your channels.</p>"
            .formatted(kind.words));
  }

  private static Kind kind(ApiRequest request) {
    return QueryChoice.read(request, KIND, Kind.class)
        .orElseThrow(() -> ProblemException.invalid("/" + KIND, "is required"));
  }

  private static UUID token(ApiRequest request) {
    return Ids.parse(request.pathVariable("token")).orElseThrow(UnsubscribePage::unknownToken);
  }

  private static ProblemException unknownToken() {
    return ProblemException.notFound("this link is not valid, or no longer");
  }
}
