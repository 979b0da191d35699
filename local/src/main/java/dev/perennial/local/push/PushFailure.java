package dev.perennial.local.push;

import java.util.List;
import java.util.Map;

/** Errors of Firebase, as documented for its HTTP v1 API. */
enum PushFailure {
  UNREGISTERED(404, "NOT_FOUND", "UNREGISTERED", "Requested entity was not found."),
  INVALID(
      400,
      "INVALID_ARGUMENT",
      "INVALID_ARGUMENT",
      "The registration token is not a valid FCM registration token"),
  QUOTA(429, "RESOURCE_EXHAUSTED", "QUOTA_EXCEEDED", "Sending limit exceeded for this device."),
  UNAVAILABLE(503, "UNAVAILABLE", "UNAVAILABLE", "The service is currently unavailable.");

  private static final String FCM_ERROR = "type.googleapis.com/google.firebase.fcm.v1.FcmError";
  private static final String BAD_REQUEST = "type.googleapis.com/google.rpc.BadRequest";

  private final int code;
  private final String status;
  private final String errorCode;
  private final String message;

  PushFailure(int code, String status, String errorCode, String message) {
    this.code = code;
    this.status = status;
    this.errorCode = errorCode;
    this.message = message;
  }

  int code() {
    return code;
  }

  Map<String, Object> body() {
    Map<String, String> error = Map.of("@type", FCM_ERROR, "errorCode", errorCode);
    return error(code, status, message, this == INVALID ? List.of(error, field()) : List.of(error));
  }

  private Map<String, Object> field() {
    return Map.of(
        "@type",
        BAD_REQUEST,
        "fieldViolations",
        List.of(Map.of("field", "message.token", "description", message)));
  }

  /** Returns an error in the format of Google's APIs. */
  static Map<String, Object> error(
      int code, String status, String message, List<? extends Map<String, ?>> details) {
    return Map.of(
        "error", Map.of("code", code, "message", message, "status", status, "details", details));
  }
}
