package dev.perennial.cluster.yaml;

import tools.jackson.databind.JsonNode;

/** An object of Kubernetes. */
public record ClusterObject(JsonNode fields) {

  public String type() {
    return fields.at("/apiVersion").asString("") + " " + kind();
  }

  public String kind() {
    return fields.at("/kind").asString("");
  }

  public String name() {
    return fields.at("/metadata/name").asString("");
  }

  public String namespace() {
    return fields.at("/metadata/namespace").asString("");
  }

  public boolean is(String kind, String name) {
    return kind().equals(kind) && name().equals(name);
  }

  /** The pods that a Knative Service or a Job starts; a missing node for every other object. */
  public JsonNode podSpec() {
    return fields.at("/spec/template/spec");
  }

  /** The labels of these pods: Knative sets one with the name of the Service. */
  public String podLabel(String key) {
    return "Service".equals(kind()) && "serving.knative.dev/service".equals(key)
        ? name()
        : fields.at("/spec/template/metadata/labels").path(key).asString("");
  }

  @Override
  public String toString() {
    return kind() + " " + name();
  }
}
