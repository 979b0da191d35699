package dev.perennial.api.route;

/** What belongs together in the API, and says itself where it is found. */
@FunctionalInterface
public interface Endpoints {

  void addTo(Routes routes);
}
