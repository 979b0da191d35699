package dev.perennial.local.http;

import com.sun.net.httpserver.Headers;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Recognizes requests that a browser sends for a web page of somebody else. Such a page reaches the
 * loopback address under a name of its own (DNS rebinding), or from its own origin. The servers of
 * the platform have no passwords, so they refuse both.
 */
public final class ForeignRequest {

  private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");
  private static final Pattern AUTHORITY = Pattern.compile("(?<host>\\[[^]]*]|[^:]*)(:\\d+)?");
  private static final Pattern ORIGIN = Pattern.compile("https?://(?<authority>.*)");
  private static final Set<String> SAFE = Set.of("GET", "HEAD");
  private static final String JSON = "application/json";

  private ForeignRequest() {}

  /**
   * Returns why the request is refused; empty if it comes from this machine.
   *
   * @param hosts the {@code Host} headers
   * @param origins the {@code Origin} headers
   */
  public static Optional<String> reason(List<String> hosts, List<String> origins) {
    if (hosts.size() != 1 || !isLoopback(hosts.getFirst())) {
      return Optional.of("the Host must be localhost, 127.0.0.1 or [::1]");
    }
    if (!origins.stream().allMatch(ForeignRequest::isLocalOrigin)) {
      return Optional.of("a page of another origin may not send requests to this server");
    }
    return Optional.empty();
  }

  /** As {@link #reason(List, List)}. */
  public static Optional<String> reason(Headers headers) {
    return reason(
        headers.getOrDefault("Host", List.of()), headers.getOrDefault("Origin", List.of()));
  }

  /**
   * Whether a page of any origin could have sent the request without a preflight (a simple request
   * of the Fetch standard) although it changes something. A request that deletes is never simple,
   * and one with a JSON body neither.
   */
  public static boolean isSimpleChange(String method, Headers headers) {
    return !SAFE.contains(method)
        && headers.getOrDefault("Content-Type", List.of()).stream()
            .noneMatch(type -> type.split(";")[0].strip().equalsIgnoreCase(JSON))
        && !method.equals("DELETE");
  }

  private static boolean isLoopback(String authority) {
    Matcher matcher = AUTHORITY.matcher(authority);
    return matcher.matches() && LOOPBACK.contains(matcher.group("host"));
  }

  private static boolean isLocalOrigin(String origin) {
    Matcher matcher = ORIGIN.matcher(origin);
    return matcher.matches() && isLoopback(matcher.group("authority"));
  }
}
