package dev.perennial.runtime.testkit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/** A key, and a certificate that only itself has signed, as files of a folder. */
public record Certificate(Path folder, String name) {

  private static final String PASSWORD = "changeit";

  /** A certificate for localhost. */
  public static Certificate make(Path folder, String name) {
    return make(folder, name, "dns:localhost,ip:127.0.0.1");
  }

  /**
   * @param holder whose it is, as a subject alternative name
   */
  public static Certificate make(Path folder, String name, String holder) {
    var certificate = new Certificate(folder, name);
    certificate.keytool(
        "-genkeypair",
        "-keyalg",
        "EC",
        "-dname",
        "CN=" + name,
        "-ext",
        "san=" + holder,
        "-ext",
        "bc:c");
    certificate.keytool("-exportcert", "-rfc", "-file", certificate.file().toString());
    return certificate;
  }

  /** The certificate alone, as PEM: what others trust. */
  public Path file() {
    return folder.resolve(name + ".crt");
  }

  /** TLS of a server that shows it. */
  public SSLContext identity() {
    try (var file = Files.newInputStream(keys())) {
      var store = KeyStore.getInstance("PKCS12");
      store.load(file, PASSWORD.toCharArray());
      var managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
      managers.init(store, PASSWORD.toCharArray());
      var context = SSLContext.getInstance("TLS");
      context.init(managers.getKeyManagers(), null, null);
      return context;
    } catch (IOException | GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private Path keys() {
    return folder.resolve(name + ".p12");
  }

  private void keytool(String... arguments) {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
    command.addAll(List.of(arguments));
    command.addAll(List.of("-alias", name, "-storetype", "PKCS12", "-storepass", PASSWORD));
    command.addAll(List.of("-keystore", keys().toString()));
    var log = folder.resolve("keytool.log");
    try {
      var process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(log.toFile())
              .start();
      if (!process.waitFor(60, TimeUnit.SECONDS) || process.exitValue() != 0) {
        throw new IllegalStateException(Files.readString(log));
      }
    } catch (IOException e) {
      throw new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
