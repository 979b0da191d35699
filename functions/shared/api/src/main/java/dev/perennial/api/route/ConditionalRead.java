package dev.perennial.api.route;

import dev.perennial.api.response.Response;
import dev.perennial.runtime.http.Exchange;
import java.util.List;
import java.util.Set;
import org.springframework.http.ETag;

/** Spares a client the body that it already has (RFC 9110, section 13.1.2). */
final class ConditionalRead {

  private static final Set<String> READS = Set.of("GET", "HEAD");

  private ConditionalRead() {}

  /**
   * Returns 304 without a body if the request is a read whose {@code If-None-Match} has the tag of
   * the response, by weak comparison, or is {@code *}; else the response.
   */
  static Response.Whole apply(Exchange exchange, Response.Whole response) {
    var tag = response.headers().get("ETag");
    return tag != null
            && response.status() == 200
            && READS.contains(exchange.method())
            && matches(exchange.headers("If-None-Match"), ETag.create(tag))
        ? new Response.Whole(304, response.headers(), new byte[0])
        : response;
  }

  private static boolean matches(List<String> lines, ETag tag) {
    return lines.stream()
        .flatMap(line -> ETag.parse(line).stream())
        .anyMatch(known -> known.isWildcard() || known.compare(tag, false));
  }
}
