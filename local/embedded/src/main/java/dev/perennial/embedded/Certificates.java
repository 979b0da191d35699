package dev.perennial.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.stream.Stream;

/**
 * The certificate authority of one directory and the certificates that it has signed, for servers
 * on 127.0.0.1. Only the owner of the directory can read the files.
 */
public final class Certificates {

  private static final Duration AUTHORITY_VALIDITY = Duration.ofDays(3650);
  private static final Duration VALIDITY = Duration.ofDays(365);

  /** How long before its end a certificate is replaced. */
  static final Duration RENEWED_BEFORE = Duration.ofDays(90);

  private static final String AUTHORITY = "ca";

  private final Path directory;
  private final InstantSource clock;

  /**
   * @param directory that exists and that only its owner can access
   */
  public Certificates(Path directory, InstantSource clock) {
    this.directory = directory;
    this.clock = clock;
  }

  /**
   * Returns the PEM file of the authority's certificate, by which clients verify the servers. A new
   * authority is made if there is none or if it ends soon.
   *
   * @throws StartupException if the files cannot be read
   */
  public synchronized Path authority() {
    issuer();
    return Identity.in(directory, AUTHORITY).certificate();
  }

  /**
   * Returns a certificate that the authority has signed. It is replaced if it ends within 90 days
   * or if the authority has been replaced.
   *
   * @param name the common name
   * @throws StartupException if the files cannot be read
   */
  public synchronized Identity identity(String name) {
    Identity files = Identity.in(directory, name);
    CertificateIssuer issuer = issuer();
    try {
      if (!isUsable(files) || !isSignedBy(issuer, Pem.certificate(files.certificate()))) {
        var signed = issuer.sign(name, clock.instant(), VALIDITY);
        write(files, Pem.of(signed.certificate()), Pem.of(signed.key()));
      }
      return files;
    } catch (IOException | GeneralSecurityException e) {
      throw unreadable(e);
    }
  }

  /** Whether {@link #authority} or {@link #identity} of this name would replace a certificate. */
  public synchronized boolean isDue(String name) {
    try {
      return !isUsable(Identity.in(directory, AUTHORITY))
          || !isUsable(Identity.in(directory, name));
    } catch (IOException | GeneralSecurityException e) {
      throw unreadable(e);
    }
  }

  /** Lets {@link #identity} replace every certificate, whenever it ends. The authority stays. */
  public synchronized void expire() {
    try (Stream<Path> files = Files.list(directory)) {
      for (Path file : files.toList()) {
        String name = file.getFileName().toString();
        if (name.endsWith(Identity.BOTH) && !name.equals(AUTHORITY + Identity.BOTH)) {
          Files.delete(file);
        }
      }
    } catch (IOException e) {
      throw unreadable(e);
    }
  }

  /**
   * Returns the algorithm of the key of this certificate: {@code RSA}, or {@code EC} if it is
   * older.
   */
  String keyAlgorithm(String name) {
    try {
      return Pem.certificate(identity(name).certificate()).getPublicKey().getAlgorithm();
    } catch (IOException | GeneralSecurityException e) {
      throw unreadable(e);
    }
  }

  private CertificateIssuer issuer() {
    Identity files = Identity.in(directory, AUTHORITY);
    try {
      if (isUsable(files)) {
        X509Certificate certificate = Pem.certificate(files.certificate());
        PrivateKey key = Pem.key(files.key(), certificate.getPublicKey().getAlgorithm());
        return new CertificateIssuer(certificate, key);
      }
      CertificateIssuer created = CertificateIssuer.create(clock.instant(), AUTHORITY_VALIDITY);
      write(files, Pem.of(created.certificate()), Pem.of(created.key()));
      return created;
    } catch (IOException | GeneralSecurityException e) {
      throw unreadable(e);
    }
  }

  private boolean isUsable(Identity files) throws IOException, GeneralSecurityException {
    if (!Files.exists(files.keyAndCertificate())) {
      return false;
    }
    Instant end = Pem.certificate(files.certificate()).getNotAfter().toInstant();
    return clock.instant().plus(RENEWED_BEFORE).isBefore(end);
  }

  private static boolean isSignedBy(CertificateIssuer issuer, X509Certificate certificate) {
    try {
      certificate.verify(issuer.certificate().getPublicKey());
      return true;
    } catch (GeneralSecurityException ofAnotherAuthority) {
      return false;
    }
  }

  /** The file with both comes last: without it the others are not used. */
  private static void write(Identity files, String certificate, String key) throws IOException {
    Files.deleteIfExists(files.keyAndCertificate());
    OwnerOnlyFile.write(files.certificate(), certificate);
    OwnerOnlyFile.write(files.key(), key);
    OwnerOnlyFile.write(files.keyAndCertificate(), key + certificate);
  }

  private StartupException unreadable(Exception cause) {
    return new StartupException(
        "the certificates in %s cannot be read (%s); delete the directory for new ones"
            .formatted(directory, cause.getMessage()),
        cause);
  }
}
