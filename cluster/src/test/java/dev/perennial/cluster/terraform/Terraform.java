package dev.perennial.cluster.terraform;

import static java.util.stream.Collectors.joining;

import dev.perennial.cluster.yaml.Command;
import dev.perennial.cluster.yaml.Rendered;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** A copy of terraform/ with the files that it reads, and stand-ins of all of its providers. */
final class Terraform implements AutoCloseable {

  private final Path root;
  private final List<StandInProvider> providers =
      Stream.of("kubernetes", "helm", "redpanda", "aws")
          .map(name -> new StandInProvider(ProviderSchema.of(name)))
          .toList();
  private final Map<String, String> environment = new HashMap<>();

  Terraform() {
    try {
      root = Files.createTempDirectory(Path.of("target"), "terraform").toAbsolutePath();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Command.run(
        Rendered.PROJECT_ROOT, List.of("cp", "-r", "terraform", "eventing", root.toString()));
    environment.put("TF_REATTACH_PROVIDERS", reattached());
    environment.put("TF_CLI_CONFIG_FILE", "/dev/null");
    environment.put("TF_IN_AUTOMATION", "1");
    environment.put("CHECKPOINT_DISABLE", "1");
  }

  Path root() {
    return root;
  }

  void set(String variable, String value) {
    environment.put("TF_VAR_" + variable, value);
  }

  /**
   * Runs Terraform in a folder below terraform/, and returns what it prints.
   *
   * @throws IllegalStateException if it fails, with what it said
   */
  String run(String folder, String... arguments) {
    return Command.run(root, command(folder, arguments), environment);
  }

  Command.Result attempt(String folder, String... arguments) {
    return Command.attempt(root, command(folder, arguments), environment);
  }

  private List<String> command(String folder, String... arguments) {
    List<String> command = new ArrayList<>(List.of("terraform", "-chdir=" + path(folder)));
    command.addAll(List.of(arguments));
    command.add("-no-color");
    return command;
  }

  /** Changes a file below terraform/ of this copy. */
  void replace(String file, String before, String after) {
    try {
      String text = Files.readString(path(file));
      if (!text.contains(before)) {
        throw new IllegalArgumentException(file + " does not contain " + before);
      }
      Files.writeString(path(file), text.replace(before, after));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Path path(String folder) {
    return root.resolve("terraform").resolve(folder);
  }

  Set<String> secrets() {
    Set<String> secrets = new TreeSet<>();
    providers.forEach(provider -> secrets.addAll(provider.secrets()));
    return secrets;
  }

  Set<String> applied() {
    Set<String> applied = new TreeSet<>();
    providers.forEach(provider -> applied.addAll(provider.applied()));
    return applied;
  }

  List<ProviderSchema> schemas() {
    return providers.stream().map(StandInProvider::schema).toList();
  }

  private String reattached() {
    return providers.stream()
        .map(
            provider ->
                """
                "%s": {"Protocol": "grpc", "ProtocolVersion": 6, "Pid": %d, "Test": true,
                "Addr": {"Network": "tcp", "String": "127.0.0.1:%d"}}\
                """
                    .formatted(
                        provider.schema().address(),
                        ProcessHandle.current().pid(),
                        provider.port()))
        .collect(joining(",", "{", "}"));
  }

  @Override
  public void close() {
    providers.forEach(StandInProvider::close);
  }
}
