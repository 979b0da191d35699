package dev.perennial.local.manifest;

import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * An HTTPRoute of the Gateway API: which paths are reachable from outside, and which Service each
 * leads to.
 */
public record Route(String name, List<Rule> rules) {

  /**
   * The paths that lead to one Service.
   *
   * @param paths at least one must match
   */
  public record Rule(List<PathMatch> paths, String service) {}

  /** A condition on the path of a request. */
  public sealed interface PathMatch {

    String value();

    /** Accepts the paths that match. */
    Predicate<String> condition();

    record Exact(String value) implements PathMatch {

      @Override
      public Predicate<String> condition() {
        return value::equals;
      }
    }

    /** Matches the whole path, in the syntax that RE2 and Java have in common. */
    record RegularExpression(String value) implements PathMatch {

      @Override
      public Predicate<String> condition() {
        return Pattern.compile(value).asMatchPredicate();
      }
    }

    /**
     * Matches whole path elements, as the Gateway API defines it: {@code /v1} is no prefix of
     * {@code /v10}.
     */
    record Prefix(String value) implements PathMatch {

      @Override
      public Predicate<String> condition() {
        String elements = value.endsWith("/") ? value : value + "/";
        return path -> path.startsWith(elements) || (path + "/").equals(elements);
      }
    }
  }
}
