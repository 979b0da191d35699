package dev.perennial.api.store;

import dev.perennial.api.problem.ProblemException;
import dev.perennial.api.route.Routes;
import dev.perennial.runtime.database.Database;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/**
 * Refuses requests that a person can do without while the hard limit of their budget is reached.
 * {@code usage} decides when that is the case.
 */
public final class SpendingLimit {

  private final Database database;
  private final SpendingLimitRows rows;
  private final InstantSource clock;

  public SpendingLimit(Database database, InstantSource clock) {
    this.database = database;
    this.rows = database.repository(SpendingLimitRows.class);
    this.clock = clock;
  }

  /**
   * Returns the endpoint with a check before it.
   *
   * @return an endpoint that throws 429 while the limit is reached; the end of the month is in
   *     {@code Retry-After}
   */
  public Routes.Endpoint within(Routes.Endpoint endpoint) {
    return (request, user) -> {
      require(user);
      return endpoint.handle(request, user);
    };
  }

  private void require(String user) {
    Instant now = clock.instant();
    database
        .inTransaction(() -> rows.limitedUntil(user))
        .filter(now::isBefore)
        .ifPresent(
            until -> {
              throw ProblemException.budgetSpent(until, Duration.between(now, until));
            });
  }
}
