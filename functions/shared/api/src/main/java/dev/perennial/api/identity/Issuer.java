package dev.perennial.api.identity;

import com.nimbusds.jose.JWSAlgorithm;
import dev.perennial.runtime.Settings;
import java.net.MalformedURLException;
import java.net.URI;
import java.net.URL;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The OpenID Connect issuer whose tokens are accepted.
 *
 * @param algorithms the accepted signature algorithms, all asymmetric: with a shared secret every
 *     function could issue tokens
 */
public record Issuer(String name, String audience, Set<JWSAlgorithm> algorithms, URL jwksUri) {

  /**
   * Reads {@code OIDC_ISSUER}, {@code OIDC_AUDIENCE}, {@code OIDC_ALGORITHMS} (separated by commas,
   * default RS256) and {@code OIDC_JWKS_URI}.
   */
  public static Issuer from(Settings settings) {
    return new Issuer(
        settings.required("OIDC_ISSUER"),
        settings.required("OIDC_AUDIENCE"),
        algorithms(settings.optional("OIDC_ALGORITHMS", "RS256")),
        url("OIDC_JWKS_URI", settings.required("OIDC_JWKS_URI")));
  }

  private static Set<JWSAlgorithm> algorithms(String list) {
    return Arrays.stream(list.split(","))
        .map(String::strip)
        .map(Issuer::algorithm)
        .collect(Collectors.toUnmodifiableSet());
  }

  private static JWSAlgorithm algorithm(String name) {
    JWSAlgorithm algorithm = JWSAlgorithm.parse(name);
    if (!JWSAlgorithm.Family.SIGNATURE.contains(algorithm)) {
      throw new IllegalArgumentException(
          "OIDC_ALGORITHMS: '" + name + "' is no signature by a private key, as RS256 is");
    }
    return algorithm;
  }

  private static URL url(String variable, String value) {
    try {
      return URI.create(value).toURL();
    } catch (IllegalArgumentException | MalformedURLException e) {
      throw new IllegalArgumentException(variable + " must be a URL, not '" + value + "'", e);
    }
  }
}
