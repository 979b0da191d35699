package dev.perennial.taskapi;

/** What belongs together in the API, and says itself where it is found. */
@FunctionalInterface
interface Endpoints {

  void addTo(Routes routes);
}
