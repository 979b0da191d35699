package dev.perennial.cluster.network;

import dev.perennial.cluster.yaml.ClusterObject;
import dev.perennial.cluster.yaml.Rendered;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/**
 * Which connections the NetworkPolicies of a namespace leave open, by the rules of Kubernetes: a
 * pod that a policy selects has the connections of all policies that select it, and no other.
 */
final class AllowedConnections {

  private AllowedConnections() {}

  /**
   * @param pods Services and Jobs whose pods are asked about, all in {@code namespace}
   * @throws IllegalStateException if a policy uses what is not understood here, or a pod is
   *     selected by no policy of a direction: then everything would be open to it
   */
  static SortedSet<Connection> of(Rendered rendered, String namespace, List<ClusterObject> pods) {
    List<ClusterObject> policies =
        rendered
            .ofKind("NetworkPolicy")
            .filter(policy -> policy.namespace().equals(namespace))
            .toList();
    return pods.stream()
        .flatMap(
            pod ->
                Stream.concat(
                    connections(policies, pod, "Ingress", "ingress", "from"),
                    connections(policies, pod, "Egress", "egress", "to")))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static Stream<Connection> connections(
      List<ClusterObject> policies, ClusterObject pod, String type, String rules, String peers) {
    List<JsonNode> selecting =
        policies.stream()
            .map(policy -> policy.fields().at("/spec"))
            .filter(policy -> policy.at("/policyTypes").toString().contains('"' + type + '"'))
            .filter(policy -> selects(policy.at("/podSelector"), pod))
            .toList();
    if (selecting.isEmpty()) {
      throw new IllegalStateException("no policy selects " + pod + " for " + type);
    }
    return selecting.stream()
        .flatMap(policy -> policy.path(rules).valueStream())
        .flatMap(rule -> connections(rule, peers, name(pod), "to".equals(peers)));
  }

  private static String name(ClusterObject pod) {
    return "Job".equals(pod.kind()) ? "migrator" : pod.name();
  }

  private static Stream<Connection> connections(
      JsonNode rule, String peers, String pod, boolean to) {
    if (!rule.has(peers) || !rule.has("ports")) {
      throw new IllegalStateException(rule + " has no peers or no ports: everything is open");
    }
    return rule.at("/" + peers)
        .valueStream()
        .flatMap(
            peer ->
                rule.at("/ports")
                    .valueStream()
                    .map(port -> new Connection(pod, to, peer(peer), port(port))));
  }

  private static boolean selects(JsonNode selector, ClusterObject pod) {
    return selector
            .path("matchLabels")
            .propertyStream()
            .allMatch(label -> pod.podLabel(label.getKey()).equals(label.getValue().asString()))
        && selector
            .path("matchExpressions")
            .valueStream()
            .allMatch(expression -> matches(expression, pod));
  }

  private static boolean matches(JsonNode expression, ClusterObject pod) {
    if (!"In".equals(expression.at("/operator").asString())) {
      throw new IllegalStateException(expression + " is not understood");
    }
    String value = pod.podLabel(expression.at("/key").asString());
    return expression.at("/values").valueStream().anyMatch(one -> one.asString().equals(value));
  }

  private static String peer(JsonNode peer) {
    if (peer.has("ipBlock")) {
      JsonNode except = peer.at("/ipBlock/except");
      return peer.at("/ipBlock/cidr").asString()
          + (except.isEmpty()
              ? ""
              : " except "
                  + except.valueStream().map(JsonNode::asString).collect(Collectors.joining(" ")));
    }
    if (!peer.has("namespaceSelector") || !peer.has("podSelector")) {
      throw new IllegalStateException(peer + " is more than one kind of pod of one namespace");
    }
    return label(peer.at("/namespaceSelector"), "kubernetes.io/metadata.name")
            .replaceFirst(".*=", "")
        + "/"
        + label(peer.at("/podSelector"), "");
  }

  private static String label(JsonNode selector, String key) {
    List<String> labels =
        selector
            .path("matchLabels")
            .propertyStream()
            .map(label -> label.getKey() + "=" + label.getValue().asString())
            .toList();
    if (labels.size() != 1 || selector.size() != 1 || !labels.getFirst().startsWith(key)) {
      throw new IllegalStateException(selector + " is not understood");
    }
    return labels.getFirst();
  }

  private static String port(JsonNode port) {
    return port.at("/protocol").asString() + " " + port.at("/port").asInt();
  }
}
