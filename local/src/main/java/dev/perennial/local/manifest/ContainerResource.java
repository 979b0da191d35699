package dev.perennial.local.manifest;

import dev.perennial.local.manifest.Service.EnvFrom;
import dev.perennial.local.manifest.Service.EnvValue;
import dev.perennial.local.manifest.VolumeResource.VolumeMount;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

record ContainerResource(
    String image,
    @Nullable List<Port> ports,
    @Nullable List<EnvVariable> env,
    @Nullable List<EnvSource> envFrom,
    @Nullable List<VolumeMount> volumeMounts,
    Probe readinessProbe,
    @Nullable Resources resources,
    @Nullable SecurityContext securityContext) {

  private static final int DEFAULT_PORT = 8080;

  ContainerResource {
    InvalidFieldException.requirePresent(image, "image");
    InvalidFieldException.requirePresent(readinessProbe, "readinessProbe");
    InvalidFieldException.require(
        ports == null || ports.size() == 1, "ports", "exactly one is expected");
  }

  int port() {
    return ports == null ? DEFAULT_PORT : ports.getFirst().containerPort();
  }

  Map<String, EnvValue> environment() {
    Map<String, EnvValue> environment = new LinkedHashMap<>();
    if (env != null) {
      env.forEach(variable -> environment.put(variable.name(), variable.resolve()));
    }
    return environment;
  }

  List<EnvFrom> environmentFrom() {
    return envFrom == null ? List.of() : envFrom.stream().map(EnvSource::resolve).toList();
  }

  List<VolumeMount> mounts() {
    return volumeMounts == null ? List.of() : volumeMounts;
  }

  record Port(Integer containerPort) {

    Port {
      InvalidFieldException.requirePresent(containerPort, "containerPort");
    }
  }

  record Probe(HttpGet httpGet) {

    Probe {
      InvalidFieldException.requirePresent(httpGet, "httpGet");
    }
  }

  record HttpGet(String path) {

    HttpGet {
      InvalidFieldException.requirePresent(path, "path");
    }
  }

  record Resources(@Nullable Quantities requests, @Nullable Quantities limits) {}

  record Quantities(@Nullable String cpu, @Nullable String memory) {}

  /** Ignored: a process on this machine runs as the user that started the platform. */
  record SecurityContext(
      @Nullable Boolean allowPrivilegeEscalation,
      @Nullable Boolean readOnlyRootFilesystem,
      @Nullable Boolean runAsNonRoot,
      @Nullable SeccompProfile seccompProfile,
      @Nullable Capabilities capabilities) {}

  record SeccompProfile(String type) {}

  record Capabilities(@Nullable List<String> drop) {}

  record EnvVariable(String name, @Nullable String value, @Nullable ValueFrom valueFrom) {

    EnvVariable {
      InvalidFieldException.requirePresent(name, "name");
      InvalidFieldException.require(
          value == null || valueFrom == null, "valueFrom", "there is a value already");
    }

    EnvValue resolve() {
      if (valueFrom == null) {
        return new EnvValue.Literal(value == null ? "" : value);
      }
      return valueFrom.secretKeyRef() == null
          ? new EnvValue.ConfigMapKey(
              valueFrom.configMapKeyRef().name(), valueFrom.configMapKeyRef().key())
          : new EnvValue.SecretKey(valueFrom.secretKeyRef().name(), valueFrom.secretKeyRef().key());
    }
  }

  record ValueFrom(@Nullable KeyRef secretKeyRef, @Nullable KeyRef configMapKeyRef) {

    ValueFrom {
      InvalidFieldException.require(
          (secretKeyRef == null) != (configMapKeyRef == null),
          "secretKeyRef",
          "this or configMapKeyRef is expected");
    }
  }

  record KeyRef(String name, String key) {

    KeyRef {
      InvalidFieldException.requirePresent(name, "name");
      InvalidFieldException.requirePresent(key, "key");
    }
  }

  record EnvSource(@Nullable Metadata configMapRef, @Nullable Metadata secretRef) {

    EnvSource {
      InvalidFieldException.require(
          (configMapRef == null) != (secretRef == null),
          "configMapRef",
          "this or secretRef is expected");
    }

    EnvFrom resolve() {
      return secretRef == null
          ? new EnvFrom.ConfigMap(configMapRef.name())
          : new EnvFrom.Secret(secretRef.name());
    }
  }
}
