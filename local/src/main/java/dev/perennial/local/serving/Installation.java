package dev.perennial.local.serving;

import dev.perennial.embedded.OwnerOnlyFile;
import dev.perennial.embedded.StartupException;
import dev.perennial.local.manifest.Service;
import dev.perennial.local.manifest.Service.EnvFrom;
import dev.perennial.local.manifest.Service.EnvValue;
import dev.perennial.local.manifest.Service.Mount;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * The ConfigMaps and Secrets that the manifests refer to. A cluster's operator creates them; here
 * the platform does.
 *
 * @param configMaps by name, then by key
 * @param secrets by name, then by key
 * @param mounts the directory of all mounted Secrets and ConfigMaps, which only its owner can
 *     access
 */
public record Installation(
    Map<String, Map<String, String>> configMaps,
    Map<String, Map<String, String>> secrets,
    Path mounts) {

  private static final Set<PosixFilePermission> OWNER_ONLY =
      PosixFilePermissions.fromString("rwx------");

  private static final String POD = "spec.template.spec.";
  private static final String CONTAINER = POD + "containers[0].";

  /**
   * Returns the environment that a Service's manifest declares. A process on this machine sees no
   * mounted directories, so a value that is a path in one becomes the path of the file that {@link
   * #mount} writes.
   *
   * @throws StartupException if it refers to a ConfigMap, Secret or key that does not exist
   */
  public Map<String, String> environmentOf(Service service) {
    var environment = new LinkedHashMap<String, String>();
    service.envFrom().forEach(source -> environment.putAll(all(service, source)));
    service.env().forEach((name, value) -> environment.put(name, one(service, name, value)));
    return environment;
  }

  /**
   * Writes the Secrets and ConfigMaps that the Service mounts, one file for each key. Files of an
   * earlier start are deleted.
   *
   * @throws StartupException if one does not exist and is not optional
   */
  public void mount(Service service) {
    for (Mount mount : service.mounts()) {
      Map<String, String> keys = keys(service, mount);
      writeAll(existing(directory(service, mount)), keys);
    }
  }

  private Map<String, String> keys(Service service, Mount mount) {
    Map<String, Map<String, String>> all =
        switch (mount.source()) {
          case EnvFrom.ConfigMap _ -> configMaps;
          case EnvFrom.Secret _ -> secrets;
        };
    String name = mount.source().name();
    return mount.optional()
        ? all.getOrDefault(name, Map.of())
        : require(all, name, service, POD, "volumes: no " + mount.source());
  }

  private String onThisMachine(Service service, String literal) {
    for (Mount mount : service.mounts()) {
      if (literal.startsWith(mount.path() + "/")) {
        return directory(service, mount)
            .resolve(literal.substring(mount.path().length() + 1))
            .toString();
      }
    }
    return literal;
  }

  private Path directory(Service service, Mount mount) {
    return mounts.resolve(service.name()).resolve(mount.path().substring(1));
  }

  private static Path existing(Path directory) {
    try {
      return Files.createDirectories(directory, PosixFilePermissions.asFileAttribute(OWNER_ONLY));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A function that starts meanwhile finds either the old file or the new one. */
  private static void writeAll(Path directory, Map<String, String> keys) {
    try {
      for (Map.Entry<String, String> key : keys.entrySet()) {
        Path written = OwnerOnlyFile.write(directory.resolve("." + key.getKey()), key.getValue());
        Files.move(written, directory.resolve(key.getKey()), StandardCopyOption.ATOMIC_MOVE);
      }
      try (DirectoryStream<Path> files = Files.newDirectoryStream(directory)) {
        for (Path file : files) {
          if (!keys.containsKey(file.getFileName().toString())) {
            Files.delete(file);
          }
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
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
      case EnvValue.Literal(var literal) -> onThisMachine(service, literal);
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
    return require(values, name, service, CONTAINER, missing);
  }

  private static <T> T require(
      Map<String, T> values, String name, Service service, String path, String missing) {
    T value = values.get(name);
    if (value == null) {
      throw new StartupException(
          "knative/%s.yaml: %s%s on one machine".formatted(service.name(), path, missing));
    }
    return value;
  }
}
