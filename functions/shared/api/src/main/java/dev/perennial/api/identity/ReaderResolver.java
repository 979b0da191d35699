package dev.perennial.api.identity;

import dev.perennial.api.request.ApiRequest;

/**
 * Determines from the token what a user may read: an admin everything, others what concerns them.
 */
public record ReaderResolver(BearerTokens tokens) {

  public Reader of(ApiRequest request, String user) {
    return new Reader(user, new Roles(tokens).isAdmin(request));
  }
}
