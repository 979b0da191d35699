package dev.perennial.api.identity;

import dev.perennial.api.request.ApiRequest;
import dev.perennial.api.request.SingleHeader;
import java.util.Set;
import org.springframework.http.HttpHeaders;

/**
 * Determines from the token what a user may read: an admin everything, others what concerns them.
 */
public record ReaderResolver(BearerTokens tokens) {

  private static final String ADMIN = "admin";

  public Reader of(ApiRequest request, String user) {
    Set<String> roles = tokens.roles(SingleHeader.read(request, HttpHeaders.AUTHORIZATION));
    return new Reader(user, roles.contains(ADMIN));
  }
}
