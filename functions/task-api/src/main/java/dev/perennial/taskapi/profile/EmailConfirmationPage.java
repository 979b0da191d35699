package dev.perennial.taskapi.profile;

import dev.perennial.api.problem.ProblemException;
import dev.perennial.api.request.ApiRequest;
import dev.perennial.api.request.Ids;
import dev.perennial.api.response.HtmlPage;
import dev.perennial.api.response.Response;
import dev.perennial.api.route.Endpoints;
import dev.perennial.api.route.Routes;
import dev.perennial.taskapi.request.ClientHeaders;
import dev.perennial.tasks.store.profile.ProfileStore;
import java.time.InstantSource;
import java.util.UUID;
import org.springframework.http.HttpMethod;

/**
 * The page that the link in a confirmation mail points to. Only its form confirms the address,
 * because mail servers follow links to inspect them. The token in the address shows that its sender
 * has read the mail, so no access token is needed.
 */
public final class EmailConfirmationPage implements Endpoints {

  private final ProfileStore profiles;
  private final InstantSource clock;

  public EmailConfirmationPage(ProfileStore profiles, InstantSource clock) {
    this.profiles = profiles;
    this.clock = clock;
  }

  @Override
  public void addTo(Routes routes) {
    routes.at(
        "/v1/email-confirmations/{token}",
        routes.publicly(HttpMethod.GET, this::ask),
        routes.publicly(HttpMethod.POST, this::confirm));
  }

  private Response ask(ApiRequest request) {
    if (!profiles.isConfirmable(token(request), clock.instant())) {
      throw unknownToken();
    }
    return HtmlPage.of(
        """
        <form method="post">
        <p>Send reminders and digests to this e-mail address?</p>
        <button>Confirm</button>
        <p>If you did not ask for this, close this page. You will get no other mail.</p>
        </form>
        """);
  }

  private Response confirm(ApiRequest request) {
    if (!profiles.confirmEmail(token(request), ClientHeaders.client(request), clock.instant())) {
      throw unknownToken();
    }
    return HtmlPage.of("<p>The e-mail address is confirmed.</p>");
  }

  private static UUID token(ApiRequest request) {
    return Ids.parse(request.pathVariable("token"))
        .orElseThrow(EmailConfirmationPage::unknownToken);
  }

  private static ProblemException unknownToken() {
    return ProblemException.notFound("this link is not valid, or no longer");
  }
}
