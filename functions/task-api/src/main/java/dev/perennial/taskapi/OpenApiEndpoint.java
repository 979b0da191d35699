package dev.perennial.taskapi;

import dev.perennial.api.route.Endpoints;
import dev.perennial.api.route.Routes;
import java.util.Objects;
import org.springframework.http.MediaType;

/**
 * {@code GET /openapi.yaml}: the API of all functions. The file is merged by the build and comes
 * from the module {@code openapi}.
 */
final class OpenApiEndpoint implements Endpoints {

  @Override
  public void addTo(Routes routes) {
    routes.publish(
        "/openapi.yaml",
        new MediaType("application", "yaml"),
        () -> Objects.requireNonNull(getClass().getResourceAsStream("/openapi.yaml")));
  }
}
