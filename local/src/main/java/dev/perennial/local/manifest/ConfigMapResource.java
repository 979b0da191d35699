package dev.perennial.local.manifest;

import java.util.Map;

/**
 * The configuration of a Broker. ConfigMaps for a function's environment belong to the installation
 * instead.
 */
record ConfigMapResource(Metadata metadata, Map<String, String> data) implements Resource {

  ConfigMapResource {
    InvalidFieldException.requirePresent(metadata, "metadata");
    InvalidFieldException.requirePresent(data, "data");
  }

  @Override
  public String name() {
    return metadata.name();
  }
}
