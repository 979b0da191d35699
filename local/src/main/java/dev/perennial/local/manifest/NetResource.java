package dev.perennial.local.manifest;

import org.jspecify.annotations.Nullable;

/** How a KafkaSource connects: over TLS, with a user and a password that are keys of one Secret. */
record NetResource(Sasl sasl, Tls tls) {

  NetResource {
    InvalidFieldException.requirePresent(sasl, "sasl");
    InvalidFieldException.requirePresent(tls, "tls");
  }

  /** Returns the user whose password this is. */
  String user(DeclaredResources declared, String path) {
    SecretReference password = sasl.password().secretKeyRef();
    InvalidFieldException.require(
        password.name().equals(sasl.user().secretKeyRef().name()),
        path + ".sasl.user.secretKeyRef.name",
        "the Secret of the password is expected");
    return declared.userOf(password.name(), path + ".sasl.password.secretKeyRef.name");
  }

  /**
   * @param type ignored: the users have one mechanism
   */
  record Sasl(Boolean enable, KeyOf user, KeyOf password, @Nullable KeyOf type) {

    Sasl {
      requireTrue(enable);
      InvalidFieldException.requirePresent(user, "user");
      InvalidFieldException.requirePresent(password, "password");
    }
  }

  /**
   * @param caCert ignored: this machine has one authority
   */
  record Tls(Boolean enable, @Nullable KeyOf caCert) {

    Tls {
      requireTrue(enable);
    }
  }

  record KeyOf(SecretReference secretKeyRef) {

    KeyOf {
      InvalidFieldException.requirePresent(secretKeyRef, "secretKeyRef");
    }
  }

  private static void requireTrue(@Nullable Boolean enable) {
    InvalidFieldException.require(Boolean.TRUE.equals(enable), "enable", "true is expected");
  }
}
