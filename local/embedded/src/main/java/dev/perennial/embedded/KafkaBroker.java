package dev.perennial.embedded;

import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.common.Uuid;
import org.jspecify.annotations.Nullable;

/**
 * One Kafka broker with its own controller (KRaft), in its own process. Port and data survive a
 * restart.
 */
public final class KafkaBroker implements AutoCloseable {

  /** Ends what hangs: a broker that ends is noticed before, and a busy machine is slow. */
  private static final Duration START_TIMEOUT = Duration.ofMinutes(5);

  private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(5);
  private static final Duration STOP_TIMEOUT = Duration.ofSeconds(20);
  private static final String MAX_HEAP = "-Xmx256m";

  /** The listener of all clients. */
  static final String LISTENER = "FUNCTIONS";

  private static final String PLAIN =
      """
      listener.security.protocol.map=FUNCTIONS:PLAINTEXT,CONTROLLER:PLAINTEXT
      inter.broker.listener.name=FUNCTIONS
      """;

  private final Path directory;
  private final Path log;
  private final int port;
  private final int controllerPort;
  private final ChildProcesses children;
  private final Optional<KafkaAccess> access;
  private final KafkaConnection clients;
  private @Nullable Process broker;

  /**
   * @param access empty: everybody on this machine may do everything, and nothing is encrypted
   */
  public KafkaBroker(
      Path directory,
      Path log,
      int port,
      int controllerPort,
      ChildProcesses children,
      Optional<KafkaAccess> access) {
    this.directory = directory;
    this.log = log;
    this.port = port;
    this.controllerPort = controllerPort;
    this.children = children;
    this.access = access;
    this.clients = new KafkaConnection(port, access);
  }

  /** Starts the broker if it does not run. Returns when it accepts requests. */
  public synchronized void start() {
    if (broker != null && broker.isAlive()) {
      return;
    }
    Path config = writeConfig();
    if (!Files.exists(directory.resolve("data/meta.properties"))) {
      format(config);
    }
    broker = children.start("kafka", java("kafka.Kafka", config.toString()));
    awaitReady(broker);
  }

  private Path writeConfig() {
    return OwnerOnlyFile.write(directory.resolve("server.properties"), config());
  }

  private String config() {
    return """
    process.roles=broker,controller
    node.id=1
    controller.quorum.bootstrap.servers=127.0.0.1:%2$d
    controller.listener.names=CONTROLLER
    listeners=%4$s://127.0.0.1:%1$d,CONTROLLER://127.0.0.1:%2$d%6$s
    log.dirs=%3$s
    auto.create.topics.enable=false
    # One broker cannot store more than one replica.
    default.replication.factor=1
    min.insync.replicas=1
    offsets.topic.replication.factor=1
    offsets.topic.num.partitions=8
    transaction.state.log.replication.factor=1
    transaction.state.log.min.isr=1
    share.coordinator.state.topic.replication.factor=1
    share.coordinator.state.topic.min.isr=1
    # All consumers of one machine start together: no need to wait for more.
    group.initial.rebalance.delay.ms=0
    # The default, 128 MB, is half the heap.
    log.cleaner.dedupe.buffer.size=16777216
    %5$s\
    """
        .formatted(
            port,
            controllerPort,
            directory.resolve("data"),
            LISTENER,
            access.map(KafkaAccess::serverConfig).orElse(PLAIN),
            access.map(KafkaAccess::listener).orElse(""));
  }

  private void format(Path config) {
    String cluster = Uuid.randomUuid().toString();
    ProcessBuilder format =
        java(
            "kafka.tools.StorageTool",
            "format",
            "--standalone",
            "-t",
            cluster,
            "-c",
            config.toString());
    try {
      if (children.start("kafka-format", format).waitFor() != 0) {
        throw new StartupException("Kafka's storage could not be formatted; see " + log);
      }
    } catch (InterruptedException e) {
      throw new StartupException("interrupted while formatting Kafka's storage", e);
    }
  }

  private ProcessBuilder java(String... mainAndArguments) {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    var command =
        new ArrayList<>(
            List.of(
                "/bin/sh",
                "-c",
                // What people wrote is in Kafka's files.
                "umask 077; exec \"$@\"",
                "kafka",
                java,
                MAX_HEAP,
                "-XX:+UseSerialGC",
                // The broker shares a few cores with everything else.
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path")));
    command.addAll(List.of(mainAndArguments));
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(Redirect.appendTo(OwnerOnlyFile.create(log).toFile()));
  }

  private void awaitReady(Process process) {
    var deadline = System.nanoTime() + START_TIMEOUT.toNanos();
    try {
      while (!isReady() && process.isAlive()) {
        if (System.nanoTime() > deadline) {
          stop();
          throw new StartupException(
              "Kafka did not start in %d s; see %s".formatted(START_TIMEOUT.toSeconds(), log));
        }
      }
    } catch (ExecutionException e) {
      stop();
      throw new StartupException("Kafka did not start; see " + log, e);
    } catch (InterruptedException e) {
      stop();
      throw new StartupException("interrupted while Kafka started", e);
    }
    if (!process.isAlive()) {
      throw new StartupException(
          "Kafka ended with code %d; see %s".formatted(process.exitValue(), log));
    }
  }

  private boolean isReady() throws ExecutionException, InterruptedException {
    try {
      clients.awaitReady(BETWEEN_LOOKS);
      return true;
    } catch (TimeoutException notYet) {
      return false;
    }
  }

  /** Stops the broker. Acknowledged records stay on disk. */
  public synchronized void stop() {
    if (broker != null) {
      ChildProcesses.stop(broker, STOP_TIMEOUT);
      broker = null;
    }
  }

  public String bootstrapServers() {
    return clients.address();
  }

  /** Returns how clients connect. */
  public KafkaConnection clients() {
    return clients;
  }

  /** Returns the broker's process id; 0 while it is stopped. */
  public synchronized long pid() {
    return broker == null ? 0 : broker.pid();
  }

  @Override
  public void close() {
    stop();
  }
}
