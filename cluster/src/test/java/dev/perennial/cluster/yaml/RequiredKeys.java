package dev.perennial.cluster.yaml;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/** The keys without which a pod does not start, a source does not read: {@code object/key}. */
public final class RequiredKeys {

  private static final List<String> KAFKA =
      List.of("protocol", "sasl.mechanism", "user", "password", "ca.crt");

  private RequiredKeys() {}

  public static Set<String> ofSecrets(Rendered rendered) {
    Set<String> keys = of(rendered, "secretKeyRef", "secret");
    // A function reads these from its own Secret, as files.
    for (ClusterObject function : rendered.functions()) {
      String secret = ownSecret(function);
      for (JsonNode variable : function.podSpec().at("/containers/0/env")) {
        String value = variable.at("/value").asString("");
        if (value.startsWith("/var/run/secrets/") && !isOptional(variable.at("/name").asString())) {
          keys.add(secret + "/" + value.substring(value.lastIndexOf('/') + 1));
        }
      }
    }
    ofKafka(rendered).forEach(name -> KAFKA.forEach(key -> keys.add(name + "/" + key)));
    return keys;
  }

  /** The Secrets that a Broker and a KafkaSink name, whose keys Knative defines. */
  private static List<String> ofKafka(Rendered rendered) {
    return Stream.concat(
            rendered
                .ofKind("ConfigMap")
                .map(map -> map.fields().at("/data/auth.secret.ref.name").asString("")),
            rendered
                .ofKind("KafkaSink")
                .map(sink -> sink.fields().at("/spec/auth/secret/ref/name").asString("")))
        .filter(name -> !name.isEmpty())
        .toList();
  }

  static Set<String> ofConfigMaps(Rendered rendered) {
    return of(rendered, "configMapKeyRef", "configMap");
  }

  private static String ownSecret(ClusterObject function) {
    return function
        .podSpec()
        .at("/volumes")
        .valueStream()
        .map(volume -> volume.at("/secret/secretName").asString(""))
        .filter(name -> !name.isEmpty())
        .findFirst()
        .orElse("none");
  }

  /** As docs/developing.md says: a function starts without the files of these variables. */
  private static boolean isOptional(String variable) {
    return Set.of(
            "AUDIT_OTHER_KEYS_FILE",
            "AUDIT_VERIFICATION_KEYS_FILE",
            "FIREBASE_CREDENTIALS_FILE",
            "SMTP_PASSWORD_FILE")
        .contains(variable);
  }

  private static Set<String> of(Rendered rendered, String reference, String volume) {
    Set<String> keys = new TreeSet<>();
    for (ClusterObject object : rendered.objects()) {
      for (JsonNode key : object.fields().findValues(reference)) {
        keys.add(key.at("/name").asString() + "/" + key.at("/key").asString());
      }
      for (JsonNode projected : object.podSpec().findValues(volume)) {
        projected
            .path("items")
            .valueStream()
            .map(item -> projected.at("/name").asString() + "/" + item.at("/key").asString())
            .forEach(keys::add);
      }
    }
    return keys;
  }
}
