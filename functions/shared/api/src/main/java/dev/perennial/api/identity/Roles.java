package dev.perennial.api.identity;

import dev.perennial.api.problem.ProblemException;
import dev.perennial.api.request.ApiRequest;
import dev.perennial.api.request.SingleHeader;
import java.util.Set;
import org.springframework.http.HttpHeaders;

/** What the sender of a request may do beyond their own data: by the roles in the token. */
public record Roles(BearerTokens tokens) {

  private static final String ADMIN = "admin";
  private static final String OPERATOR = "operator";

  /** Whether the user may see and do everything. */
  public boolean isAdmin(ApiRequest request) {
    return of(request).contains(ADMIN);
  }

  /**
   * @throws ProblemException 403 unless the user has the role admin
   */
  public void requireAdmin(ApiRequest request) {
    if (!isAdmin(request)) {
      throw ProblemException.forbidden("this requires the role admin");
    }
  }

  /**
   * @throws ProblemException 403 unless the user has the role operator or admin
   */
  public void requireOperator(ApiRequest request) {
    var roles = of(request);
    if (!roles.contains(ADMIN) && !roles.contains(OPERATOR)) {
      throw ProblemException.forbidden("this requires the role operator or admin");
    }
  }

  private Set<String> of(ApiRequest request) {
    return tokens.roles(SingleHeader.read(request, HttpHeaders.AUTHORIZATION));
  }
}
