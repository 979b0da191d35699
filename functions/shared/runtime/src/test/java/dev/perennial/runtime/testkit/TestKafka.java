package dev.perennial.runtime.testkit;

import dev.perennial.embedded.ChildProcesses;
import dev.perennial.embedded.KafkaBroker;
import dev.perennial.embedded.Ports;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.NewTopic;

/** A real Kafka in a process of its own that can be stopped and started. */
public final class TestKafka implements AutoCloseable {

  private final KafkaBroker broker;

  private TestKafka(KafkaBroker broker) {
    this.broker = broker;
  }

  /** A broker that is not started yet, on an empty directory. */
  public static TestKafka stopped() {
    try {
      var directory = Files.createTempDirectory("kafka");
      var children = new ChildProcesses(Files.createDirectory(directory.resolve("run")));
      return new TestKafka(
          new KafkaBroker(
              directory,
              directory.resolve("kafka.log"),
              Ports.free(),
              Ports.free(),
              children,
              Optional.empty()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public void start() {
    broker.start();
  }

  public void stop() {
    broker.stop();
  }

  public void createTopic(String name) {
    createTopic(name, Map.of());
  }

  /** With configuration of its own, such as {@code max.message.bytes}. */
  public void createTopic(String name, Map<String, String> configuration) {
    try (var admin =
        Admin.create(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers()))) {
      var topic = new NewTopic(name, Optional.of(1), Optional.empty()).configs(configuration);
      admin.createTopics(List.of(topic)).all().toCompletionStage().toCompletableFuture().join();
    }
  }

  public String bootstrapServers() {
    return broker.bootstrapServers();
  }

  @Override
  public void close() {
    broker.close();
  }
}
