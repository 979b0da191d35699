package dev.perennial.local.infra;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import dev.perennial.embedded.OwnerOnlyFile;
import dev.perennial.embedded.StartupException;
import dev.perennial.local.http.ForeignRequest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.ParseException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import no.nav.security.mock.oauth2.MockOAuth2Server;
import no.nav.security.mock.oauth2.OAuth2Config;
import no.nav.security.mock.oauth2.http.OAuth2HttpRequest;
import no.nav.security.mock.oauth2.http.OAuth2HttpResponse;
import no.nav.security.mock.oauth2.http.Route;
import no.nav.security.mock.oauth2.token.DefaultOAuth2TokenCallback;
import no.nav.security.mock.oauth2.token.KeyProvider;
import no.nav.security.mock.oauth2.token.OAuth2TokenCallback;
import no.nav.security.mock.oauth2.token.OAuth2TokenProvider;
import okhttp3.Headers;

/**
 * An OIDC issuer with the users {@code ada}, {@code grace} and {@code root}, and any user named
 * {@code user-...}. Its key and its port are stored, so tokens stay valid after a restart; refresh
 * tokens do not. People sign in by a click on their name.
 */
public final class IssuerServer implements AutoCloseable {

  public static final String AUDIENCE = "perennial";

  private static final String ID = "perennial";
  private static final int KEY_BITS = 2048;
  private static final Duration LIFETIME = Duration.ofHours(1);

  /** For tests and measurements, which need many users. */
  private static final Pattern TEST_USER = Pattern.compile("user-[a-z0-9-]{1,50}");

  private final Map<String, Map<String, Object>> claims =
      new TreeMap<>(
          Map.of("ada", Map.of(), "grace", Map.of(), "root", Map.of("roles", List.of("admin"))));
  private final MockOAuth2Server server;
  private final int port;

  /**
   * @param keyFile stores the signing key, readable by its owner only
   */
  public IssuerServer(Path keyFile, int port) {
    this.port = port;
    var tokens = new OAuth2TokenProvider(new KeyProvider(List.of(key(keyFile))));
    Path page = keyFile.resolveSibling("sign-in.html");
    OwnerOnlyFile.write(page, SignInPage.of(claims));
    this.server =
        new MockOAuth2Server(
            new OAuth2Config(
                true, page.toString(), null, true, tokens, Set.of(callback(ID, Map.of()))),
            new ForeignRequests());
  }

  private static JWK key(Path file) {
    try {
      if (Files.exists(file)) {
        return RSAKey.parse(Files.readString(file));
      }
      RSAKey key = new RSAKeyGenerator(KEY_BITS).keyID(ID).generate();
      OwnerOnlyFile.write(file, key.toJSONString());
      return key;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (ParseException | JOSEException e) {
      throw new StartupException(
          "the issuer's key in %s cannot be read; delete the file for a new one".formatted(file),
          e);
    }
  }

  public void start() {
    server.start(InetAddress.getLoopbackAddress(), port);
  }

  /** Returns the issuer URL, which is the {@code iss} claim of its tokens. */
  public String url() {
    return server.issuerUrl(ID).toString();
  }

  /** Returns the URL of the keys that verify its tokens (JWKS). */
  public String keysUrl() {
    return server.jwksUrl(ID).toString();
  }

  /** Returns the named users. */
  public Set<String> users() {
    return claims.keySet();
  }

  /**
   * Returns a token of this user that is valid for an hour.
   *
   * @throws IllegalArgumentException if there is no such user
   */
  public String token(String user) {
    Map<String, Object> extra =
        TEST_USER.matcher(user).matches() ? Map.<String, Object>of() : claims.get(user);
    if (extra == null) {
      throw new IllegalArgumentException(
          "no user \"%s\"; there are %s, and any name that starts with user-"
              .formatted(user, String.join(", ", users())));
    }
    return server.issueToken(ID, AUDIENCE, callback(user, extra)).serialize();
  }

  /**
   * What is in tokens for the API; of one that is issued for a sign-in, the server replaces the
   * user.
   */
  private static OAuth2TokenCallback callback(String user, Map<String, Object> extra) {
    return new DefaultOAuth2TokenCallback(
        ID, user, "JWT", List.of(AUDIENCE), extra, LIFETIME.toSeconds());
  }

  @Override
  public void close() {
    server.shutdown();
  }

  /** Refuses the requests of web pages, before any other route. */
  private static final class ForeignRequests implements Route {

    private static final int FORBIDDEN = 403;

    @Override
    public boolean match(OAuth2HttpRequest request) {
      return reason(request).isPresent();
    }

    @Override
    public OAuth2HttpResponse invoke(OAuth2HttpRequest request) {
      return new OAuth2HttpResponse(Headers.of(), FORBIDDEN, reason(request).orElseThrow(), null);
    }

    private static Optional<String> reason(OAuth2HttpRequest request) {
      Headers headers = request.getHeaders();
      return ForeignRequest.reason(headers.values("Host"), headers.values("Origin"));
    }
  }
}
