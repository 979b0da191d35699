package dev.perennial.api.problem;

import dev.perennial.api.problem.Problem.FieldError;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Ends a request with a problem. It is a response and not a failure of the program, so it has no
 * stack trace.
 */
public final class ProblemException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final transient Problem problem;
  private final transient Map<String, String> headers;

  private ProblemException(Problem problem, Map<String, String> headers) {
    super(problem.detail(), null, false, false);
    this.problem = problem;
    this.headers = headers;
  }

  private static ProblemException of(String slug, String title, int status, String detail) {
    return new ProblemException(Problem.of(slug, title, status, detail, List.of()), Map.of());
  }

  /** 400, or another status that HTTP defines: the way in which the request was sent is invalid. */
  public static ProblemException badRequest(int status, String detail) {
    return of("bad-request", "Bad request", status, detail);
  }

  /** 400: the body is not JSON. */
  public static ProblemException malformed(String detail) {
    return of("malformed-json", "Malformed JSON", 400, detail);
  }

  /** 400: the body cannot be read. */
  public static ProblemException unreadable(String detail) {
    return of("unreadable-body", "Unreadable body", 400, detail);
  }

  /** 400: fields of the body, or parameters, are invalid. */
  public static ProblemException invalid(List<FieldError> errors) {
    String detail =
        errors.size() == 1 ? "1 field is not valid" : errors.size() + " fields are not valid";
    return new ProblemException(
        Problem.of("invalid-fields", "Invalid fields", 400, detail, errors), Map.of());
  }

  /** 400, for one field. */
  public static ProblemException invalid(String pointer, String detail) {
    return invalid(List.of(new FieldError(pointer, detail)));
  }

  /**
   * 401.
   *
   * @param challenge the {@code WWW-Authenticate} header (RFC 6750)
   */
  public static ProblemException unauthorized(String challenge, String detail) {
    return new ProblemException(
        Problem.of("unauthorized", "Unauthorized", 401, detail, List.of()),
        Map.of("WWW-Authenticate", challenge));
  }

  /** 403: the user may see the resource, but may not perform this operation. */
  public static ProblemException forbidden(String detail) {
    return of("forbidden", "Forbidden", 403, detail);
  }

  /**
   * 404: the resource does not exist, or the user may not see it. The response does not reveal
   * which.
   */
  public static ProblemException notFound(String detail) {
    return of("not-found", "Not found", 404, detail);
  }

  /**
   * 405.
   *
   * @param allow the {@code Allow} header
   */
  public static ProblemException methodNotAllowed(String allow) {
    return new ProblemException(
        Problem.of(
            "method-not-allowed",
            "Method not allowed",
            405,
            "this address answers " + allow,
            List.of()),
        Map.of("Allow", allow));
  }

  /** 406. */
  public static ProblemException notAcceptable(String offered) {
    return of("not-acceptable", "Not acceptable", 406, "this address answers as " + offered);
  }

  /** 409: the request is valid, but the current state does not allow it. */
  public static ProblemException conflict(String slug, String detail) {
    return of(slug, "Conflict", 409, detail);
  }

  /** 409, with the conflicting state as members of the problem. */
  public static ProblemException conflict(String slug, String detail, Map<String, Object> members) {
    return new ProblemException(conflict(slug, detail).problem.with(members), Map.of());
  }

  /** 409: the first request with this idempotency key is still in progress. */
  public static ProblemException keyInUse() {
    return new ProblemException(
        Problem.of(
            "idempotency-key-in-use",
            "Idempotency key in use",
            409,
            "the first request with this key is not answered yet",
            List.of()),
        Map.of("Retry-After", "1"));
  }

  /**
   * 410: the resource existed but is no longer available. The members describe what is available
   * instead.
   */
  public static ProblemException gone(String slug, String detail, Map<String, Object> members) {
    Problem problem = Problem.of(slug, "Gone", 410, detail, List.of());
    return new ProblemException(problem.with(members), Map.of());
  }

  /** 412. */
  public static ProblemException preconditionFailed(String detail) {
    return of("precondition-failed", "Precondition failed", 412, detail);
  }

  /** 413. */
  public static ProblemException tooLarge(int maxBytes) {
    return of(
        "too-large", "Body too large", 413, "the body may have " + maxBytes + " bytes at most");
  }

  /** 415. */
  public static ProblemException unsupportedMediaType(String accepted) {
    return of(
        "unsupported-media-type", "Unsupported media type", 415, "the body must be " + accepted);
  }

  /** 415: the body is compressed or encoded in another way. */
  public static ProblemException unsupportedCoding() {
    return unsupportedMediaType("sent without a Content-Encoding, or with identity")
        .with(Map.of("Accept-Encoding", "identity"));
  }

  /** 422: the idempotency key was used for another request. */
  public static ProblemException keyReused() {
    return of(
        "idempotency-key-reused",
        "Idempotency key reused",
        422,
        "this key came with another request before; each needs one of its own");
  }

  /** 422: each field is within its limit, but the event would be too large. */
  static ProblemException eventTooLarge(String detail) {
    return of(
        "event-too-large",
        "Event too large",
        422,
        detail + "; shorten the texts, or share the list with fewer people");
  }

  /**
   * 429: the rate limit is exceeded.
   *
   * @param retryAfter seconds until the bucket has enough tokens
   */
  public static ProblemException tooMany(long retryAfter) {
    return tooMany("too many requests; retry in " + retryAfter + " s", retryAfter);
  }

  /**
   * 429, for another reason than the rate limit.
   *
   * @param retryAfter seconds until a retry may succeed
   */
  public static ProblemException tooMany(String detail, long retryAfter) {
    return new ProblemException(
        Problem.of("too-many-requests", "Too many requests", 429, detail, List.of()),
        Map.of("Retry-After", String.valueOf(retryAfter)));
  }

  /**
   * 429: the budget of the user is spent, and its hard limit refuses this request.
   *
   * @param until when the next month begins
   * @param left the time until then
   */
  public static ProblemException budgetSpent(Instant until, Duration left) {
    return new ProblemException(
        Problem.of(
            "budget-spent",
            "Budget spent",
            429,
            "your budget is spent and has a hard limit, so imports, exports and previews are"
                + " refused until "
                + until
                + "; PUT /v1/me/budget with a larger budget, or without hardLimit, admits them",
            List.of()),
        Map.of("Retry-After", String.valueOf(Math.max(1, left.plusMillis(999).toSeconds()))));
  }

  /** 500: an internal error. The details are in the log. */
  public static ProblemException internal() {
    return of("internal", "Internal error", 500, "an internal error; the log has the cause");
  }

  /** 503: a dependency cannot be reached at the moment. */
  public static ProblemException unavailable(String detail) {
    return of("unavailable", "Unavailable", 503, detail);
  }

  /** A copy with these headers added. */
  public ProblemException with(Map<String, String> more) {
    Map<String, String> all = new TreeMap<>(headers);
    all.putAll(more);
    return new ProblemException(problem, all);
  }

  public int status() {
    return problem.status();
  }

  public Problem problem() {
    return problem;
  }

  public Map<String, String> headers() {
    return headers;
  }
}
