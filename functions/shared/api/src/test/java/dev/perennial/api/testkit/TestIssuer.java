package dev.perennial.api.testkit;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/**
 * An OpenID Connect issuer as far as an API sees one: it signs tokens and shows its public keys
 * over HTTP.
 */
public final class TestIssuer implements AutoCloseable {

  public static final String NAME = "https://issuer.example";
  public static final String AUDIENCE = "perennial";

  private static final RSAKey KEY = newKey("key-1");

  /** By user, because a signature costs more than the request that it is for. */
  private static final Map<String, String> AUTHORIZATIONS = new ConcurrentHashMap<>();

  private final HttpServer server;

  private TestIssuer(HttpServer server) {
    this.server = server;
  }

  /** Listens on a free port of the loopback address. */
  public static TestIssuer start() {
    try {
      HttpServer server =
          HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
      byte[] keys = new JWKSet(KEY.toPublicJWK()).toString().getBytes(StandardCharsets.UTF_8);
      server.createContext(
          "/jwks",
          exchange -> {
            exchange.sendResponseHeaders(200, keys.length);
            exchange.getResponseBody().write(keys);
            exchange.close();
          });
      server.start();
      return new TestIssuer(server);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The environment variables with which a function accepts this issuer's tokens. */
  public Map<String, String> env() {
    return Map.of("OIDC_ISSUER", NAME, "OIDC_AUDIENCE", AUDIENCE, "OIDC_JWKS_URI", jwksUri());
  }

  public String jwksUri() {
    return "http://127.0.0.1:" + server.getAddress().getPort() + "/jwks";
  }

  /** The {@code Authorization} header of this user, valid for an hour after its first use. */
  public static String authorization(String user) {
    return AUTHORIZATIONS.computeIfAbsent(
        user, _ -> "Bearer " + token(KEY, claims -> claims.subject(user)));
  }

  /** The {@code Authorization} header of this user, valid until then. */
  public static String authorization(String user, Instant expiry) {
    return "Bearer " + token(claims -> claims.subject(user).expirationTime(Date.from(expiry)));
  }

  /** A token of the issuer's with other claims than usual; the subject is ada. */
  public static String token(Consumer<JWTClaimsSet.Builder> other) {
    return token(KEY, other);
  }

  /** A token by any key. */
  public static String token(RSAKey key, Consumer<JWTClaimsSet.Builder> other) {
    var claims =
        new JWTClaimsSet.Builder()
            .issuer(NAME)
            .audience(AUDIENCE)
            .subject("ada")
            .expirationTime(Date.from(Instant.now().plus(Duration.ofHours(1))));
    other.accept(claims);
    return signed(key, new SignedJWT(header(key), claims.build()));
  }

  /** A token of the issuer's with these claims as JSON, whatever their types. */
  public static String signed(String claims) {
    return signed(KEY, new JWSObject(header(KEY), new Payload(claims)));
  }

  private static JWSHeader header(RSAKey key) {
    return new JWSHeader.Builder(JWSAlgorithm.RS256).keyID(key.getKeyID()).build();
  }

  private static String signed(RSAKey key, JWSObject token) {
    try {
      token.sign(new RSASSASigner(key));
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
    return token.serialize();
  }

  public static RSAKey newKey(String id) {
    try {
      return new RSAKeyGenerator(2048).keyID(id).generate();
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
