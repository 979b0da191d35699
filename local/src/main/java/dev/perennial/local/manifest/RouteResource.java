package dev.perennial.local.manifest;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.perennial.local.manifest.Route.PathMatch;
import java.util.List;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

record RouteResource(Metadata metadata, Spec spec) implements Resource {

  RouteResource {
    InvalidFieldException.requirePresent(metadata, "metadata");
    InvalidFieldException.requirePresent(spec, "spec");
  }

  @Override
  public String name() {
    return metadata.name();
  }

  Route link(DeclaredResources declared) {
    return new Route(
        name(),
        IntStream.range(0, spec.rules().size())
            .mapToObj(index -> spec.rules().get(index).link(declared, "spec.rules[" + index + "]"))
            .toList());
  }

  record Spec(@Nullable List<ParentRef> parentRefs, List<Rule> rules) {

    Spec {
      InvalidFieldException.requirePresent(rules, "rules");
    }
  }

  /** The gateway of the cluster. Ignored: there is one gateway on this machine. */
  record ParentRef(String name, @Nullable String namespace, @Nullable String sectionName) {}

  /**
   * On a cluster a rule leads to Kourier, which selects the Service by the host that the filter
   * sets. There is no Kourier on this machine, so the host alone selects the Service.
   *
   * @param timeouts ignored: the timeout of the Service ends a request on this machine
   */
  record Rule(
      List<Match> matches,
      List<Filter> filters,
      List<BackendRef> backendRefs,
      @Nullable Timeouts timeouts) {

    Rule {
      InvalidFieldException.require(
          matches != null && !matches.isEmpty(), "matches", "at least one is expected");
      InvalidFieldException.require(
          filters != null && filters.size() == 1, "filters", "exactly one URLRewrite is expected");
      InvalidFieldException.require(
          backendRefs != null && backendRefs.size() == 1, "backendRefs", "exactly one is expected");
    }

    Route.Rule link(DeclaredResources declared, String path) {
      String hostPath = path + ".filters[0].urlRewrite.hostname";
      String host = filters.getFirst().urlRewrite().hostname();
      String suffix = "." + declared.namespace() + ".svc.cluster.local";
      InvalidFieldException.require(
          host.endsWith(suffix), hostPath, host + " does not end with " + suffix);
      String service = host.substring(0, host.length() - suffix.length());
      declared.require(Kind.SERVICE, service, hostPath);
      return new Route.Rule(
          matches.stream().map(match -> match.path().resolve()).toList(), service);
    }
  }

  record Timeouts(@Nullable String request) {}

  record Match(Path path) {

    Match {
      InvalidFieldException.requirePresent(path, "path");
    }
  }

  record Path(PathType type, String value) {

    // Lookaround, atomic groups, back references, possessive quantifiers and intersections are
    // refused by a cluster's gateway.
    private static final Pattern JAVA_ONLY =
        Pattern.compile("\\(\\?(?:[=!>]|<[=!])|\\\\[1-9k]|[*+?}]\\+|&&");

    Path {
      InvalidFieldException.requirePresent(type, "type");
      InvalidFieldException.require(
          value != null && value.startsWith("/"), "value", "a path that starts with / is expected");
      if (type == PathType.REGULAR_EXPRESSION) {
        requireExpression(value);
      }
    }

    private static void requireExpression(String value) {
      InvalidFieldException.require(
          !JAVA_ONLY.matcher(value).find(), "value", value + " is more than RE2 understands");
      try {
        Pattern.compile(value);
      } catch (PatternSyntaxException malformed) {
        throw new InvalidFieldException("value", value + " is no regular expression");
      }
    }

    PathMatch resolve() {
      return switch (type) {
        case EXACT -> new PathMatch.Exact(value);
        case REGULAR_EXPRESSION -> new PathMatch.RegularExpression(value);
        case PREFIX -> new PathMatch.Prefix(value);
      };
    }
  }

  enum PathType {
    @JsonProperty("Exact")
    EXACT,
    @JsonProperty("RegularExpression")
    REGULAR_EXPRESSION,
    @JsonProperty("PathPrefix")
    PREFIX
  }

  record Filter(FilterType type, UrlRewrite urlRewrite) {

    Filter {
      InvalidFieldException.requirePresent(type, "type");
      InvalidFieldException.requirePresent(urlRewrite, "urlRewrite");
    }
  }

  enum FilterType {
    @JsonProperty("URLRewrite")
    URL_REWRITE
  }

  record UrlRewrite(String hostname) {

    UrlRewrite {
      InvalidFieldException.requirePresent(hostname, "hostname");
    }
  }

  record BackendRef(String name, String namespace, Integer port) {

    BackendRef {
      InvalidFieldException.require(
          "kourier-internal".equals(name),
          "name",
          name + ": " + InvalidFieldException.NOT_IMPLEMENTED);
    }
  }
}
