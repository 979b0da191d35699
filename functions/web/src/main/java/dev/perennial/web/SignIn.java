package dev.perennial.web;

import dev.perennial.events.EventJson;
import dev.perennial.runtime.Settings;
import java.net.URI;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/**
 * How the app signs people in: OpenID Connect's code flow with PKCE, as a client without a secret.
 *
 * @param issuer the issuer's URL, whose metadata are at its well-known address
 * @param clientId the client that is registered with the issuer for the app
 * @param scope the scopes that the app requests, separated by blanks
 * @param audience the value of the parameter {@code audience}, which some issuers need
 * @param origins of the issuer: those that the app sends requests to
 */
record SignIn(String issuer, String clientId, String scope, String audience, Set<String> origins) {

  /**
   * @throws IllegalArgumentException if a setting is missing or no URL
   */
  static SignIn of(Settings settings) {
    var issuer = settings.required("OIDC_ISSUER");
    var origins = new LinkedHashSet<String>();
    origins.add(origin("OIDC_ISSUER", issuer));
    for (var other : settings.optional("WEB_ISSUER_ORIGINS", "").split(",")) {
      if (!other.isBlank()) {
        origins.add(origin("WEB_ISSUER_ORIGINS", other.strip()));
      }
    }
    return new SignIn(
        issuer,
        settings.optional("WEB_CLIENT_ID", "perennial-web"),
        settings.optional("WEB_SCOPE", "openid profile offline_access"),
        settings.optional("OIDC_AUDIENCE", ""),
        origins);
  }

  private static String origin(String variable, String url) {
    try {
      var uri = URI.create(url);
      if (uri.getScheme() != null && uri.getRawAuthority() != null) {
        return uri.getScheme() + "://" + uri.getRawAuthority();
      }
    } catch (IllegalArgumentException notUri) {
      // Falls through to the message that names the variable.
    }
    throw new IllegalArgumentException(
        "the environment variable %s must be a URL such as https://issuer.example.org, not \"%s\""
            .formatted(variable, url));
  }

  /** What the app reads at its start. */
  byte[] json() {
    return EventJson.write(
        Map.of("issuer", issuer, "clientId", clientId, "scope", scope, "audience", audience));
  }
}
