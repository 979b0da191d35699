package dev.perennial.local.eventing;

import dev.perennial.embedded.ChildProcesses;
import dev.perennial.embedded.KafkaBroker;
import dev.perennial.embedded.Ports;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;

/**
 * A Kafka broker shared by the test classes, since it takes seconds to start. Each test has its own
 * topics.
 */
final class KafkaExtension implements BeforeAllCallback {

  private KafkaBroker kafka;

  @Override
  public void beforeAll(ExtensionContext context) {
    kafka =
        context
            .getRoot()
            .getStore(Namespace.create(KafkaExtension.class))
            .computeIfAbsent(Shared.class, _ -> Shared.start(), Shared.class)
            .kafka();
  }

  KafkaBroker kafka() {
    return kafka;
  }

  /** Closed by JUnit after the last test. The log stays in the build directory. */
  private record Shared(KafkaBroker kafka) implements AutoCloseable {

    static Shared start() {
      try {
        Path folder = Files.createTempDirectory(Path.of("target"), "kafka-").toAbsolutePath();
        Path data = Files.createDirectory(folder.resolve("kafka"));
        var processes = new ChildProcesses(Files.createDirectory(folder.resolve("processes")));
        var kafka =
            new KafkaBroker(
                data,
                folder.resolve("kafka.log"),
                Ports.free(),
                Ports.free(),
                processes,
                Optional.empty());
        kafka.start();
        return new Shared(kafka);
      } catch (IOException noFolder) {
        throw new UncheckedIOException(noFolder);
      }
    }

    @Override
    public void close() {
      kafka.close();
    }
  }
}
