package dev.perennial.local.manifest;

/** A reference to another object of the same namespace, by its kind and name. */
public record ObjectRef(String apiVersion, String kind, String name) {

  public ObjectRef {
    Refusal.ifMissing(apiVersion, "apiVersion");
    Refusal.ifMissing(kind, "kind");
    Refusal.ifMissing(name, "name");
  }

  boolean isA(Kind kind) {
    return kind.is(apiVersion, this.kind);
  }

  Refusal refusal(String path) {
    return new Refusal(path + ".kind", apiVersion + " " + kind + ": " + Refusal.NOT_IMPLEMENTED);
  }
}
