package dev.perennial.api.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSelector;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.proc.SecurityContext;
import dev.perennial.api.problem.ProblemException;
import dev.perennial.api.testkit.TestIssuer;
import dev.perennial.runtime.Settings;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Tokens that are verified once, and for how long. */
class VerifiedTokensTest {

  private static final RSAKey ONE = TestIssuer.newKey("one");
  private static final RSAKey OTHER = TestIssuer.newKey("other");

  private Instant now = Instant.ofEpochSecond(Instant.now().getEpochSecond());
  private List<JWK> keys = List.of(ONE.toPublicJWK());
  private int verifications;
  private boolean isAway;

  private final BearerTokens tokens = new BearerTokens(issuer(), () -> now, this::select);
  private final VerifiedTokens remembered = new VerifiedTokens(this::select, () -> now);

  @Test
  void a_token_is_verified_once_in_a_minute() {
    var token = of(ONE, Duration.ofHours(1));

    assertThat(tokens.user(token)).isEqualTo("ada");
    now = now.plusSeconds(59);
    assertThat(tokens.user(token)).isEqualTo("ada");
    assertThat(tokens.roles(token)).isEmpty();
    assertThat(verifications).isEqualTo(1);

    now = now.plusSeconds(1);
    assertThat(tokens.user(token)).isEqualTo("ada");
    assertThat(verifications).isEqualTo(2);
  }

  @Test
  void a_token_is_not_remembered_past_its_expiry() {
    var token = of(ONE, Duration.ofSeconds(30));
    tokens.user(token);

    now = now.plusSeconds(30);
    assertThat(tokens.user(token)).as("within the tolerance for clocks").isEqualTo("ada");
    assertThat(verifications).isEqualTo(2);

    now = now.plusSeconds(61);
    assertRefused(token);
  }

  @Test
  void a_token_is_refused_as_soon_as_its_key_is_withdrawn() {
    var token = of(ONE, Duration.ofHours(1));
    tokens.user(token);

    keys = List.of(OTHER.toPublicJWK());

    assertRefused(token);
  }

  @Test
  void no_token_is_accepted_when_the_keys_are_not_known_any_more() {
    var token = of(ONE, Duration.ofHours(1));
    tokens.user(token);

    isAway = true;

    assertThatThrownBy(() -> tokens.user(token))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("keys cannot be fetched");
  }

  @Test
  void a_refusal_is_not_remembered() {
    var token = of(OTHER, Duration.ofHours(1));
    assertRefused(token);

    keys = List.of(ONE.toPublicJWK(), OTHER.toPublicJWK());

    assertThat(tokens.user(token)).isEqualTo("ada");
  }

  @Test
  void a_token_that_was_verified_with_former_keys_is_not_found_later() throws Exception {
    var before = remembered.generation();
    keys = List.of(OTHER.toPublicJWK());
    before.add("late", token());

    assertThat(remembered.find("late")).isEmpty();
  }

  @Test
  void a_thousand_tokens_are_remembered_and_the_oldest_is_forgotten_first() throws Exception {
    var generation = remembered.generation();
    for (int i = 0; i <= VerifiedTokens.MAX_TOKENS; i++) {
      generation.add("token " + i, token());
    }

    assertThat(remembered.find("token 0")).isEmpty();
    assertThat(remembered.find("token 1")).isPresent();
    assertThat(remembered.find("token " + VerifiedTokens.MAX_TOKENS)).isPresent();
  }

  private VerifiedToken token() {
    return new VerifiedToken(Map.of(), now.plusSeconds(3_600));
  }

  private String of(RSAKey key, Duration validity) {
    var expiry = Date.from(now.plus(validity));
    return "Bearer " + TestIssuer.token(key, claims -> claims.expirationTime(expiry));
  }

  private void assertRefused(String token) {
    assertThatThrownBy(() -> tokens.user(token))
        .isInstanceOfSatisfying(
            ProblemException.class, refused -> assertThat(refused.status()).isEqualTo(401));
  }

  /** Selects by the id of a key only when the signature of a token is verified. */
  private List<JWK> select(JWKSelector selector, @Nullable SecurityContext context)
      throws KeySourceException {
    if (isAway) {
      throw new KeySourceException("away");
    }
    if (selector.getMatcher().getKeyIDs() != null) {
      verifications++;
    }
    return selector.select(new JWKSet(keys));
  }

  private static Issuer issuer() {
    var env = new HashMap<String, String>();
    env.put("OIDC_ISSUER", TestIssuer.NAME);
    env.put("OIDC_AUDIENCE", TestIssuer.AUDIENCE);
    env.put("OIDC_JWKS_URI", "http://127.0.0.1:1/jwks");
    return Issuer.from(new Settings("task-api", env));
  }
}
