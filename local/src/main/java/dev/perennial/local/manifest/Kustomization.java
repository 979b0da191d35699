package dev.perennial.local.manifest;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The files of a folder that are applied, and their namespace: itself or by the file of a
 * NamespaceTransformer.
 */
record Kustomization(
    @Nullable String namespace, List<String> resources, @Nullable List<String> transformers) {

  Kustomization {
    InvalidFieldException.requirePresent(resources, "resources");
    InvalidFieldException.require(
        (namespace == null) != (transformers == null),
        "namespace",
        "this or transformers is expected");
    InvalidFieldException.require(
        transformers == null || transformers.size() == 1,
        "transformers",
        "exactly one is expected");
  }
}
