package dev.perennial.cluster.yaml;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.MappingIterator;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** What {@code kubectl apply -k} sends to a cluster. */
public record Rendered(String folder, List<ClusterObject> objects) {

  public static final Path PROJECT_ROOT = Path.of("..").toAbsolutePath().normalize();

  private static final List<String> FOLDERS = List.of("knative", "eventing", "overlays");
  private static final YAMLMapper YAML = new YAMLMapper();

  /** What a folder of the repository is rendered to, such as {@code knative}. */
  public static Rendered of(String folder) {
    return of(PROJECT_ROOT, folder);
  }

  public static Rendered of(Path root, String folder) {
    String yaml = Command.run(root, List.of("kubectl", "kustomize", folder));
    return new Rendered(folder, documents(yaml).stream().map(ClusterObject::new).toList());
  }

  /** An environment of {@code overlays/}: in a copy, because secrets are made for {@code dev}. */
  public static Rendered environment(String name) {
    Path copy = copy();
    Command.run(
        copy,
        List.of(
            "bash",
            "-c",
            "openssl req -x509 -newkey ed25519 -nodes -subj /CN=test -keyout /dev/null"
                + " -out authority.pem && overlays/dev/make-secrets authority.pem authority.pem"));
    return of(copy, "overlays/" + name);
  }

  /** Where the YAML of the repository is copied to, so that a test can change it. */
  public static Path copy() {
    try {
      Path copy = Files.createTempDirectory(Path.of("target"), "yaml").toAbsolutePath();
      for (String folder : FOLDERS) {
        Command.run(
            PROJECT_ROOT,
            List.of("cp", "-r", PROJECT_ROOT.resolve(folder).toString(), copy.toString()));
      }
      return copy;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static List<JsonNode> documents(String yaml) {
    try (MappingIterator<JsonNode> documents =
        YAML.readerFor(JsonNode.class).<JsonNode>readValues(yaml)) {
      return documents.readAll();
    }
  }

  public Stream<ClusterObject> ofKind(String kind) {
    return objects.stream().filter(object -> object.kind().equals(kind));
  }

  /** Knative Services, not those of Kubernetes. */
  public List<ClusterObject> functions() {
    return ofKind("Service").filter(object -> object.type().startsWith("serving.")).toList();
  }

  public ClusterObject named(String kind, String name) {
    return ofKind(kind)
        .filter(object -> object.name().equals(name))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException(folder + " has no " + kind + " " + name));
  }

  @Override
  public String toString() {
    return folder;
  }
}
