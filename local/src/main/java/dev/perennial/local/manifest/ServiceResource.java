package dev.perennial.local.manifest;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.perennial.local.manifest.Service.Mount;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

record ServiceResource(ServiceMetadata metadata, Spec spec) implements Resource {

  private static final int UNLIMITED = 0;
  private static final int DEFAULT_TIMEOUT_SECONDS = 300;

  ServiceResource {
    InvalidFieldException.requirePresent(metadata, "metadata");
    InvalidFieldException.requirePresent(spec, "spec");
  }

  @Override
  public String name() {
    return metadata.name();
  }

  Service link(DeclaredResources declared) {
    Revision revision = spec.template().spec();
    ContainerResource container = revision.containers().getFirst();
    return new Service(
        name(),
        container.image(),
        revision.containerConcurrency() == null ? UNLIMITED : revision.containerConcurrency(),
        Duration.ofSeconds(
            revision.timeoutSeconds() == null
                ? DEFAULT_TIMEOUT_SECONDS
                : revision.timeoutSeconds()),
        container.port(),
        container.environment(),
        container.environmentFrom(),
        container.readinessProbe().httpGet().path(),
        accountWithToken(revision, declared),
        spec.template().minScale(),
        mounts(revision));
  }

  private static Optional<String> accountWithToken(Revision revision, DeclaredResources declared) {
    if (revision.serviceAccountName() == null) {
      return Optional.empty();
    }
    return Optional.of(
            declared.require(
                Kind.SERVICE_ACCOUNT,
                ServiceAccountResource.class,
                revision.serviceAccountName(),
                "spec.template.spec.serviceAccountName"))
        .filter(ServiceAccountResource::hasToken)
        .map(ServiceAccountResource::name);
  }

  private static List<Mount> mounts(Revision revision) {
    List<VolumeResource> volumes =
        Objects.requireNonNullElse(revision.volumes(), List.<VolumeResource>of());
    return revision.containers().getFirst().mounts().stream()
        .flatMap(
            mount ->
                volumes.stream()
                    .filter(volume -> volume.name().equals(mount.name()))
                    .findFirst()
                    .orElseThrow(
                        () ->
                            new InvalidFieldException(
                                "spec.template.spec.containers[0].volumeMounts",
                                "no volume " + mount.name() + " is declared"))
                    .mountedAt(mount.mountPath())
                    .stream())
        .toList();
  }

  record ServiceMetadata(String name, @Nullable Labels labels) {

    ServiceMetadata {
      InvalidFieldException.requirePresent(name, "name");
    }
  }

  record Labels(@JsonProperty(VISIBILITY) @Nullable String visibility) {

    private static final String VISIBILITY = "networking.knative.dev/visibility";

    Labels {
      // Only the gateway and the dispatcher reach a process here, so no other visibility works.
      InvalidFieldException.require(
          "cluster-local".equals(visibility),
          VISIBILITY,
          visibility + ": " + InvalidFieldException.NOT_IMPLEMENTED);
    }
  }

  record Spec(Template template) {

    Spec {
      InvalidFieldException.requirePresent(template, "template");
    }
  }

  record Template(@Nullable TemplateMetadata metadata, Revision spec) {

    Template {
      InvalidFieldException.requirePresent(spec, "spec");
    }

    int minScale() {
      return metadata == null || metadata.annotations() == null
          ? 0
          : metadata.annotations().minProcesses();
    }
  }

  record TemplateMetadata(@Nullable Annotations annotations) {}

  /**
   * @param maxScale ignored: a function has one process at most on this machine
   */
  record Annotations(
      @JsonProperty(MIN_SCALE) @Nullable String minScale,
      @JsonProperty(MAX_SCALE) @Nullable String maxScale,
      @JsonProperty(TARGET) @Nullable String target) {

    private static final String MIN_SCALE = "autoscaling.knative.dev/min-scale";
    private static final String MAX_SCALE = "autoscaling.knative.dev/max-scale";

    // The number of requests from which Knative scales out; here there is at most one process.
    private static final String TARGET = "autoscaling.knative.dev/target";

    Annotations {
      InvalidFieldException.require(
          minScale == null || List.of("0", "1").contains(minScale),
          MIN_SCALE,
          minScale + ": " + InvalidFieldException.NOT_IMPLEMENTED);
      InvalidFieldException.require(
          maxScale == null || maxScale.matches("[1-9]\\d{0,2}"),
          MAX_SCALE,
          maxScale + " is not between 1 and 999");
    }

    int minProcesses() {
      return minScale == null ? 0 : Integer.parseInt(minScale);
    }
  }

  record Revision(
      @Nullable Integer containerConcurrency,
      @Nullable Integer timeoutSeconds,
      @Nullable String serviceAccountName,
      @Nullable List<VolumeResource> volumes,
      List<ContainerResource> containers) {

    /** Knative's default maximum (max-revision-timeout-seconds). */
    private static final int LONGEST_TIMEOUT_SECONDS = 600;

    Revision {
      InvalidFieldException.require(
          containerConcurrency == null
              || (containerConcurrency >= 0 && containerConcurrency <= 1000),
          "containerConcurrency",
          containerConcurrency + " is not between 0 and 1000");
      InvalidFieldException.require(
          timeoutSeconds == null
              || (timeoutSeconds > 0 && timeoutSeconds <= LONGEST_TIMEOUT_SECONDS),
          "timeoutSeconds",
          timeoutSeconds + " is not between 1 and " + LONGEST_TIMEOUT_SECONDS);
      InvalidFieldException.require(
          containers != null && containers.size() == 1, "containers", "exactly one is expected");
    }
  }
}
