package dev.perennial.local.manifest;

import org.jspecify.annotations.Nullable;

/**
 * The identity of a function towards the Kubernetes API.
 *
 * @param automountServiceAccountToken false: its pods get no token, so they have no access
 */
record ServiceAccountResource(
    LabelledMetadata metadata, @Nullable Boolean automountServiceAccountToken) implements Resource {

  ServiceAccountResource {
    InvalidFieldException.requirePresent(metadata, "metadata");
  }

  boolean hasToken() {
    return !Boolean.FALSE.equals(automountServiceAccountToken);
  }

  @Override
  public String name() {
    return metadata.name();
  }
}
