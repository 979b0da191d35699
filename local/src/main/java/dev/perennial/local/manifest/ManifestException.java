package dev.perennial.local.manifest;

/**
 * The shipped YAML is invalid or uses a feature that is not implemented on one machine. The message
 * is one line that starts with the file.
 */
public final class ManifestException extends RuntimeException {

  ManifestException(String file, String reason) {
    super(file + ": " + reason);
  }
}
