package dev.perennial.embedded;

import java.nio.file.Path;

/**
 * The files of a certificate and of its private key, which only their owner can read.
 *
 * @param certificate PEM
 * @param key PEM, PKCS #8 without a password
 * @param keyAndCertificate both in one PEM file, as Kafka reads them
 */
public record Identity(Path certificate, Path key, Path keyAndCertificate) {

  /** The end of the name of a file with key and certificate. */
  static final String BOTH = ".pem";

  static Identity in(Path directory, String name) {
    return new Identity(
        directory.resolve(name + ".crt"),
        directory.resolve(name + ".key"),
        directory.resolve(name + BOTH));
  }
}
