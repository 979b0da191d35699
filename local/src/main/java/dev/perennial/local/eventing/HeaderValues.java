package dev.perennial.local.eventing;

import io.cloudevents.CloudEvent;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * Decides whether an event can be sent in binary mode. Knative's data plane writes attributes into
 * HTTP headers as they are, without the percent-encoding of the HTTP binding for CloudEvents
 * (3.1.3.2). In version 1.23 a character above U+00FF arrives as a question mark, and an event with
 * a control character is never delivered and blocks its partition. Such events are refused here.
 */
final class HeaderValues {

  private static final Pattern CARRIED = Pattern.compile("[!-~]+( +[!-~]+)*");

  private HeaderValues() {}

  /**
   * Returns a sentence on the first attribute that does not arrive unchanged; empty if there is
   * none.
   */
  static Optional<String> obstacle(CloudEvent event) {
    return attributes(event).stream()
        .filter(name -> !CARRIED.matcher(value(event, name)).matches())
        .findFirst()
        .map(
            name ->
                "the attribute %s is not printable ASCII, or has blanks around it; Knative would change it"
                    .formatted(name));
  }

  private static Set<String> attributes(CloudEvent event) {
    Set<String> names = new TreeSet<>(event.getAttributeNames());
    names.addAll(event.getExtensionNames());
    names.removeIf(name -> value(event, name).isEmpty());
    return names;
  }

  private static String value(CloudEvent event, String name) {
    Object value =
        event.getAttributeNames().contains(name)
            ? event.getAttribute(name)
            : event.getExtension(name);
    return value == null ? "" : value.toString();
  }
}
