package dev.perennial.local.manifest;

/** The shipped YAML asks for something that is wrong, or that one machine does not do; one line, starting with the file. */
public final class ManifestException extends RuntimeException {

  ManifestException(String file, String reason) {
    super(file + ": " + reason);
  }
}
