package dev.perennial.web;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The headers that limit what the app may do in a browser: it loads nothing but its own files,
 * sends requests to its own origin and the issuer only, cannot be framed, and writes no text into
 * the page as HTML. So a title of a task that is made to be a script is not executed.
 */
final class SecurityHeaders {

  private final Map<String, String> always;
  private final String policy;

  SecurityHeaders(SignIn signIn) {
    this.policy =
        String.join(
            "; ",
            "default-src 'none'",
            "script-src 'self'",
            "style-src 'self'",
            "img-src 'self' data:",
            "font-src 'self'",
            "connect-src 'self' " + String.join(" ", signIn.origins()),
            "manifest-src 'self'",
            "worker-src 'self'",
            "base-uri 'none'",
            "form-action 'none'",
            "frame-ancestors 'none'",
            "require-trusted-types-for 'script'",
            "trusted-types svelte-trusted-html perennial");
    this.always =
        Map.of(
            "X-Content-Type-Options", "nosniff",
            "Referrer-Policy", "no-referrer",
            "Cross-Origin-Opener-Policy", "same-origin",
            "Cross-Origin-Resource-Policy", "same-origin",
            "Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
            "Strict-Transport-Security", "max-age=31536000");
  }

  /** The headers of a response of this media type. */
  Map<String, String> of(String type) {
    var headers = new LinkedHashMap<>(always);
    // Of the worker as well: the policy of its own response applies to it.
    if (type.startsWith("text/html") || type.startsWith("text/javascript")) {
      headers.put("Content-Security-Policy", policy);
    }
    return headers;
  }
}
