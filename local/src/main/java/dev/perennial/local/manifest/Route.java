package dev.perennial.local.manifest;

import java.util.List;

/** What the outside world reaches: an HTTPRoute of the Gateway API. */
public record Route(String name, List<Rule> rules) {

  /**
   * Requests that go to one Service.
   *
   * @param paths one of them must match
   */
  public record Rule(List<PathMatch> paths, String service) {}

  /** A condition on the path of a request. */
  public sealed interface PathMatch {

    String value();

    boolean matches(String path);

    record Exact(String value) implements PathMatch {

      @Override
      public boolean matches(String path) {
        return path.equals(value);
      }
    }

    /**
     * Matches whole path elements, as the Gateway API has it: {@code /v1} is no prefix of {@code
     * /v10}.
     */
    record Prefix(String value) implements PathMatch {

      @Override
      public boolean matches(String path) {
        String elements = value.endsWith("/") ? value : value + "/";
        return path.startsWith(elements) || (path + "/").equals(elements);
      }
    }
  }
}
