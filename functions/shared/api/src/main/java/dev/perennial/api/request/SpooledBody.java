package dev.perennial.api.request;

import dev.perennial.api.problem.ProblemException;
import dev.perennial.runtime.Sha256;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.util.List;
import org.springframework.http.MediaType;

/**
 * A request body that is too large for memory. It is stored in a temporary file until this is
 * closed.
 */
public final class SpooledBody implements AutoCloseable {

  private final Path file;
  private final byte[] digest;

  private SpooledBody(Path file, byte[] digest) {
    this.file = file;
    this.digest = digest;
  }

  /**
   * Reads the body into a file.
   *
   * @param accepted the media types that are accepted
   * @throws ProblemException 415 for another media type, charset or coding, 413 over the limit, 400
   *     if the body is truncated
   */
  public static SpooledBody of(ApiRequest request, int maxBytes, MediaType... accepted) {
    BodyType.require(request, List.of(accepted));
    if (request.contentLength() > maxBytes) {
      throw ProblemException.tooLarge(maxBytes);
    }
    try {
      Path file = Files.createTempFile("body", null);
      SpooledBody body = new SpooledBody(file, copy(request, file, maxBytes));
      if (Files.size(file) > maxBytes) {
        body.close();
        throw ProblemException.tooLarge(maxBytes);
      }
      return body;
    } catch (IOException fault) {
      throw new UncheckedIOException("a body cannot be kept", fault);
    }
  }

  private static byte[] copy(ApiRequest request, Path file, int maxBytes) throws IOException {
    try (var out = Files.newOutputStream(file)) {
      var in = new DigestInputStream(request.stream(), Sha256.digest());
      byte[] part = new byte[8192];
      long left = maxBytes + 1L;
      int read = read(in, part, left);
      while (read > 0) {
        out.write(part, 0, read);
        left -= read;
        read = read(in, part, left);
      }
      return in.getMessageDigest().digest();
    } catch (IOException | RuntimeException fault) {
      Files.deleteIfExists(file);
      throw fault;
    }
  }

  private static int read(InputStream in, byte[] part, long atMost) {
    try {
      return in.read(part, 0, (int) Math.min(part.length, atMost));
    } catch (IOException fault) {
      throw ApiRequest.unreadable(fault);
    }
  }

  /** SHA-256 of the body. */
  public byte[] digest() {
    return digest.clone();
  }

  /** The whole body, for those that fit into memory. */
  public byte[] bytes() {
    try {
      return Files.readAllBytes(file);
    } catch (IOException fault) {
      throw new UncheckedIOException("a body's file cannot be read", fault);
    }
  }

  /** Opens the body at its start. Can be called any number of times. */
  public InputStream open() throws IOException {
    return new BufferedInputStream(Files.newInputStream(file));
  }

  @Override
  public void close() {
    try {
      Files.deleteIfExists(file);
    } catch (IOException fault) {
      throw new UncheckedIOException("a body's file is left over", fault);
    }
  }
}
