package dev.perennial.api.route;

import dev.perennial.api.problem.ProblemException;
import dev.perennial.runtime.Settings;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.TimeMeter;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Limits the requests that fail because of their credential: no valid access token, or no valid
 * secret in the address of a public page. The limit is for all clients of this instance together,
 * because a client without a credential can choose freely who it seems to be. A request is counted
 * and refused only if it fails anyway, so nobody can lock out a client with a valid credential.
 */
final class FailureLimit {

  private static final String CHALLENGE = "WWW-Authenticate";

  private final int burst;
  private final int perSecond;
  private final @Nullable Bucket bucket;

  /**
   * @param burst the capacity of the bucket, in failed requests; 0 for no limit
   * @param perSecond how many failed requests are added in a second; 0 for no limit
   */
  FailureLimit(int burst, int perSecond, TimeMeter time) {
    this.burst = burst;
    this.perSecond = perSecond;
    this.bucket =
        burst == 0 || perSecond == 0
            ? null
            : Bucket.builder()
                .addLimit(
                    limit -> limit.capacity(burst).refillGreedy(perSecond, Duration.ofSeconds(1)))
                .withCustomTimePrecision(time)
                .build();
  }

  /**
   * Reads {@code FAILURE_LIMIT_BURST}, default 500, and {@code FAILURE_LIMIT_PER_SECOND}, default
   * 50.
   */
  static FailureLimit from(Settings settings, TimeMeter time) {
    return new FailureLimit(
        settings.wholeNumber("FAILURE_LIMIT_BURST", 500),
        settings.wholeNumber("FAILURE_LIMIT_PER_SECOND", 50),
        time);
  }

  /**
   * Counts a failed request.
   *
   * @return the problem to answer: this one, or a 429 if too many have failed. The 429 keeps the
   *     challenge of a 401, so a client with an expired token knows that it needs another one
   */
  ProblemException count(ProblemException failure) {
    if (bucket == null || bucket.tryConsume(1)) {
      return failure;
    }
    ProblemException tooMany =
        ProblemException.tooMany(
            "too many requests without a valid credential; one with a valid credential is accepted",
            1);
    String challenge = failure.headers().get(CHALLENGE);
    return tooMany
        .with(headers())
        .with(challenge == null ? Map.of() : Map.of(CHALLENGE, challenge));
  }

  /** As {@link RateLimit#headers}, of an empty bucket. */
  private Map<String, String> headers() {
    int seconds = Math.ceilDiv(burst, perSecond);
    return Map.of(
        "RateLimit-Policy", "\"failures\";q=" + burst + ";w=" + seconds,
        "RateLimit", "\"failures\";r=0;t=" + seconds);
  }
}
