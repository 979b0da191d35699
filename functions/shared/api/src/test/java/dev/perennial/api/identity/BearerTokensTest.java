package dev.perennial.api.identity;

import static dev.perennial.api.testkit.TestIssuer.token;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import dev.perennial.api.problem.ProblemException;
import dev.perennial.api.testkit.TestIssuer;
import dev.perennial.runtime.Settings;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BearerTokensTest {

  private static final Instant NOW = Instant.now();

  private TestIssuer issuer;
  private BearerTokens tokens;

  @BeforeEach
  void startIssuer() {
    issuer = TestIssuer.start();
    tokens = tokens(issuer.env());
  }

  @AfterEach
  void stopIssuer() {
    issuer.close();
  }

  @Test
  void the_subject_is_the_user() {
    assertThat(tokens.user(TestIssuer.authorization("grace"))).isEqualTo("grace");
    assertThat(tokens.user("bearer  " + token(claims -> {}))).isEqualTo("ada");
  }

  @Test
  void a_caller_is_one_until_the_token_is_not_accepted_any_more() {
    var expiry = Instant.ofEpochSecond(NOW.getEpochSecond() + 600);

    var caller =
        tokens.caller("Bearer " + token(claims -> claims.expirationTime(Date.from(expiry))));

    assertThat(caller).isEqualTo(new Caller("ada", expiry.plusSeconds(60)));
  }

  @Test
  void the_roles_of_a_token_are_read() {
    assertThat(tokens.roles("Bearer " + token(claims -> claims.claim("roles", List.of("admin")))))
        .containsExactly("admin");
    assertThat(tokens.roles(TestIssuer.authorization("grace"))).isEmpty();
    assertThatThrownBy(() -> tokens.roles("Bearer nonsense")).isInstanceOf(ProblemException.class);
    assertThatThrownBy(
            () -> tokens.roles("Bearer " + token(claims -> claims.claim("roles", "admin"))))
        .isInstanceOf(ProblemException.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "Bearer",
        "Bearer ",
        "Basic YWRhOg==",
        "Bearer nonsense",
        "Bearer a.b.c",
        "Bearer bnVsbA.bnVsbA.bnVsbA",
        "Bearer \u0000"
      })
  void whatever_is_no_token_is_refused(String authorization) {
    assertRefused(authorization);
  }

  @Test
  void no_token_is_challenged_without_an_error_and_a_bad_one_with() {
    assertThat(challenge(null)).isEqualTo("Bearer realm=\"perennial\"");
    assertThat(challenge("Bearer nonsense")).contains("error=\"invalid_token\"");
  }

  @Test
  void a_token_is_good_for_a_minute_after_it_expires_and_no_longer() {
    assertAccepted(claims -> claims.expirationTime(Date.from(NOW.minusSeconds(55))));
    assertRefusedWith(claims -> claims.expirationTime(Date.from(NOW.minusSeconds(65))));
  }

  @Test
  void a_token_that_is_not_valid_yet_is_refused() {
    assertRefusedWith(claims -> claims.notBeforeTime(Date.from(NOW.plus(Duration.ofMinutes(5)))));
  }

  @Test
  void a_token_without_expiry_is_refused() {
    assertRefusedWith(claims -> claims.expirationTime(null));
  }

  @Test
  void a_token_for_another_audience_is_refused() {
    assertRefusedWith(claims -> claims.audience("somebody else"));
    assertRefusedWith(claims -> claims.audience((String) null));
  }

  @Test
  void a_token_of_another_issuer_is_refused() {
    assertRefusedWith(claims -> claims.issuer("https://elsewhere.example"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "a\u0000b",
        " ada",
        "ada ",
        "a b",
        "\u00e9",
        "\u0141ukasz",
        "a\nb",
        "a\u007f"
      })
  void a_token_whose_subject_is_no_user_id_is_refused_with_the_reason(String subject) {
    assertThat(refused("Bearer " + token(claims -> claims.subject(subject))).getMessage())
        .contains("sub", "printable ASCII");
  }

  @Test
  void a_subject_has_255_characters_at_most() {
    assertRefusedWith(claims -> claims.subject("x".repeat(256)));

    assertThat(tokens.user("Bearer " + token(claims -> claims.subject("x".repeat(255)))))
        .hasSize(255);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"https://idp.example.org/users/7", "auth0|7", "CORP\\ada", "%C3%A9", "%41", "\"="})
  void every_printable_ascii_character_may_be_in_a_subject(String subject) {
    assertThat(tokens.user("Bearer " + token(claims -> claims.subject(subject))))
        .isEqualTo(subject);
  }

  /** Whatever the issuer signs, nothing is an internal error. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "'sub':null",
        "'sub':7",
        "'sub':['ada']",
        "'sub':{}",
        "'exp':null",
        "'exp':'4102444800'",
        "'exp':[]",
        "'exp':{}",
        "'exp':true",
        "'exp':-1",
        "'exp':1e400",
        "'nbf':'now'",
        "'nbf':1e300",
        "'iat':{}",
        "'aud':null",
        "'aud':7",
        "'aud':[null]",
        "'iss':null",
        "'iss':7",
        "'jti':7"
      })
  void a_claim_of_the_wrong_type_is_refused_or_ignored(String claim) {
    var authorization = "Bearer " + TestIssuer.signed(claims(claim));

    try {
      assertThat(tokens.caller(authorization).user()).isEqualTo("ada");
    } catch (ProblemException refused) {
      assertThat(refused.status()).isEqualTo(401);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "'sub':null",
        "'sub':7",
        "'exp':null",
        "'exp':'4102444800'",
        "'aud':null",
        "'iss':7"
      })
  void a_required_claim_of_the_wrong_type_is_refused(String claim) {
    assertRefused("Bearer " + TestIssuer.signed(claims(claim)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"null", "'admin'", "7", "{}", "[null]", "[7]", "['admin',null]"})
  void roles_that_are_no_list_of_texts_are_refused(String roles) {
    var authorization = "Bearer " + TestIssuer.signed(claims("'roles':" + roles));

    var refused = catchThrowableOfType(ProblemException.class, () -> tokens.roles(authorization));

    assertThat(refused.status()).isEqualTo(401);
    assertThat(refused).hasMessageContaining("roles");
  }

  @Test
  void a_caller_is_one_for_a_hundred_years_at_most() {
    assertThat(tokens.caller("Bearer " + TestIssuer.signed(claims("'exp':9000000000000"))).until())
        .isEqualTo(NOW.plus(Duration.ofDays(36_500)));
  }

  /** Claims as JSON, of which one is different. */
  private static String claims(String other) {
    var name = other.substring(0, other.indexOf(':'));
    return Stream.of(
            "'sub':'ada'",
            "'exp':4102444800",
            "'aud':'perennial'",
            "'iss':'" + TestIssuer.NAME + "'")
        .filter(claim -> !claim.startsWith(name + ":"))
        .collect(Collectors.joining(",", "{", "," + other + "}"))
        .replace('\'', '"');
  }

  @Test
  void a_token_with_no_signature_is_refused() {
    assertRefused("Bearer " + new PlainJWT(validClaims()).serialize());
  }

  @Test
  void a_token_by_a_strange_key_is_refused_also_under_a_known_name() {
    assertRefused("Bearer " + token(TestIssuer.newKey("strange"), claims -> {}));
    assertRefused("Bearer " + token(TestIssuer.newKey("key-1"), claims -> {}));
  }

  @Test
  void strange_keys_again_and_again_stay_refused_and_the_known_one_accepted() {
    var strange = "Bearer " + token(TestIssuer.newKey("strange"), claims -> {});
    for (int i = 0; i < 10; i++) {
      assertRefused(strange);
    }
    assertAccepted(claims -> {});
  }

  @Test
  void a_token_by_a_shared_secret_is_refused() throws Exception {
    var token = new SignedJWT(new JWSHeader(JWSAlgorithm.HS256), validClaims());
    token.sign(new MACSigner("0123456789abcdef0123456789abcdef"));

    assertRefused("Bearer " + token.serialize());
  }

  @Test
  void a_token_cannot_be_verified_without_the_issuer_s_keys_and_may_be_sent_again() {
    issuer.close();

    for (int i = 0; i < 10; i++) {
      assertThatThrownBy(() -> tokens.user(TestIssuer.authorization("ada")))
          .isInstanceOf(ProblemException.class)
          .hasMessageContaining("keys cannot be fetched");
    }
  }

  @Test
  void cached_keys_outlive_the_issuer() {
    assertAccepted(claims -> {});
    issuer.close();

    assertAccepted(claims -> {});
  }

  @ParameterizedTest
  @ValueSource(strings = {"none", "HS256", "RS256,HS256", "dir"})
  void no_configuration_can_allow_what_is_no_signature_by_a_private_key(String algorithms) {
    var env = new HashMap<>(issuer.env());
    env.put("OIDC_ALGORITHMS", algorithms);

    assertThatThrownBy(() -> tokens(env))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("OIDC_ALGORITHMS");
  }

  @ParameterizedTest
  @ValueSource(strings = {"OIDC_ISSUER", "OIDC_AUDIENCE", "OIDC_JWKS_URI"})
  void each_variable_is_required_by_name(String variable) {
    var env = new HashMap<>(issuer.env());
    env.remove(variable);

    assertThatThrownBy(() -> tokens(env)).hasMessageContaining(variable);
  }

  private static BearerTokens tokens(Map<String, String> env) {
    return new BearerTokens(Issuer.from(new Settings("task-api", env)), InstantSource.fixed(NOW));
  }

  private static JWTClaimsSet validClaims() {
    return new JWTClaimsSet.Builder()
        .issuer(TestIssuer.NAME)
        .audience(TestIssuer.AUDIENCE)
        .subject("ada")
        .expirationTime(Date.from(NOW.plusSeconds(60)))
        .build();
  }

  private void assertAccepted(Consumer<JWTClaimsSet.Builder> claims) {
    assertThat(tokens.user("Bearer " + token(claims))).isEqualTo("ada");
  }

  private void assertRefusedWith(Consumer<JWTClaimsSet.Builder> claims) {
    assertRefused("Bearer " + token(claims));
  }

  private void assertRefused(String authorization) {
    assertThat(challenge(authorization)).startsWith("Bearer ");
  }

  private @Nullable String challenge(@Nullable String authorization) {
    return refused(authorization).headers().get("WWW-Authenticate");
  }

  private ProblemException refused(@Nullable String authorization) {
    var refused = catchThrowableOfType(ProblemException.class, () -> tokens.user(authorization));
    assertThat(refused).as("refused").isNotNull();
    assertThat(refused.status()).isEqualTo(401);
    return refused;
  }
}
