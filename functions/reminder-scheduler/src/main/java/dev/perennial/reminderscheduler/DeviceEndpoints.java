package dev.perennial.reminderscheduler;

import dev.perennial.api.page.Page;
import dev.perennial.api.problem.FieldErrors;
import dev.perennial.api.problem.ProblemException;
import dev.perennial.api.request.ApiRequest;
import dev.perennial.api.request.JsonBody;
import dev.perennial.api.request.JsonFields;
import dev.perennial.api.request.QueryText;
import dev.perennial.api.response.Response;
import dev.perennial.api.route.Endpoints;
import dev.perennial.api.route.Routes;
import dev.perennial.reminderscheduler.people.DeviceStore;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import tools.jackson.databind.JsonNode;

/** The API for the devices that the user's pushes are sent to. */
final class DeviceEndpoints implements Endpoints {

  private static final Set<String> DEVICE = Set.of("token", "platform", "name");
  private static final Set<String> TOKEN = Set.of("token");

  /** In UTF-8 at most 2400 bytes: an index of Postgres holds values of 2704 bytes at most. */
  private static final int LONGEST_TOKEN = 600;

  private static final int LONGEST_NAME = 100;

  private enum Platform {
    ANDROID,
    IOS,
    WEB
  }

  private final DeviceStore devices;

  DeviceEndpoints(DeviceStore devices) {
    this.devices = devices;
  }

  @Override
  public void addTo(Routes routes) {
    routes.at(
        "/v1/me/devices",
        routes.reads(HttpMethod.GET, this::all),
        routes.writes(HttpMethod.POST, this::register),
        routes.writes(HttpMethod.DELETE, this::remove).taking("token"));
  }

  private Response all(ApiRequest request, String user) {
    return Response.json(200, Page.ofAll(devices.of(user)));
  }

  private Response.Whole register(ApiRequest request, String user) {
    var errors = new FieldErrors();
    JsonNode body = JsonBody.read(request, MediaType.APPLICATION_JSON);
    var fields = JsonFields.of(body, errors, DEVICE);
    fields.require("token");
    fields.require("platform");
    String token = fields.visibleText("token", LONGEST_TOKEN);
    Platform platform = fields.choice("platform", Platform.class);
    String name = fields.visibleText("name", LONGEST_NAME);
    errors.throwIfAny();
    return Response.json(
        200,
        devices.register(
            user,
            Objects.requireNonNull(token),
            Objects.requireNonNull(platform).name().toLowerCase(Locale.ROOT),
            name));
  }

  private Response.Whole remove(ApiRequest request, String user) {
    var errors = new FieldErrors();
    Optional<String> named = QueryText.read(request, "token", errors);
    errors.throwIfAny();
    String token = named.orElseGet(() -> tokenIn(request));
    if (!devices.remove(user, token)) {
      throw ProblemException.notFound("you have no such device");
    }
    return Response.empty(204);
  }

  private static String tokenIn(ApiRequest request) {
    var errors = new FieldErrors();
    JsonNode body = JsonBody.read(request, MediaType.APPLICATION_JSON);
    var fields = JsonFields.of(body, errors, TOKEN);
    fields.require("token");
    String token = fields.visibleText("token", LONGEST_TOKEN);
    errors.throwIfAny();
    return Objects.requireNonNull(token);
  }
}
