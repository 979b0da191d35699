package dev.perennial.local.infra;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import dev.perennial.embedded.Ports;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IssuerIT {

  @TempDir Path directory;
  private final int port = Ports.free();

  @Test
  void a_token_names_its_user_and_is_valid_for_an_hour() throws Exception {
    try (Issuer issuer = started()) {
      JWTClaimsSet claims = SignedJWT.parse(issuer.token("ada")).getJWTClaimsSet();

      assertThat(claims.getSubject()).isEqualTo("ada");
      assertThat(claims.getIssuer()).isEqualTo(issuer.url());
      assertThat(claims.getAudience()).containsExactly(Issuer.AUDIENCE);
      assertThat(
              Duration.between(
                  claims.getIssueTime().toInstant(), claims.getExpirationTime().toInstant()))
          .hasHours(1);
      assertThat(claims.getClaim("roles")).isNull();
      assertThat(SignedJWT.parse(issuer.token("root")).getJWTClaimsSet().getClaim("roles"))
          .isEqualTo(List.of("admin"));
    }
  }

  @Test
  void an_unknown_user_gets_no_token() {
    try (Issuer issuer = started()) {
      assertThatThrownBy(() -> issuer.token("eve"))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("ada, grace, root");
    }
  }

  @Test
  void a_token_is_still_valid_after_a_restart() throws Exception {
    SignedJWT token;
    try (Issuer issuer = started()) {
      token = SignedJWT.parse(issuer.token("ada"));
    }

    try (Issuer issuer = started()) {
      var keys = JWKSet.load(URI.create(issuer.keysUrl()).toURL());
      JWK key = keys.getKeyByKeyId(token.getHeader().getKeyID());
      assertThat(token.verify(new RSASSAVerifier(key.toRSAKey()))).isTrue();
      assertThat(token.getJWTClaimsSet().getIssuer()).isEqualTo(issuer.url());
    }
  }

  private Issuer started() {
    var issuer = new Issuer(directory.resolve("issuer-key.json"), port);
    issuer.start();
    return issuer;
  }
}
