package dev.perennial.local.manifest;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * @param labels ignored: kubectl selects by them what it applies first
 */
record LabelledMetadata(String name, @Nullable Map<String, String> labels) {

  LabelledMetadata {
    InvalidFieldException.requirePresent(name, "name");
  }
}
