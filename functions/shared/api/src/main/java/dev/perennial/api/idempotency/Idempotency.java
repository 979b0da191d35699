package dev.perennial.api.idempotency;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.perennial.api.idempotency.IdempotencyStore.WorkResult;
import dev.perennial.api.problem.ProblemException;
import dev.perennial.api.request.ApiRequest;
import dev.perennial.api.request.JsonBody;
import dev.perennial.api.response.Response;
import dev.perennial.runtime.Sha256;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Executes a write once for each {@code Idempotency-Key} of a user, and returns the stored response
 * to each repetition. A write without the header is executed every time.
 */
public final class Idempotency {

  /** The header of a response that was stored before. */
  private static final String REPLAYED = "Idempotency-Replayed";

  private static final String HEADER = "Idempotency-Key";
  private static final Pattern KEY = Pattern.compile("[!-~]{1,255}");

  private final IdempotencyStore store;

  public Idempotency(IdempotencyStore store) {
    this.store = store;
  }

  /**
   * Executes the write, or returns its stored response. The key and the effects of the write are
   * stored in one transaction.
   *
   * @throws ProblemException 400 if the key is malformed, 409 while the first request is in
   *     progress, 422 if the key was used for another request
   */
  public Response.Whole once(ApiRequest request, String user, Supplier<Response.Whole> write) {
    var key = key(request);
    if (key == null) {
      return write.get();
    }
    var fingerprint = fingerprint(request, request.body(JsonBody.MAX_BYTES));
    return response(request, store.once(user, key, fingerprint, write));
  }

  /**
   * As {@link #once}, for a write of several transactions, each of which is idempotent by itself.
   * The response is stored after the last of them.
   *
   * @param maxBytes how many bytes of the body are read at most
   */
  public Response.Whole onceAcrossTransactions(
      ApiRequest request, String user, int maxBytes, Supplier<WorkResult> write) {
    return onceAcrossTransactions(request, user, request.body(maxBytes), write);
  }

  /**
   * As {@link #onceAcrossTransactions(ApiRequest, String, int, Supplier)}.
   *
   * @param body identifies the body: the body itself, or a digest of it
   */
  public Response.Whole onceAcrossTransactions(
      ApiRequest request, String user, byte[] body, Supplier<WorkResult> write) {
    var key = key(request);
    return key == null
        ? write.get().response()
        : response(
            request, store.onceAcrossTransactions(user, key, fingerprint(request, body), write));
  }

  private static Response.Whole response(ApiRequest request, IdempotencyStore.Attempt attempt) {
    return switch (attempt) {
      case IdempotencyStore.First first -> first.response();
      case IdempotencyStore.Repeated repeated -> {
        request.isRepeated();
        yield repeated.response().with(REPLAYED, "true");
      }
      case IdempotencyStore.OtherRequest _ -> throw ProblemException.keyReused();
      case IdempotencyStore.InProgress _ -> throw ProblemException.keyInUse();
    };
  }

  private static @Nullable String key(ApiRequest request) {
    var keys = request.headers(HEADER);
    if (keys.isEmpty()) {
      return null;
    }
    if (keys.size() > 1 || !KEY.matcher(keys.getFirst()).matches()) {
      throw ProblemException.invalid(
          "/" + HEADER, "must be one of 1 to 255 visible ASCII characters");
    }
    return keys.getFirst();
  }

  /**
   * Hashes method, path, query, media type and body. The parts are separated, so that no two
   * different requests give the same input.
   */
  private static byte[] fingerprint(ApiRequest request, byte[] body) {
    var types = request.headers("Content-Type");
    var head =
        Stream.of(
                request.method(),
                request.path(),
                request.query(),
                types.isEmpty() ? null : types.getFirst())
            .map(part -> part == null ? "-\n" : "+" + part + "\n")
            .collect(Collectors.joining());
    return Sha256.of(head.getBytes(UTF_8), body);
  }
}
