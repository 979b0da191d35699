package dev.perennial.local.kubernetes;

import java.util.Map;

/** A refused request. It is sent as an object of kind Status. */
final class ApiException extends Exception {

  private final int code;
  private final String reason;
  private final Map<String, String> details;

  private ApiException(int code, String reason, String message, Map<String, String> details) {
    super(message);
    this.code = code;
    this.reason = reason;
    this.details = details;
  }

  static ApiException badRequest(String message) {
    return new ApiException(400, "BadRequest", message, Map.of());
  }

  static ApiException unauthorized() {
    return new ApiException(401, "Unauthorized", "Unauthorized", Map.of());
  }

  static ApiException forbidden(ObjectPath target, String user, String verb) {
    return new ApiException(
        403,
        "Forbidden",
        "%s \"%s\" is forbidden: User \"%s\" cannot %s resource \"%s\" in API group \"%s\" in the namespace \"%s\""
            .formatted(
                target.qualified(),
                target.name(),
                user,
                verb,
                target.resource(),
                target.group(),
                target.namespace()),
        target.details());
  }

  static ApiException noSuchPath() {
    return new ApiException(
        404, "NotFound", "the server could not find the requested resource", Map.of());
  }

  static ApiException notFound(ObjectPath target) {
    return new ApiException(
        404,
        "NotFound",
        "%s \"%s\" not found".formatted(target.qualified(), target.name()),
        target.details());
  }

  static ApiException methodNotAllowed(String method) {
    return new ApiException(
        405, "MethodNotAllowed", method + " is not implemented on one machine", Map.of());
  }

  static ApiException conflict(ObjectPath target) {
    return new ApiException(
        409,
        "Conflict",
        "Operation cannot be fulfilled on %s \"%s\": the object has been modified; please apply your changes to the latest version and try again"
            .formatted(target.qualified(), target.name()),
        target.details());
  }

  static ApiException unsupportedMediaType(String accepted) {
    return new ApiException(
        415,
        "UnsupportedMediaType",
        "the body of the request was in an unknown format - accepted media types include: "
            + accepted,
        Map.of());
  }

  static ApiException invalid(ObjectPath target, String why) {
    return new ApiException(
        422,
        "Invalid",
        "%s \"%s\" is invalid: %s".formatted(target.qualified(), target.name(), why),
        target.details());
  }

  int code() {
    return code;
  }

  Map<String, Object> status() {
    return Map.of(
        "kind",
        "Status",
        "apiVersion",
        "v1",
        "metadata",
        Map.of(),
        "status",
        "Failure",
        "message",
        getMessage(),
        "reason",
        reason,
        "details",
        details,
        "code",
        code);
  }
}
