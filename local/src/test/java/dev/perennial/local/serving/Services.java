package dev.perennial.local.serving;

import dev.perennial.local.manifest.Service;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Services as a manifest could declare them. */
public final class Services {

  private Services() {}

  public static Service aService() {
    return service(0, Duration.ofSeconds(30), 0);
  }

  public static Service service(int containerConcurrency, Duration timeout, int minScale) {
    return new Service(
        "stand-in",
        "perennial/stand-in",
        containerConcurrency,
        timeout,
        8080,
        Map.of(),
        List.of(),
        "/health/ready",
        Optional.empty(),
        minScale,
        List.of());
  }
}
