package dev.perennial.local.infra;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.JWKSet;
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
  void saysWhoItsBearerIsForAnHour() throws Exception {
    try (var issuer = started()) {
      var claims = SignedJWT.parse(issuer.token("ada")).getJWTClaimsSet();

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
  void knowsNobodyElse() {
    try (var issuer = started()) {
      assertThatThrownBy(() -> issuer.token("eve"))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("ada, grace, root");
    }
  }

  @Test
  void standsByATokenAfterARestart() throws Exception {
    SignedJWT token;
    try (var issuer = started()) {
      token = SignedJWT.parse(issuer.token("ada"));
    }

    try (var issuer = started()) {
      var keys = JWKSet.load(URI.create(issuer.keysUrl()).toURL());
      var key = keys.getKeyByKeyId(token.getHeader().getKeyID());
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
