package dev.perennial.local.manifest;

import tools.jackson.databind.JsonNode;

/**
 * A resource that has a meaning on a cluster only. Its fields are not read here; the module {@code
 * cluster} checks them against the schemas of Kubernetes. The platform migrates the database
 * itself, has one gateway, and no process listens on other addresses than this machine's own.
 */
record ClusterResource(String name) implements Resource {

  static ClusterResource read(JsonNode fields) {
    String name = fields.at("/metadata/name").asString("");
    InvalidFieldException.require(!name.isEmpty(), "metadata.name", "is missing");
    return new ClusterResource(name);
  }
}
