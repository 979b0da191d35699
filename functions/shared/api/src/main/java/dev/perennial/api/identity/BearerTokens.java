package dev.perennial.api.identity;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.jwk.JWKMatcher;
import com.nimbusds.jose.jwk.JWKSelector;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.jwk.source.JWKSourceBuilder;
import com.nimbusds.jose.jwk.source.RateLimitReachedException;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.proc.DefaultJOSEObjectTypeVerifier;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jose.util.DefaultResourceRetriever;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.nimbusds.jwt.proc.DefaultJWTClaimsVerifier;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import dev.perennial.api.problem.ProblemException;
import dev.perennial.events.UserId;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Authenticates users by the bearer token in the {@code Authorization} header (RFC 6750). */
public final class BearerTokens {

  private static final Logger LOG = LoggerFactory.getLogger(BearerTokens.class);

  private static final String SCHEME = "Bearer ";
  private static final int CLOCK_SKEW_SECONDS = 60;
  private static final Duration KEYS_OUTLIVE_ISSUER = Duration.ofHours(4);
  private static final int FETCH_MILLIS = 2_000;
  private static final int FETCH_BYTES = 256 * 1024;

  /**
   * A longer validity of a token is cut to this, so that timers and databases can represent its
   * end.
   */
  private static final Duration LONGEST = Duration.ofDays(36_500);

  private static final String UNVERIFIED =
      "it is expired, not for this API, or not signed by its issuer";

  private final InstantSource clock;
  private final JWKSource<SecurityContext> keys;
  private final VerifiedTokens remembered;
  private final DefaultJWTProcessor<SecurityContext> processor = new DefaultJWTProcessor<>();

  /**
   * Fetches the issuer's keys when the first token arrives and caches them. Fetches them again for
   * an unknown key. If the issuer is unavailable, cached keys are used for up to 4 hours.
   */
  public BearerTokens(Issuer issuer, InstantSource clock) {
    this(
        issuer,
        clock,
        JWKSourceBuilder.create(
                issuer.jwksUri(),
                new DefaultResourceRetriever(FETCH_MILLIS, FETCH_MILLIS, FETCH_BYTES))
            .retrying(true)
            .outageTolerant(KEYS_OUTLIVE_ISSUER.toMillis())
            .build());
  }

  BearerTokens(Issuer issuer, InstantSource clock, JWKSource<SecurityContext> keys) {
    this.clock = clock;
    this.keys = keys;
    this.remembered = new VerifiedTokens(keys, clock);
    processor.setJWSKeySelector(new JWSVerificationKeySelector<>(issuer.algorithms(), keys));
    processor.setJWSTypeVerifier(
        new DefaultJOSEObjectTypeVerifier<>(
            JOSEObjectType.JWT, new JOSEObjectType("at+jwt"), null));
    processor.setJWTClaimsSetVerifier(new Claims(issuer, clock));
  }

  /**
   * Returns the user: the {@code sub} claim of a valid token.
   *
   * @param authorization the header; null if there is none
   * @throws ProblemException 401 without a valid token, 503 if the issuer's keys cannot be fetched
   */
  public String user(@Nullable String authorization) {
    return caller(authorization).user();
  }

  /** As {@link #user}, with the time until which the token is accepted, at most 100 years. */
  public Caller caller(@Nullable String authorization) {
    VerifiedToken token = verified(authorization);
    return new Caller(user(token), acceptedUntil(token));
  }

  /**
   * Returns the user's roles, such as {@code admin}: the {@code roles} claim of a valid token.
   * Empty if the token has none.
   *
   * @throws ProblemException as {@link #user}
   */
  public Set<String> roles(@Nullable String authorization) {
    VerifiedToken token = verified(authorization);
    Object roles = token.claims().get("roles");
    if (roles == null && !token.claims().containsKey("roles")) {
      return Set.of();
    }
    if (!(roles instanceof List<?> list) || !list.stream().allMatch(String.class::isInstance)) {
      throw invalidToken("the claim roles must be a list of texts");
    }
    return list.stream().map(String.class::cast).collect(Collectors.toCollection(TreeSet::new));
  }

