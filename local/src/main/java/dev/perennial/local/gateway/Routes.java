package dev.perennial.local.gateway;

import dev.perennial.local.manifest.Route;
import dev.perennial.local.manifest.Route.PathMatch;
import dev.perennial.local.manifest.Route.PathMatch.Exact;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Which Service a path belongs to. As in the Gateway API an exact match wins, then the longest
 * prefix.
 */
final class Routes {

  private static final Comparator<Match> BEST_FIRST =
      Comparator.<Match, Boolean>comparing(match -> match.path() instanceof Exact)
          .thenComparingInt(match -> match.path().value().length())
          .reversed();

  private final List<Match> matches;

  Routes(List<Route> routes) {
    this.matches =
        routes.stream()
            .flatMap(route -> route.rules().stream())
            .flatMap(rule -> rule.paths().stream().map(path -> new Match(path, rule.service())))
            .sorted(BEST_FIRST)
            .toList();
  }

  Optional<String> serviceFor(String path) {
    return matches.stream()
        .filter(match -> match.path().matches(path))
        .map(Match::service)
        .findFirst();
  }

  private record Match(PathMatch path, String service) {}
}
