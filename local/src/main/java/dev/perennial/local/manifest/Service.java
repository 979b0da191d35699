package dev.perennial.local.manifest;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A Knative Service. It runs as one process at most, so {@code max-scale} 1 and 0 (no limit) mean
 * the same here and are not kept. Requests and limits of CPU and memory are accepted and not
 * enforced: the process sees the whole machine.
 *
 * @param image the container image; its last part is the name of the function that was built for it
 * @param containerConcurrency how many requests the process gets at once; 0 means no limit
 * @param timeout how long a request may take, the wait for the process included
 * @param port where the process listens inside its container; {@code PORT} tells it where it does
 *     on this machine
 * @param envFrom whole ConfigMaps and Secrets as environment; {@code env} wins over them
 * @param serviceAccount whom it is to the Kubernetes API; without one it cannot ask there
 * @param minScale 1 if the process is to run always, 0 if it sleeps when idle
 */
public record Service(
    String name,
    String image,
    int containerConcurrency,
    Duration timeout,
    int port,
    Map<String, EnvValue> env,
    List<EnvFrom> envFrom,
    String readinessPath,
    Optional<String> serviceAccount,
    int minScale) {

  /** The function in the image: an image is named after it. */
  public String function() {
    return image.substring(image.lastIndexOf('/') + 1);
  }

  /** The value of one environment variable. */
  public sealed interface EnvValue {

    record Literal(String value) implements EnvValue {}

    record SecretKey(String secret, String key) implements EnvValue {}

    record ConfigMapKey(String configMap, String key) implements EnvValue {}
  }

  /** Where many environment variables come from at once. */
  public sealed interface EnvFrom {

    String name();

    record ConfigMap(String name) implements EnvFrom {}

    record Secret(String name) implements EnvFrom {}
  }
}
