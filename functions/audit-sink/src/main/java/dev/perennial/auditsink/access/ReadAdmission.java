package dev.perennial.auditsink.access;

import dev.perennial.api.problem.ProblemException;
import dev.perennial.api.response.Response;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Bounds the memory, the database connections and the concurrent requests that reading may take, so
 * that an instance has room for events whatever is read and however slowly clients receive it.
 *
 * <p>At most 8 requests are handled at a time, 4 of one user. A request that is not admitted within
 * 2 s gets 503 and {@code Retry-After}. A response consists of parts. At most 2 parts are read and
 * rendered at a time, each completely in memory; a part is sent without a database connection. So a
 * part must be small, such as one page of a store.
 */
public final class ReadAdmission {

  private static final int REQUESTS = 8;
  private static final int REQUESTS_OF_ONE_USER = 4;
  private static final int PARTS = 2;
  private static final int USER_GROUPS = 64;
  private static final Duration TIMEOUT = Duration.ofSeconds(2);

  private final Semaphore requests = new Semaphore(REQUESTS, true);
  private final Semaphore parts = new Semaphore(PARTS, true);

  /** Indexed by the user's hash, which needs constant memory; a group shares its limit. */
  private final Semaphore[] userGroups =
      Stream.generate(() -> new Semaphore(REQUESTS_OF_ONE_USER, true))
          .limit(USER_GROUPS)
          .toArray(Semaphore[]::new);

  /** Renders a part of a response to memory, where closing has no effect. */
  @FunctionalInterface
  public interface Part {

    /** Returns the part after this one; null if this is the last. */
    @Nullable Part renderTo(OutputStream out) throws IOException;
  }

  private record Rendered(ByteArrayOutputStream bytes, @Nullable Part next) {}

  /** A permit, which closing releases. */
  @FunctionalInterface
  public interface Permit extends AutoCloseable {
    @Override
    void close();
  }

  /**
   * A response with status 200, admitted until it is written. Its first part is rendered at once,
   * so a failure there has its own status; each other part is rendered when the one before it was
   * sent.
   *
   * @throws ProblemException 503 if the request is not admitted in time
   */
  public Response respond(String user, String contentType, Part first) {
    Permit permit = request(user);
    boolean isRendered = false;
    try {
      Rendered rendered = render(first);
      isRendered = true;
      return respond(contentType, rendered, permit);
    } catch (IOException inMemory) {
      throw new UncheckedIOException(inMemory);
    } finally {
      if (!isRendered) {
        permit.close();
      }
    }
  }

  private Response respond(String contentType, Rendered first, Permit permit) {
    // Taken out when it is sent, so that it is not in memory with the parts after it.
    var unsent = new AtomicReference<@Nullable Rendered>(first);
    Response.Streamed.Body body =
        client -> {
          Part next = send(Objects.requireNonNull(unsent.getAndSet(null)), client);
          while (next != null) {
            next = send(render(next), client);
          }
        };
    return new Response.Streamed(
        200, Map.of("Content-Type", contentType), body.andThen(permit::close));
  }

  private static @Nullable Part send(Rendered part, OutputStream client) throws IOException {
    part.bytes().writeTo(client);
    return part.next();
  }

  private Rendered render(Part part) throws IOException {
    var bytes = new ByteArrayOutputStream();
    try (var _ = part()) {
      return new Rendered(bytes, part.renderTo(bytes));
    }
  }

  /**
   * Admits a request of this user.
   *
   * @throws ProblemException 503 if the request is not admitted in time
   */
  public Permit request(String user) {
    long deadline = System.nanoTime() + TIMEOUT.toNanos();
    Semaphore group = userGroups[Math.floorMod(user.hashCode(), USER_GROUPS)];
    acquire(group, deadline);
    try {
      acquire(requests, deadline);
    } catch (ProblemException busy) {
      group.release();
      throw busy;
    }
    return () -> {
      requests.release();
      group.release();
    };
  }

  /** Waits until at most one other part is being read; for admitted requests only. */
  public Permit part() {
    // Not interruptible: a part ends soon, at the latest with the statement's timeout.
    parts.acquireUninterruptibly();
    return parts::release;
  }

  private static void acquire(Semaphore places, long deadline) {
    try {
      if (!places.tryAcquire(deadline - System.nanoTime(), TimeUnit.NANOSECONDS)) {
        throw busy();
      }
    } catch (InterruptedException stopping) {
      Thread.currentThread().interrupt();
      throw busy();
    }
  }

  private static ProblemException busy() {
    return ProblemException.unavailable("too many responses are being read; try again in a moment")
        .with(Map.of("Retry-After", String.valueOf(TIMEOUT.toSeconds())));
  }
}
