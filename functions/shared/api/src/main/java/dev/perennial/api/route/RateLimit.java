package dev.perennial.api.route;

import dev.perennial.api.problem.ProblemException;
import dev.perennial.runtime.Settings;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.TimeMeter;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Limits the rate of requests with a token bucket for each user, in the memory of this instance.
 * Two instances together admit twice as much, and a new instance starts with full buckets. The
 * limit protects the instance from a faulty client. It is not a quota.
 */
public final class RateLimit {

  /**
   * Above this number the user seen longest ago is evicted, and starts again with a full bucket.
   */
  private static final int MAX_USERS = 10_000;

  private final int burst;
  private final int perSecond;
  private final TimeMeter time;
  private final FailureLimit failures;
  private final Map<String, Bucket> buckets =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Bucket> eldest) {
          return size() > MAX_USERS;
        }
      };

  /**
   * @param burst the capacity of a bucket, in tokens; 0 for no limit
   * @param perSecond how many tokens are added in a second; 0 for no limit
   */
  public RateLimit(int burst, int perSecond, InstantSource clock) {
    this(burst, perSecond, new Meter(clock), new FailureLimit(0, 0, new Meter(clock)));
  }

  private RateLimit(int burst, int perSecond, TimeMeter time, FailureLimit failures) {
    this.burst = burst;
    this.perSecond = perSecond;
    this.time = time;
    this.failures = failures;
  }

  /**
   * Reads {@code RATE_LIMIT_BURST}, default 2000, and {@code RATE_LIMIT_PER_SECOND}, default 100,
   * and the limits of failed requests.
   */
  public static RateLimit from(Settings settings, InstantSource clock) {
    var time = new Meter(clock);
    return new RateLimit(
        settings.wholeNumber("RATE_LIMIT_BURST", 2000),
        settings.wholeNumber("RATE_LIMIT_PER_SECOND", 100),
        time,
        FailureLimit.from(settings, time));
  }

  /**
   * Takes {@code amount} tokens from the user's bucket, at most its capacity.
   *
   * @throws ProblemException 429 if the bucket has fewer tokens; none is taken then
   */
  public void take(String user, int amount) {
    var bucket = bucket(user);
    if (bucket == null || amount == 0) {
      return;
    }
    var taken = bucket.tryConsumeAndReturnRemaining(Math.min(amount, burst));
    if (!taken.isConsumed()) {
      throw ProblemException.tooMany(wholeSeconds(taken.getNanosToWaitForRefill()));
    }
  }

  /**
   * Takes {@code amount} tokens, at most the capacity, for work that is done already, whose cost
   * was not known before. If the bucket has fewer, the next requests of the user wait until they
   * are refilled.
   */
  public void charge(String user, int amount) {
    var bucket = bucket(user);
    if (bucket != null && amount > 0) {
      bucket.consumeIgnoringRateLimits(Math.min(amount, burst));
    }
  }

  /** The limit of requests that fail because of their credential. */
  FailureLimit failures() {
    return failures;
  }

  /**
   * The headers of draft-ietf-httpapi-ratelimit-headers for a user: the tokens left, and the
   * seconds until the bucket is full again. Empty without a limit.
   */
  public Map<String, String> headers(String user) {
    var bucket = bucket(user);
    if (bucket == null) {
      return Map.of();
    }
    // Negative after a charge.
    var left = bucket.getAvailableTokens();
    return Map.of(
        "RateLimit-Policy", "\"user\";q=" + burst + ";w=" + secondsFor(burst),
        "RateLimit", "\"user\";r=" + Math.max(0, left) + ";t=" + secondsFor(burst - left));
  }

  private @Nullable Bucket bucket(String user) {
    if (burst == 0 || perSecond == 0) {
      return null;
    }
    synchronized (buckets) {
      return buckets.computeIfAbsent(user, _ -> full());
    }
  }

  private Bucket full() {
    return Bucket.builder()
        .addLimit(limit -> limit.capacity(burst).refillGreedy(perSecond, Duration.ofSeconds(1)))
        .withCustomTimePrecision(time)
        .build();
  }

  private long secondsFor(long tokens) {
    return Math.ceilDiv(tokens, perSecond);
  }

  private static long wholeSeconds(long nanos) {
    return Math.max(1, Math.ceilDiv(nanos, TimeUnit.SECONDS.toNanos(1)));
  }

  private record Meter(InstantSource clock) implements TimeMeter {

    @Override
    public long currentTimeNanos() {
      var now = clock.instant();
      return TimeUnit.SECONDS.toNanos(now.getEpochSecond()) + now.getNano();
    }

    @Override
    public boolean isWallClockBased() {
      return true;
    }
  }
}