  /** Reads the claim as it was sent: the library would convert a number to text. */
  private static String user(VerifiedToken token) {
    if (token.claims().get("sub") instanceof String subject && UserId.isValid(subject)) {
      return subject;
    }
    throw invalidToken("the claim sub " + UserId.FORM);
  }

  private Instant acceptedUntil(VerifiedToken token) {
    Instant until = token.expires().plusSeconds(CLOCK_SKEW_SECONDS);
    Instant latest = clock.instant().plus(LONGEST);
    return until.isBefore(latest) ? until : latest;
  }

  private VerifiedToken verified(@Nullable String authorization) {
    if (authorization == null
        || !authorization.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
      throw ProblemException.unauthorized(
          "Bearer realm=\"perennial\"", "a bearer token is required");
    }
    return verify(authorization.substring(SCHEME.length()).strip());
  }

  private VerifiedToken verify(String text) {
    try {
      Optional<VerifiedToken> known = remembered.find(text);
      return known.isPresent() ? known.get() : verifyAndRemember(text);
    } catch (RateLimitReachedException e) {
      // If keys are cached, tokens with unknown keys have used up the limit; otherwise the issuer
      // is unavailable.
      throw hasKeys() ? invalidToken(UNVERIFIED) : issuerAway(e);
    } catch (KeySourceException e) {
      throw issuerAway(e);
    } catch (ParseException | BadJOSEException | JOSEException e) {
      LOG.debug("A token was refused: {}", e.getMessage());
      throw invalidToken(UNVERIFIED);
    }
  }

  private VerifiedToken verifyAndRemember(String text)
      throws ParseException, BadJOSEException, JOSEException {
    SignedJWT token = parse(text);
    VerifiedTokens.Generation generation = remembered.generation();
    Date expires = processor.process(token, null).getExpirationTime();
    Map<String, Object> claims = token.getPayload().toJSONObject();
    if (expires == null || !(claims.get("exp") instanceof Number)) {
      throw invalidToken("the claim exp must be a number");
    }
    var verified = new VerifiedToken(claims, expires.toInstant());
    generation.add(text, verified);
    return verified;
  }

  /** The library throws other exceptions than its own for parts that are JSON but no objects. */
  private static SignedJWT parse(String text) throws ParseException {
    try {
      return SignedJWT.parse(text);
    } catch (RuntimeException malformed) {
      throw new ParseException("the token is malformed: " + malformed, 0);
    }
  }

  private boolean hasKeys() {
    try {
      return !keys.get(new JWKSelector(new JWKMatcher.Builder().build()), null).isEmpty();
    } catch (KeySourceException e) {
      return false;
    }
  }

  private static ProblemException invalidToken(String reason) {
    return ProblemException.unauthorized(
        "Bearer realm=\"perennial\", error=\"invalid_token\"",
        "the bearer token is not acceptable: " + reason);
  }

  private static ProblemException issuerAway(KeySourceException e) {
    LOG.warn(
        "The issuer's keys cannot be fetched; the request was answered with 503: {}", e.toString());
    return ProblemException.unavailable(
        "the issuer's keys cannot be fetched; try again in a moment");
  }

  private static final class Claims extends DefaultJWTClaimsVerifier<SecurityContext> {

    private final InstantSource clock;

    Claims(Issuer issuer, InstantSource clock) {
      super(
          issuer.audience(),
          new JWTClaimsSet.Builder().issuer(issuer.name()).build(),
          Set.of("sub", "exp"));
      this.clock = clock;
      setMaxClockSkew(CLOCK_SKEW_SECONDS);
    }

    @Override
    protected Date currentTime() {
      return Date.from(clock.instant());
    }
  }
}
