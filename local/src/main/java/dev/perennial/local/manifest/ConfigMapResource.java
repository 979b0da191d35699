package dev.perennial.local.manifest;

import java.util.Map;

/**
 * The settings of a Broker; a ConfigMap of a function's environment belongs to the installation.
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
