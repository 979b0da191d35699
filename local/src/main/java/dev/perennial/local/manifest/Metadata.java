package dev.perennial.local.manifest;

record Metadata(String name) {

  Metadata {
    InvalidFieldException.requirePresent(name, "name");
  }
}
