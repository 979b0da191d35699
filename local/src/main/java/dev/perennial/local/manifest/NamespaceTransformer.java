package dev.perennial.local.manifest;

import org.jspecify.annotations.Nullable;

/** Puts all resources that name no namespace into one. */
record NamespaceTransformer(Target metadata, @Nullable Boolean unsetOnly) {

  NamespaceTransformer {
    InvalidFieldException.requirePresent(metadata, "metadata");
    InvalidFieldException.require(
        Boolean.TRUE.equals(unsetOnly), "unsetOnly", "true is expected, as namespace: does more");
  }

  record Target(String name, String namespace) {

    Target {
      InvalidFieldException.requirePresent(namespace, "namespace");
    }
  }
}
