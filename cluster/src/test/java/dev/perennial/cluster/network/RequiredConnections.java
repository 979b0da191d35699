package dev.perennial.cluster.network;

import dev.perennial.cluster.yaml.ClusterObject;
import dev.perennial.cluster.yaml.MarkdownTable;
import dev.perennial.cluster.yaml.Rendered;
import java.util.Arrays;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;

/**
 * Which connections the functions need, from what README says of each, from what Triggers deliver
 * to it and from its account: nothing here is read from the policies.
 *
 * @param database where Postgres is in this environment, and its port
 * @param kafka likewise
 */
record RequiredConnections(Rendered rendered, List<String> database, List<String> kafka) {

  private static final String DNS = "kube-system/k8s-app=kube-dns";
  private static final String INTERNET =
      "0.0.0.0/0 except 10.0.0.0/8 172.16.0.0/12 192.168.0.0/16 169.254.0.0/16";
  private static final String ANY_BUT_METADATA = "0.0.0.0/0 except 169.254.0.0/16";

  SortedSet<Connection> ofAll() {
    SortedSet<Connection> connections = new TreeSet<>();
    for (List<String> row : MarkdownTable.in("README.md", "## Functions").rows()) {
      of(row, connections);
    }
    names("migrator", connections);
    connections.add(Connection.out("migrator", database.getFirst(), database.getLast()));
    return connections;
  }

  /** Columns of README's table: function, started by, reads, writes, emits. */
  private void of(List<String> row, SortedSet<Connection> connections) {
    String function = row.getFirst();
    boolean http = words(row.get(1)).contains("HTTP");
    names(function, connections);
    if (http || hasTrigger(function)) {
      received(function, connections);
    }
    boolean hasLogins = row.size() > 2 && !(row.get(2) + row.get(3)).isBlank();
    if (hasLogins) {
      connections.add(Connection.out(function, database.getFirst(), database.getLast()));
    }
    // Also a function that emits nothing of its own publishes what others left in the outbox.
    if (hasLogins && row.get(3).contains("runtime.outbox")) {
      connections.add(Connection.out(function, kafka.getFirst(), kafka.getLast()));
    }
    // The keys of the issuer, for what is not public.
    if (http && hasLogins) {
      connections.add(Connection.out(function, INTERNET, "TCP 443"));
    }
    if (variables(function).contains("SMTP_PASSWORD_FILE")) {
      connections.add(Connection.out(function, INTERNET, "TCP 587"));
      connections.add(Connection.out(function, INTERNET, "TCP 443"));
    }
    if (mayUseKubernetes(function)) {
      connections.add(Connection.out(function, ANY_BUT_METADATA, "TCP 443"));
      connections.add(Connection.out(function, ANY_BUT_METADATA, "TCP 6443"));
    }
  }

  private static void names(String pod, SortedSet<Connection> connections) {
    connections.add(Connection.out(pod, DNS, "UDP 53"));
    connections.add(Connection.out(pod, DNS, "TCP 53"));
  }

  /** As Knative Serving leads requests to a pod (its sources, pkg/networking/constants.go). */
  private static void received(String function, SortedSet<Connection> connections) {
    connections.add(
        Connection.in(function, "kourier-system/app=3scale-kourier-gateway", "TCP 8012"));
    connections.add(Connection.in(function, "knative-serving/app=activator", "TCP 8012"));
    connections.add(Connection.in(function, "knative-serving/app=autoscaler", "TCP 9090"));
  }

  private boolean hasTrigger(String function) {
    return rendered
        .ofKind("Trigger")
        .anyMatch(
            trigger ->
                trigger.fields().at("/spec/subscriber/ref/name").asString().equals(function));
  }

  private boolean mayUseKubernetes(String function) {
    return rendered
        .ofKind("RoleBinding")
        .flatMap(binding -> binding.fields().at("/subjects").valueStream())
        .anyMatch(subject -> subject.at("/name").asString().equals(function));
  }

  private List<String> variables(String function) {
    ClusterObject service =
        rendered.functions().stream()
            .filter(one -> one.name().equals(function))
            .findFirst()
            .orElseThrow();
    return service
        .podSpec()
        .at("/containers/0/env")
        .valueStream()
        .map((JsonNode variable) -> variable.at("/name").asString())
        .toList();
  }

  private static List<String> words(String cell) {
    return Arrays.asList(cell.split("\\s*,\\s*"));
  }
}
