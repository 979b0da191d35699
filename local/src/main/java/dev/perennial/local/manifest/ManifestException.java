package dev.perennial.local.manifest;

/**
 * The shipped YAML is wrong, or asks for what one machine does not do; one line that starts with
 * the file.
 */
public final class ManifestException extends RuntimeException {

  ManifestException(String file, String reason) {
    super(file + ": " + reason);
  }
}
