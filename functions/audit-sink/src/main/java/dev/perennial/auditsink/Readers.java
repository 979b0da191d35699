package dev.perennial.auditsink;

import dev.perennial.api.identity.BearerTokens;
import org.springframework.http.HttpHeaders;
import org.springframework.web.servlet.function.ServerRequest;

/** Tells who reads: people what they may see, an admin everything. */
record Readers(BearerTokens tokens) {

  private static final String ADMIN = "admin";

  Reader of(ServerRequest request, String user) {
    var roles = tokens.roles(request.headers().firstHeader(HttpHeaders.AUTHORIZATION));
    return new Reader(user, roles.contains(ADMIN));
  }
}
