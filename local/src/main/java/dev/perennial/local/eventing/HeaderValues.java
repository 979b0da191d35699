package dev.perennial.local.eventing;

import io.cloudevents.CloudEvent;
import java.net.URI;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Decides whether an event can be sent in binary mode. Knative's data plane writes attributes into
 * HTTP headers as they are, without the percent-encoding of the HTTP binding for CloudEvents
 * (3.1.3.2). In version 1.23 a character above U+00FF arrives as a question mark, and an event with
 * a control character is never delivered and blocks its partition. Such events are refused here.
 */
final class HeaderValues {

  private HeaderValues() {}

  /**
   * Returns a sentence on the first attribute that does not arrive unchanged; empty if there is
   * none.
   */
  static Optional<String> obstacle(CloudEvent event) {
    var obstacles = new TreeSet<String>();
    for (String name : event.getAttributeNames()) {
      addUnlessCarried(name, event.getAttribute(name), obstacles);
    }
    for (String name : event.getExtensionNames()) {
      addUnlessCarried(name, event.getExtension(name), obstacles);
    }
    return obstacles.stream()
        .findFirst()
        .map(
            name ->
                "the attribute %s is not printable ASCII, or has blanks around it; Knative would change it"
                    .formatted(name));
  }

  private static void addUnlessCarried(String name, @Nullable Object value, Set<String> obstacles) {
    // The text of a time or a number is always carried.
    if ((value instanceof String || value instanceof URI) && !isCarried(value.toString())) {
      obstacles.add(name);
    }
  }

  private static boolean isCarried(String text) {
    return text.chars().allMatch(c -> c >= ' ' && c <= '~')
        && !text.startsWith(" ")
        && !text.endsWith(" ");
  }
}
