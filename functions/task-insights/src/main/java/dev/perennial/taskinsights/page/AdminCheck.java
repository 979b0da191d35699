package dev.perennial.taskinsights.page;

import dev.perennial.api.identity.BearerTokens;
import dev.perennial.api.request.ApiRequest;
import dev.perennial.api.request.SingleHeader;
import org.springframework.http.HttpHeaders;

/** Whether the token of a request has the role {@code admin}. */
public record AdminCheck(BearerTokens tokens) {

  boolean isAdmin(ApiRequest request) {
    return tokens.roles(SingleHeader.read(request, HttpHeaders.AUTHORIZATION)).contains("admin");
  }
}
