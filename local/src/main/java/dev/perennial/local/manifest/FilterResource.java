package dev.perennial.local.manifest;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** One filter, with exactly one dialect. */
record FilterResource(
    @Nullable Map<String, String> exact,
    @Nullable Map<String, String> prefix,
    @Nullable Map<String, String> suffix,
    @Nullable List<FilterResource> all,
    @Nullable List<FilterResource> any,
    @Nullable FilterResource not) {

  private static final String ATTRIBUTE = "[a-z][a-z0-9]*";

  FilterResource {
    InvalidFieldException.require(
        Stream.of(exact, prefix, suffix, all, any, not).filter(Objects::nonNull).count() == 1,
        "exact",
        "one of exact, prefix, suffix, all, any or not is expected");
    requireConditions(exact, "exact");
    requireConditions(prefix, "prefix");
    requireConditions(suffix, "suffix");
    InvalidFieldException.require(all == null || !all.isEmpty(), "all", "is empty");
    InvalidFieldException.require(any == null || !any.isEmpty(), "any", "is empty");
  }

  private static void requireConditions(@Nullable Map<String, String> attributes, String field) {
    if (attributes == null) {
      return;
    }
    InvalidFieldException.require(!attributes.isEmpty(), field, "is empty");
    attributes.forEach(
        (name, value) -> {
          InvalidFieldException.require(
              name.matches(ATTRIBUTE),
              field + "." + name,
              "lower-case letters and digits are expected, a letter first");
          // Knative ignores such a condition, and the filter accepts every event.
          InvalidFieldException.require(!value.isEmpty(), field + "." + name, "is empty");
        });
  }

  Filter resolve() {
    if (exact != null) {
      return new Filter.Exact(exact);
    }
    if (prefix != null) {
      return new Filter.Prefix(prefix);
    }
    if (suffix != null) {
      return new Filter.Suffix(suffix);
    }
    if (all != null) {
      return new Filter.All(resolve(all));
    }
    return any == null ? new Filter.Not(not.resolve()) : new Filter.Any(resolve(any));
  }

  private static List<Filter> resolve(List<FilterResource> filters) {
    return filters.stream().map(FilterResource::resolve).toList();
  }
}
