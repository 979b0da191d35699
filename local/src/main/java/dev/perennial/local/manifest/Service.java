package dev.perennial.local.manifest;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A Knative Service. At most one process runs, so {@code max-scale} 1 and 0 (no limit) mean the
 * same and are ignored. Requests and limits of CPU and memory are accepted and not enforced.
 *
 * @param image the container image; its last path segment is the function's name
 * @param containerConcurrency how many requests the process gets at once; 0 means no limit
 * @param timeout maximum duration of a request, including the wait for the process
 * @param port the port inside the container; on this machine {@code PORT} contains the actual one
 * @param envFrom whole ConfigMaps and Secrets as environment; {@code env} takes precedence
 * @param serviceAccount its identity towards the Kubernetes API; without one it has no access
 * @param minScale 1 if the process always runs, 0 if it is stopped when idle
 * @param mounts Secrets and ConfigMaps whose keys the process finds as files
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
    int minScale,
    List<Mount> mounts) {

  /** Returns the function's name, which is the last path segment of the image. */
  public String function() {
    return image.substring(image.lastIndexOf('/') + 1);
  }

  /** The value of one environment variable. */
  public sealed interface EnvValue {

    record Literal(String value) implements EnvValue {}

    record SecretKey(String secret, String key) implements EnvValue {}

    record ConfigMapKey(String configMap, String key) implements EnvValue {}
  }

  /**
   * A Secret or ConfigMap as files, one for each key.
   *
   * @param path the directory of the files
   * @param optional whether the directory is empty if there is no such object; otherwise that is an
   *     error
   */
  public record Mount(EnvFrom source, String path, boolean optional) {}

  /** A Secret or ConfigMap with all its keys. */
  public sealed interface EnvFrom {

    String name();

    record ConfigMap(String name) implements EnvFrom {

      @Override
      public String toString() {
        return "ConfigMap " + name;
      }
    }

    record Secret(String name) implements EnvFrom {

      @Override
      public String toString() {
        return "Secret " + name;
      }
    }
  }
}
