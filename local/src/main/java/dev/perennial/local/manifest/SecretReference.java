package dev.perennial.local.manifest;

/** The key of a Secret. */
record SecretReference(String name, String key) {

  SecretReference {
    InvalidFieldException.requirePresent(name, "name");
    InvalidFieldException.requirePresent(key, "key");
  }
}
