package dev.perennial.local.kubernetes;

import java.util.Map;

/**
 * A PingSource as the API server stores it.
 *
 * @param applied the spec of the manifest it was made from
 * @param spec the current one
 */
record StoredPingSource(
    Map<String, Object> applied,
    Map<String, Object> spec,
    String uid,
    String created,
    long generation,
    long resourceVersion) {

  StoredPingSource with(Map<String, Object> newSpec, long newVersion) {
    return new StoredPingSource(applied, newSpec, uid, created, generation + 1, newVersion);
  }

  Map<String, Object> object(String namespace, String name) {
    return Map.of(
        "apiVersion",
        PingSourceStore.API_VERSION,
        "kind",
        "PingSource",
        "metadata",
        Map.of(
            "name", name,
            "namespace", namespace,
            "uid", uid,
            "creationTimestamp", created,
            "generation", generation,
            "resourceVersion", Long.toString(resourceVersion)),
        "spec",
        spec);
  }
}
