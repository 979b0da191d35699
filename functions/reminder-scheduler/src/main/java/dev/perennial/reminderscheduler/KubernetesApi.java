package dev.perennial.reminderscheduler;

import dev.perennial.runtime.Authority;
import dev.perennial.runtime.Settings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The cluster's API as a pod finds it; the variables say it where there is another.
 *
 * @param token a file that is read for each request, since the token in it is replaced
 * @param authority who has signed the API's certificate
 */
record KubernetesApi(URI url, Path token, Authority authority, String namespace) {

  private static final String ACCOUNT = "/var/run/secrets/kubernetes.io/serviceaccount/";

  /**
   * {@code KUBERNETES_API_URL}, {@code KUBERNETES_TOKEN_FILE}, {@code KUBERNETES_CA_FILE} and
   * {@code KUBERNETES_NAMESPACE}.
   */
  static KubernetesApi from(Settings settings) {
    return new KubernetesApi(
        URI.create(settings.optional("KUBERNETES_API_URL", "https://kubernetes.default.svc")),
        Path.of(settings.optional("KUBERNETES_TOKEN_FILE", ACCOUNT + "token")),
        new Authority(Path.of(settings.optional("KUBERNETES_CA_FILE", ACCOUNT + "ca.crt"))),
        settings.optional("KUBERNETES_NAMESPACE", ""));
  }

  /** A PingSource of the pod's namespace. */
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
      throw new UncheckedIOException("the pod's service account cannot be read", e);
    }
  }
}
