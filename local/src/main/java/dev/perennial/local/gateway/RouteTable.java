package dev.perennial.local.gateway;

import dev.perennial.local.manifest.Route;
import dev.perennial.local.manifest.Route.PathMatch;
import dev.perennial.local.manifest.Route.PathMatch.Exact;
import dev.perennial.local.manifest.Route.PathMatch.Prefix;
import dev.perennial.local.manifest.Route.PathMatch.RegularExpression;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Finds the Service of a path. Precedence as in the Gateway API: an exact match first, then regular
 * expressions, then prefixes; among regular expressions and prefixes the longest, and among equally
 * long ones the first in the YAML. The API leaves the place of regular expressions to each gateway,
 * so overlapping rules should be of one type.
 */
final class RouteTable {

  private static final Comparator<Match> BEST_FIRST =
      Comparator.<Match>comparingInt(match -> rank(match.path()))
          .thenComparing(match -> match.path().value().length(), Comparator.reverseOrder());

  private final List<Match> matches;

  RouteTable(List<Route> routes) {
    this.matches =
        routes.stream()
            .flatMap(route -> route.rules().stream())
            .flatMap(
                rule ->
                    rule.paths().stream()
                        .map(path -> new Match(path, path.condition(), rule.service())))
            .sorted(BEST_FIRST)
            .toList();
  }

  private static int rank(PathMatch path) {
    return switch (path) {
      case Exact _ -> 0;
      case RegularExpression _ -> 1;
      case Prefix _ -> 2;
    };
  }

  Optional<String> serviceFor(String path) {
    return matches.stream()
        .filter(match -> match.condition().test(path))
        .map(Match::service)
        .findFirst();
  }

  private record Match(PathMatch path, Predicate<String> condition, String service) {}
}
