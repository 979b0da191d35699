package dev.perennial.operations.api;

import dev.perennial.api.identity.BearerTokens;
import dev.perennial.api.problem.ProblemException;
import dev.perennial.api.request.ApiRequest;
import dev.perennial.api.request.SingleHeader;
import java.util.Set;
import org.springframework.http.HttpHeaders;

/** Who may see dead letters, and who may act on them: by the roles in the token. */
public record OperatorRoles(BearerTokens tokens) {

  private static final String ADMIN = "admin";
  private static final String OPERATOR = "operator";

  /**
   * @throws ProblemException 403 unless the user has the role operator or admin
   */
  void requireReader(ApiRequest request) {
    var roles = roles(request);
    if (!roles.contains(ADMIN) && !roles.contains(OPERATOR)) {
      throw ProblemException.forbidden("this requires the role operator or admin");
    }
  }

  /**
   * @throws ProblemException 403 unless the user has the role admin
   */
  void requireAdmin(ApiRequest request) {
    if (!roles(request).contains(ADMIN)) {
      throw ProblemException.forbidden("this requires the role admin");
    }
  }

  private Set<String> roles(ApiRequest request) {
    return tokens.roles(SingleHeader.read(request, HttpHeaders.AUTHORIZATION));
  }
}
