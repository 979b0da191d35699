package dev.perennial.auditsink.access;

import dev.perennial.api.identity.BearerTokens;
import dev.perennial.api.request.SingleHeader;
import java.util.Set;
import org.springframework.http.HttpHeaders;
import org.springframework.web.servlet.function.ServerRequest;

/**
 * Determines from the token what a user may read: an admin everything, others what concerns them.
 */
public record ReaderResolver(BearerTokens tokens) {

  private static final String ADMIN = "admin";

  public Reader of(ServerRequest request, String user) {
    Set<String> roles = tokens.roles(SingleHeader.read(request, HttpHeaders.AUTHORIZATION));
    return new Reader(user, roles.contains(ADMIN));
  }
}
