package dev.perennial.local.eventing;

import static java.time.format.DateTimeFormatter.ISO_INSTANT;

import dev.perennial.local.manifest.Filter;
import io.cloudevents.CloudEvent;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.function.BiPredicate;
import org.jspecify.annotations.Nullable;

/** Evaluates the filters of a Trigger. */
final class EventFilter {

  private final List<Filter> filters;

  /**
   * @param filters every one must accept; an empty list accepts every event
   */
  EventFilter(List<Filter> filters) {
    this.filters = List.copyOf(filters);
  }

  boolean accepts(CloudEvent event) {
    return filters.stream().allMatch(filter -> accepts(filter, event));
  }

  private static boolean accepts(Filter filter, CloudEvent event) {
    return switch (filter) {
      case Filter.Exact exact -> eachValue(exact.attributes(), event, String::equals);
      case Filter.Prefix prefix -> eachValue(prefix.attributes(), event, String::startsWith);
      case Filter.Suffix suffix -> eachValue(suffix.attributes(), event, String::endsWith);
      case Filter.All all -> all.filters().stream().allMatch(each -> accepts(each, event));
      case Filter.Any any -> any.filters().stream().anyMatch(each -> accepts(each, event));
      case Filter.Not not -> !accepts(not.filter(), event);
    };
  }

  private static boolean eachValue(
      Map<String, String> expected, CloudEvent event, BiPredicate<String, String> matches) {
    return expected.entrySet().stream()
        .allMatch(
            entry -> {
              @Nullable String value = value(entry.getKey(), event);
              return value != null && matches.test(value, entry.getValue());
            });
  }

  private static @Nullable String value(String name, CloudEvent event) {
    @Nullable Object value =
        event.getAttributeNames().contains(name)
            ? event.getAttribute(name)
            : event.getExtension(name);
    if (value instanceof OffsetDateTime time) {
      return ISO_INSTANT.format(time);
    }
    return value == null ? null : value.toString();
  }
}
