package dev.perennial.local.eventing;

import dev.perennial.local.manifest.Filter;
import io.cloudevents.CloudEvent;
import java.util.List;
import java.util.Map;
import java.util.function.BiPredicate;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Evaluates the filters of a Trigger, which are prepared once. */
final class EventFilter {

  private final Predicate<EventAttributes> condition;

  /**
   * @param filters every one must accept; an empty list accepts every event
   */
  EventFilter(List<Filter> filters) {
    this.condition = all(filters);
  }

  boolean accepts(CloudEvent event) {
    return accepts(EventAttributes.of(event));
  }

  boolean accepts(EventAttributes attributes) {
    return condition.test(attributes);
  }

  private static Predicate<EventAttributes> condition(Filter filter) {
    return switch (filter) {
      case Filter.Exact exact -> eachValue(exact.attributes(), String::equals);
      case Filter.Prefix prefix -> eachValue(prefix.attributes(), String::startsWith);
      case Filter.Suffix suffix -> eachValue(suffix.attributes(), String::endsWith);
      case Filter.All all -> all(all.filters());
      case Filter.Any any ->
          any.filters().stream()
              .map(EventFilter::condition)
              .reduce(Predicate::or)
              .orElse(_ -> false);
      case Filter.Not not -> condition(not.filter()).negate();
    };
  }

  private static Predicate<EventAttributes> all(List<Filter> filters) {
    return filters.stream().map(EventFilter::condition).reduce(Predicate::and).orElse(_ -> true);
  }

  private static Predicate<EventAttributes> eachValue(
      Map<String, String> expected, BiPredicate<String, String> matches) {
    return expected.entrySet().stream()
        .map(entry -> value(entry.getKey(), entry.getValue(), matches))
        .reduce(Predicate::and)
        .orElse(_ -> true);
  }

  private static Predicate<EventAttributes> value(
      String name, String expected, BiPredicate<String, String> matches) {
    return attributes -> {
      @Nullable String value = attributes.value(name);
      return value != null && matches.test(value, expected);
    };
  }
}
