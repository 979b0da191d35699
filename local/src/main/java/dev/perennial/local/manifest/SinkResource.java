package dev.perennial.local.manifest;

import dev.perennial.local.manifest.Sink.ContentMode;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

record SinkResource(Metadata metadata, Spec spec) implements Resource {

  SinkResource {
    InvalidFieldException.requirePresent(metadata, "metadata");
    InvalidFieldException.requirePresent(spec, "spec");
  }

  @Override
  public String name() {
    return metadata.name();
  }

  Sink link(DeclaredResources declared) {
    declared.require(Kind.TOPIC, spec.topic(), "spec.topic");
    return new Sink(
        name(),
        declared.userOf(spec.auth().secret().ref().name(), "spec.auth.secret.ref.name"),
        spec.topic(),
        Objects.requireNonNullElse(spec.contentMode(), ContentMode.BINARY));
  }

  record Spec(
      String topic,
      @Nullable List<String> bootstrapServers,
      @Nullable ContentMode contentMode,
      Auth auth) {

    Spec {
      InvalidFieldException.requirePresent(topic, "topic");
      InvalidFieldException.requirePresent(auth, "auth");
    }
  }

  record Auth(Secret secret) {

    Auth {
      InvalidFieldException.requirePresent(secret, "secret");
    }
  }

  record Secret(Metadata ref) {

    Secret {
      InvalidFieldException.requirePresent(ref, "ref");
    }
  }
}
