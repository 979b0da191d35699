package dev.perennial.api.response;

import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Headers of every response: browsers do not guess its type, send no referrer from it, and no cache
 * stores it. A response with an {@code ETag} may be stored by its user's own cache, which has to
 * ask whether it is still current.
 */
public final class SecurityHeaders {

  private static final String CACHE_CONTROL = "Cache-Control";

  private SecurityHeaders() {}

  /** Returns these headers of a response and those that every response has. */
  public static SortedMap<String, String> with(Map<String, String> headers) {
    var all = new TreeMap<String, String>(String.CASE_INSENSITIVE_ORDER);
    all.put("X-Content-Type-Options", "nosniff");
    all.put("Referrer-Policy", "no-referrer");
    all.putAll(headers);
    all.putIfAbsent(CACHE_CONTROL, all.containsKey("ETag") ? "private, no-cache" : "no-store");
    return all;
  }
}
