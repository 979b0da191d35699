package dev.perennial.local.kubernetes;

import dev.perennial.embedded.OwnerOnlyFile;
import dev.perennial.embedded.StartupException;
import dev.perennial.local.manifest.PingSource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Stores the PingSources as applied and patched. A patch survives a restart, as on a cluster; a
 * manifest that has changed replaces the stored object.
 */
final class PingSourceStore {

  static final String API_VERSION = "sources.knative.dev/v1";

  private static final JsonMapper JSON = new JsonMapper();

  private final Path file;
  private final InstantSource clock;
  private final Map<String, StoredPingSource> stored;
  private final Map<String, PingSource> sources = new LinkedHashMap<>();

  PingSourceStore(Path file, List<PingSource> applied, InstantSource clock) {
    this.file = file;
    this.clock = clock;
    this.stored = read(file);
    stored.keySet().retainAll(applied.stream().map(PingSource::name).toList());
    applied.forEach(this::apply);
    save();
  }

  private static Map<String, StoredPingSource> read(Path file) {
    try {
      return Files.exists(file)
          ? JSON.readValue(file, new TypeReference<TreeMap<String, StoredPingSource>>() {})
          : new TreeMap<>();
    } catch (JacksonException e) {
      throw new StartupException(
          file + " cannot be read; delete the file to apply the manifests", e);
    }
  }

  private void apply(PingSource source) {
    Map<String, Object> fields = source.spec().fields();
    @Nullable StoredPingSource before = stored.get(source.name());
    if (before == null || !before.applied().equals(fields)) {
      stored.put(
          source.name(),
          new StoredPingSource(
              fields,
              fields,
              UUID.randomUUID().toString(),
              clock.instant().truncatedTo(ChronoUnit.SECONDS).toString(),
              1,
              nextVersion()));
      sources.put(source.name(), source);
    } else {
      sources.put(source.name(), source.with(JSON.valueToTree(before.spec())));
    }
  }

  private long nextVersion() {
    return 1
        + stored.values().stream().mapToLong(StoredPingSource::resourceVersion).max().orElse(0);
  }

  /** Returns all sources in their current form. */
  synchronized Collection<PingSource> sources() {
    return List.copyOf(sources.values());
  }

  synchronized @Nullable StoredPingSource get(String name) {
    return stored.get(name);
  }

  /**
   * Replaces the spec. An equal spec changes nothing.
   *
   * @throws dev.perennial.local.manifest.InvalidFieldException if the spec is invalid
   */
  synchronized PingSource replace(String name, JsonNode spec) {
    StoredPingSource before = stored.get(name);
    PingSource source = sources.get(name).with(spec);
    Map<String, Object> fields = source.spec().fields();
    if (!fields.equals(before.spec())) {
      stored.put(name, before.with(fields, nextVersion()));
      sources.put(name, source);
      save();
    }
    return source;
  }

  private void save() {
    try {
      Path next = file.resolveSibling(file.getFileName() + ".new");
      OwnerOnlyFile.write(next, JSON.writeValueAsString(stored));
      Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
