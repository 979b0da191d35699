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
 * How much a user may do at once: a token bucket each, in the memory of this instance. Two
 * instances let twice as much through, and a new one begins with full buckets: it protects the
 * instance from a client gone wild, and is no quota.
 */
public final class RateLimit {

  /** Who has not been seen for longest is forgotten, and begins anew with a full bucket. */
  private static final int MAX_USERS = 10_000;

  private final int burst;
  private final int perSecond;
  private final TimeMeter time;
  private final Map<String, Bucket> buckets =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Bucket> eldest) {
          return size() > MAX_USERS;
        }
      };

  /**
   * @param burst how much may be done at once; 0 for no limit at all
   * @param perSecond how much comes back in a second; 0 for no limit at all
   */
  public RateLimit(int burst, int perSecond, InstantSource clock) {
    this.burst = burst;
    this.perSecond = perSecond;
    this.time = new Meter(clock);
  }

  /** {@code RATE_LIMIT_BURST}, 2000 unless told, and {@code RATE_LIMIT_PER_SECOND}, 100. */
  public static RateLimit from(Settings settings, InstantSource clock) {
    return new RateLimit(
        settings.wholeNumber("RATE_LIMIT_BURST", 2000),
        settings.wholeNumber("RATE_LIMIT_PER_SECOND", 100),
        clock);
  }

  /**
   * Takes so much of what the user may do; of more than a full bucket, all of it.
   *
   * @throws ProblemException 429 if there is less; then nothing is taken
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
   * How it stands with the user, as draft-ietf-httpapi-ratelimit-headers has it: what is left, and
   * in how many seconds the bucket is full again. Empty without a limit.
   */
  public Map<String, String> headers(String user) {
    var bucket = bucket(user);
    if (bucket == null) {
      return Map.of();
    }
    var left = bucket.getAvailableTokens();
    return Map.of(
        "RateLimit-Policy", "\"user\";q=" + burst + ";w=" + secondsFor(burst),
        "RateLimit", "\"user\";r=" + left + ";t=" + secondsFor(burst - left));
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
