package dev.perennial.api.route;

/** A group of related endpoints that registers its own routes. */
@FunctionalInterface
public interface Endpoints {

  void addTo(Routes routes);
}
