package dev.perennial.local.manifest;

import dev.perennial.local.manifest.Service.EnvFrom;
import dev.perennial.local.manifest.Service.Mount;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A volume of a pod: the keys of a Secret or ConfigMap as files, or an empty directory. Others are
 * not implemented.
 */
record VolumeResource(
    String name,
    @Nullable SecretVolume secret,
    @Nullable ConfigMapVolume configMap,
    @Nullable EmptyDir emptyDir) {

  VolumeResource {
    InvalidFieldException.requirePresent(name, "name");
    InvalidFieldException.require(
        Stream.of(secret, configMap, emptyDir).filter(kind -> kind != null).count() == 1,
        "secret",
        "this, configMap or emptyDir is expected");
  }

  /** Empty for a directory at {@code /tmp}, which every process on this machine has. */
  Optional<Mount> mountedAt(String path) {
    if (secret != null) {
      return Optional.of(
          new Mount(
              new EnvFrom.Secret(secret.secretName()),
              path,
              Boolean.TRUE.equals(secret.optional())));
    }
    if (configMap != null) {
      return Optional.of(
          new Mount(
              new EnvFrom.ConfigMap(configMap.name()),
              path,
              Boolean.TRUE.equals(configMap.optional())));
    }
    InvalidFieldException.require(
        "/tmp".equals(path),
        "spec.template.spec.containers[0].volumeMounts",
        "an emptyDir at " + path + ": " + InvalidFieldException.NOT_IMPLEMENTED);
    return Optional.empty();
  }

  record ConfigMapVolume(String name, @Nullable Boolean optional) {

    ConfigMapVolume {
      InvalidFieldException.requirePresent(name, "name");
    }
  }

  /**
   * @param sizeLimit ignored, as memory limits are
   */
  record EmptyDir(@Nullable String sizeLimit) {}

  record SecretVolume(String secretName, @Nullable Boolean optional) {

    SecretVolume {
      InvalidFieldException.requirePresent(secretName, "secretName");
    }
  }

  /** Where the container finds the files of a volume. */
  record VolumeMount(String name, String mountPath, @Nullable Boolean readOnly) {

    VolumeMount {
      InvalidFieldException.requirePresent(name, "name");
      InvalidFieldException.require(
          mountPath != null && mountPath.matches("/.*[^/]"),
          "mountPath",
          "an absolute path without a slash at its end is expected");
    }
  }
}
