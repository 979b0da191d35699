package dev.perennial.local.manifest;

import java.util.List;

/** Which files of a folder are shipped, and the namespace they go to. */
record Kustomization(String namespace, List<String> resources) {

  Kustomization {
    InvalidFieldException.requirePresent(namespace, "namespace");
    InvalidFieldException.requirePresent(resources, "resources");
  }
}
