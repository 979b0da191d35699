package dev.perennial.local.manifest;

import java.util.List;
import java.util.Map;

/** A condition on an event's attributes and extensions, as in the CloudEvents Subscriptions API. */
public sealed interface Filter {

  /** Each of these attributes has exactly this value. */
  record Exact(Map<String, String> attributes) implements Filter {}

  record Prefix(Map<String, String> attributes) implements Filter {}

  record Suffix(Map<String, String> attributes) implements Filter {}

  record All(List<Filter> filters) implements Filter {}

  record Any(List<Filter> filters) implements Filter {}

  record Not(Filter filter) implements Filter {}
}
