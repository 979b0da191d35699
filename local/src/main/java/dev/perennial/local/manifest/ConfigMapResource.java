package dev.perennial.local.manifest;

import java.util.Map;

/**
 * The configuration of a Broker. That of the functions has the addresses of a cluster; the platform
 * makes another one for this machine.
 */
record ConfigMapResource(LabelledMetadata metadata, Map<String, String> data) implements Resource {

  ConfigMapResource {
    InvalidFieldException.requirePresent(metadata, "metadata");
    InvalidFieldException.requirePresent(data, "data");
  }

  @Override
  public String name() {
    return metadata.name();
  }
}
