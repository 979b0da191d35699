package dev.perennial.api.identity;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKMatcher;
import com.nimbusds.jose.jwk.JWKSelector;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.proc.SecurityContext;
import dev.perennial.runtime.Sha256;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Remembers tokens that were verified, because a client sends the same token with each request and
 * the check of a signature costs up to a millisecond. A token is remembered for at most 60 s and
 * never longer than its {@code exp}, by its SHA-256. All are forgotten when the issuer's keys
 * change. At most {@value #MAX_TOKENS} are remembered; the oldest is forgotten first.
 */
final class VerifiedTokens {

  static final Duration LONGEST = Duration.ofSeconds(60);
  static final int MAX_TOKENS = 1_000;

  private static final JWKSelector ALL = new JWKSelector(new JWKMatcher.Builder().build());

  private final JWKSource<SecurityContext> keys;
  private final InstantSource clock;
  private volatile Generation current = new Generation(List.of());

  VerifiedTokens(JWKSource<SecurityContext> keys, InstantSource clock) {
    this.keys = keys;
    this.clock = clock;
  }

  /**
   * A token that was verified a short time ago with the keys that the issuer has now. Does not
   * fetch keys for other tokens.
   *
   * @throws KeySourceException if the keys cannot be fetched
   */
  Optional<VerifiedToken> find(String text) throws KeySourceException {
    Generation known = current;
    Remembered found = known.tokens.get(key(text));
    return found != null && clock.instant().isBefore(found.until) && known == generation()
        ? Optional.of(found.token)
        : Optional.empty();
  }

  /**
   * The tokens that are verified with the keys that the issuer has now. Must be called before a
   * token is verified that is added to it, so that none is found later that was verified with
   * former keys.
   *
   * @throws KeySourceException if the keys cannot be fetched
   */
  Generation generation() throws KeySourceException {
    List<JWK> now = keys.get(ALL, null);
    Generation known = current;
    if (!known.keys.equals(now)) {
      known = new Generation(now);
      current = known;
    }
    return known;
  }

  /** The tokens that were verified while the issuer had the same keys. */
  final class Generation {

    private final List<JWK> keys;
    private final Map<String, Remembered> tokens =
        Collections.synchronizedMap(
            new LinkedHashMap<>() {
              @Override
              protected boolean removeEldestEntry(Map.Entry<String, Remembered> eldest) {
                return size() > MAX_TOKENS;
              }
            });

    private Generation(List<JWK> keys) {
      this.keys = keys;
    }

    /** Remembers a token that was verified. */
    void add(String text, VerifiedToken token) {
      Instant latest = clock.instant().plus(LONGEST);
      Instant until = token.expires().isBefore(latest) ? token.expires() : latest;
      // Removed first, so that a token that is verified again counts as the newest.
      String key = key(text);
      tokens.remove(key);
      tokens.put(key, new Remembered(token, until));
    }
  }

  private static String key(String text) {
    return new String(Sha256.of(text.getBytes(UTF_8)), ISO_8859_1);
  }

  private record Remembered(VerifiedToken token, Instant until) {}
}
