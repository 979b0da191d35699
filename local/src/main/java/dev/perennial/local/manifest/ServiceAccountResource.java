package dev.perennial.local.manifest;

/** Whom a function is to the Kubernetes API. */
record ServiceAccountResource(Metadata metadata) implements Resource {

  ServiceAccountResource {
    InvalidFieldException.requirePresent(metadata, "metadata");
  }

  @Override
  public String name() {
    return metadata.name();
  }
}
