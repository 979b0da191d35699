package dev.perennial.local.manifest;

/** The identity of a function towards the Kubernetes API. */
record ServiceAccountResource(Metadata metadata) implements Resource {

  ServiceAccountResource {
    InvalidFieldException.requirePresent(metadata, "metadata");
  }

  @Override
  public String name() {
    return metadata.name();
  }
}
