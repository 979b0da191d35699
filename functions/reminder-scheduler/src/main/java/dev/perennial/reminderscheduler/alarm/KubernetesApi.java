package dev.perennial.reminderscheduler.alarm;

import dev.perennial.runtime.Settings;
import dev.perennial.runtime.TrustedCertificates;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * How to reach the cluster's API: by default through the pod's service account.
 *
 * @param token a file that is read for each request, because Kubernetes rotates the token
 * @param trustedCertificates the certificate authority that signed the API's certificate
 */
public record KubernetesApi(
    URI url, Path token, TrustedCertificates trustedCertificates, String namespace) {

  private static final String ACCOUNT = "/var/run/secrets/kubernetes.io/serviceaccount/";

  /**
   * Reads {@code KUBERNETES_API_URL}, {@code KUBERNETES_TOKEN_FILE}, {@code KUBERNETES_CA_FILE} and
   * {@code KUBERNETES_NAMESPACE}; all are optional.
   */
  public static KubernetesApi from(Settings settings) {
    return new KubernetesApi(
        URI.create(settings.optional("KUBERNETES_API_URL", "https://kubernetes.default.svc")),
        Path.of(settings.optional("KUBERNETES_TOKEN_FILE", ACCOUNT + "token")),
        new TrustedCertificates(
            Path.of(settings.optional("KUBERNETES_CA_FILE", ACCOUNT + "ca.crt"))),
        settings.optional("KUBERNETES_NAMESPACE", ""));
  }

  /**
   * The address of a PingSource in the pod's namespace.
   *
   * @throws UncheckedIOException if the namespace is not configured and its file cannot be read
   */
  URI pingSource(String name) {
    return URI.create(
        url.toString().replaceFirst("/$", "")
            + "/apis/sources.knative.dev/v1/namespaces/"
            + (namespace.isEmpty() ? read(Path.of(ACCOUNT + "namespace")) : namespace)
            + "/pingsources/"
            + name);
  }

  String bearer() {
    return "Bearer " + read(token);
  }

  boolean isSecure() {
    return "https".equals(url.getScheme());
  }

  private static String read(Path file) {
    try {
      return Files.readString(file).strip();
    } catch (IOException e) {
      throw new UncheckedIOException("a file of the pod's service account cannot be read", e);
    }
  }
}
