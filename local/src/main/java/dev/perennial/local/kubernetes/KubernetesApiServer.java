package dev.perennial.local.kubernetes;

import com.sun.net.httpserver.HttpExchange;
import dev.perennial.local.http.LoopbackServer;
import dev.perennial.local.http.Responses;
import dev.perennial.local.infra.DataDirectory;
import dev.perennial.local.infra.Secrets;
import dev.perennial.local.manifest.Manifests;
import dev.perennial.local.manifest.PingSource;
import dev.perennial.local.manifest.Service;
import java.io.IOException;
import java.net.URI;
import java.time.InstantSource;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Serves {@code GET} and {@code PATCH} of single PingSources to service accounts that have the
 * permission. Everything else is refused like the API server does.
 */
public final class KubernetesApiServer implements AutoCloseable {

  private static final JsonMapper JSON = new JsonMapper();
  private static final String MERGE_PATCH = "application/merge-patch+json";
  private static final String BEARER = "Bearer ";

  private final String namespace;
  private final ServiceAccounts accounts;
  private final PingSourcesApi pings;
  private final int port;
  private @Nullable LoopbackServer server;

  /**
   * @param data stores the patched objects and the token files
   */
  public KubernetesApiServer(
      Manifests manifests, DataDirectory data, Secrets secrets, int port, InstantSource clock) {
    this.namespace = manifests.namespace();
    this.port = port;
    this.accounts =
        new ServiceAccounts(
            manifests.services(), manifests.roleBindings(), data.directory("tokens"), secrets);
    this.pings =
        new PingSourcesApi(
            namespace,
            new PingSourceStore(data.file("pingsources.json"), manifests.pingSources(), clock));
  }

  public void start() {
    server = LoopbackServer.start("the Kubernetes API", port, this::handle);
  }

  /**
   * Registers the listener for PingSources. It is called at once for each of them, and then after
   * each patch.
   */
  public void onChange(Consumer<PingSource> newListener) {
    pings.onChange(newListener);
  }

  /**
   * Returns the variables by which a function finds this API. On a cluster it uses the mounted
   * service account.
   */
  public Map<String, String> environmentOf(Service service) {
    var environment =
        new TreeMap<>(
            Map.of("KUBERNETES_API_URL", address().toString(), "KUBERNETES_NAMESPACE", namespace));
    accounts
        .tokenFile(service)
        .ifPresent(file -> environment.put("KUBERNETES_TOKEN_FILE", file.toString()));
    return environment;
  }

  private URI address() {
    return URI.create("http://127.0.0.1:" + port);
  }

  private void handle(HttpExchange exchange) throws IOException {
    try {
      Responses.json(exchange, 200, response(exchange));
    } catch (ApiException failure) {
      Responses.json(exchange, failure.code(), failure.status());
    }
    exchange.close();
  }

  private Map<String, Object> response(HttpExchange exchange) throws ApiException, IOException {
    String account = accounts.accountOf(token(exchange)).orElseThrow(ApiException::unauthorized);
    var target = ObjectPath.of(exchange.getRequestURI().getPath());
    String method = exchange.getRequestMethod();
    return switch (method) {
      case "GET" -> {
        require(account, "get", target);
        yield pings.get(target);
      }
      case "PATCH" -> {
        require(account, "patch", target);
        yield pings.patch(target, mergePatch(exchange));
      }
      default -> throw ApiException.methodNotAllowed(method);
    };
  }

  private static String token(HttpExchange exchange) {
    String authorization = exchange.getRequestHeaders().getFirst("Authorization");
    return authorization != null && authorization.startsWith(BEARER)
        ? authorization.substring(BEARER.length())
        : "";
  }

  private void require(String account, String verb, ObjectPath target) throws ApiException {
    if (!target.namespace().equals(namespace) || !accounts.may(account, verb, target)) {
      String user = "system:serviceaccount:" + namespace + ":" + account;
      throw ApiException.forbidden(target, user, verb);
    }
  }

  private static JsonNode mergePatch(HttpExchange exchange) throws ApiException, IOException {
    String type = exchange.getRequestHeaders().getFirst("Content-Type");
    if (type == null || !type.split(";")[0].strip().equals(MERGE_PATCH)) {
      throw ApiException.unsupportedMediaType(MERGE_PATCH);
    }
    try {
      return JSON.readTree(exchange.getRequestBody().readAllBytes());
    } catch (JacksonException malformed) {
      throw ApiException.badRequest("no JSON: " + malformed.getOriginalMessage());
    }
  }

  @Override
  public void close() {
    if (server != null) {
      server.close();
    }
  }
}
