package dev.perennial.local.manifest;

record Metadata(String name) {

  Metadata {
    Refusal.ifMissing(name, "name");
  }
}
