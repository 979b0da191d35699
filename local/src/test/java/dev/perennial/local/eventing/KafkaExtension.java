package dev.perennial.local.eventing;

import dev.perennial.local.infra.ChildProcesses;
import dev.perennial.local.infra.Kafka;
import dev.perennial.local.infra.Ports;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** A Kafka of its own for a test class. */
final class KafkaExtension implements BeforeAllCallback, AfterAllCallback {

  private Path folder;
  private Kafka kafka;

  @Override
  public void beforeAll(ExtensionContext context) throws IOException {
    folder = Files.createTempDirectory("kafka-of-a-test");
    kafka =
        new Kafka(
            Files.createDirectories(folder.resolve("kafka")),
            folder.resolve("kafka.log"),
            Ports.free(),
            Ports.free(),
            new ChildProcesses(Files.createDirectories(folder.resolve("processes"))));
    kafka.start();
  }

  Kafka kafka() {
    return kafka;
  }

  @Override
  public void afterAll(ExtensionContext context) throws IOException {
    kafka.close();
    try (var files = Files.walk(folder)) {
      files.sorted(Comparator.reverseOrder()).forEach(path -> path.toFile().delete());
    }
  }
}
