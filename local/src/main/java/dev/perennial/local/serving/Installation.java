package dev.perennial.local.serving;

import dev.perennial.embedded.StartupException;
import dev.perennial.local.manifest.Service;
import dev.perennial.local.manifest.Service.EnvFrom;
import dev.perennial.local.manifest.Service.EnvValue;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The ConfigMaps and Secrets that the manifests refer to. A cluster's operator creates them; here
 * the platform does.
 *
 * @param configMaps by name, then by key
 * @param secrets by name, then by key
 */
public record Installation(
    Map<String, Map<String, String>> configMaps, Map<String, Map<String, String>> secrets) {

  private static final String CONTAINER = "spec.template.spec.containers[0].";

  /**
   * Returns the environment that a Service's manifest declares.
   *
   * @throws StartupException if it refers to a ConfigMap, Secret or key that does not exist
   */
  public Map<String, String> environmentOf(Service service) {
    var environment = new LinkedHashMap<String, String>();
    service.envFrom().forEach(source -> environment.putAll(all(service, source)));
    service.env().forEach((name, value) -> environment.put(name, one(service, name, value)));
    return environment;
  }

  private Map<String, String> all(Service service, EnvFrom source) {
    return switch (source) {
      case EnvFrom.ConfigMap(var name) ->
          require(configMaps, name, service, "envFrom: no ConfigMap " + name);
      case EnvFrom.Secret(var name) ->
          require(secrets, name, service, "envFrom: no Secret " + name);
    };
  }

  private String one(Service service, String variable, EnvValue value) {
    String path = "env[%s].valueFrom: no ".formatted(variable);
    return switch (value) {
      case EnvValue.Literal(var literal) -> literal;
      case EnvValue.SecretKey(var secret, var key) -> {
        Map<String, String> keys = require(secrets, secret, service, path + "Secret " + secret);
        yield require(keys, key, service, path + "key %s in the Secret %s".formatted(key, secret));
      }
      case EnvValue.ConfigMapKey(var configMap, var key) -> {
        Map<String, String> keys =
            require(configMaps, configMap, service, path + "ConfigMap " + configMap);
        yield require(
            keys, key, service, path + "key %s in the ConfigMap %s".formatted(key, configMap));
      }
    };
  }

  private static <T> T require(
      Map<String, T> values, String name, Service service, String missing) {
    T value = values.get(name);
    if (value == null) {
      throw new StartupException(
          "knative/%s.yaml: %s%s on one machine".formatted(service.name(), CONTAINER, missing));
    }
    return value;
  }
}
