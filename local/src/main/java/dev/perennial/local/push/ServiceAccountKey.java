package dev.perennial.local.push;

import dev.perennial.embedded.OwnerOnlyFile;
import dev.perennial.embedded.StartupException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/** Credentials of a Google service account for the local push server. */
final class ServiceAccountKey {

  private static final JsonMapper JSON = new JsonMapper();
  private static final String PRIVATE_KEY = "private_key";
  private static final int KEY_BITS = 2048;
  private static final int PEM_LINE = 64;

  private ServiceAccountKey() {}

  /** Writes the credentials file. An existing file's private key is kept. */
  static void write(Path file, String project, String tokenUri) {
    String account = "functions@%s.iam.gserviceaccount.com".formatted(project);
    Map<String, String> fields = new LinkedHashMap<>();
    fields.put("type", "service_account");
    fields.put("project_id", project);
    fields.put("private_key_id", "perennial");
    fields.put(PRIVATE_KEY, Files.exists(file) ? keptKey(file) : newKey());
    fields.put("client_email", account);
    fields.put("client_id", "1");
    fields.put("token_uri", tokenUri);
    OwnerOnlyFile.write(file, JSON.writeValueAsString(fields));
  }

  private static String keptKey(Path file) {
    try {
      return JSON.readTree(Files.readString(file)).path(PRIVATE_KEY).stringValue();
    } catch (JacksonException e) {
      throw new StartupException(file + " cannot be read; delete the file for a new key", e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String newKey() {
    try {
      var generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(KEY_BITS);
      return pem(generator.generateKeyPair().getPrivate().getEncoded());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has RSA", e);
    }
  }

  private static String pem(byte[] pkcs8) {
    Base64.Encoder lines =
        Base64.getMimeEncoder(PEM_LINE, "\n".getBytes(StandardCharsets.US_ASCII));
    return "-----BEGIN PRIVATE KEY-----\n%s\n-----END PRIVATE KEY-----\n"
        .formatted(lines.encodeToString(pkcs8));
  }
}
