package dev.perennial.local.manifest;

import java.util.List;

/** The files of a folder that are applied, and their namespace. */
record Kustomization(String namespace, List<String> resources) {

  Kustomization {
    InvalidFieldException.requirePresent(namespace, "namespace");
    InvalidFieldException.requirePresent(resources, "resources");
  }
}
