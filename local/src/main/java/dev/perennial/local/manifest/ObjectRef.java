package dev.perennial.local.manifest;

/** A reference to another object of the same namespace, by its kind and name. */
public record ObjectRef(String apiVersion, String kind, String name) {

  public ObjectRef {
    InvalidFieldException.requirePresent(apiVersion, "apiVersion");
    InvalidFieldException.requirePresent(kind, "kind");
    InvalidFieldException.requirePresent(name, "name");
  }

  boolean isA(Kind kind) {
    return kind.is(apiVersion, this.kind);
  }

  InvalidFieldException notImplemented(String path) {
    return new InvalidFieldException(
        path + ".kind", apiVersion + " " + kind + ": " + InvalidFieldException.NOT_IMPLEMENTED);
  }
}
