package dev.perennial.cluster.network;

/**
 * A connection between a pod and another end.
 *
 * @param pod a function, or {@code migrator}
 * @param to whether the pod opens the connection
 * @param peer the other end: {@code namespace/label=value}, or the addresses of an IP block
 */
record Connection(String pod, boolean to, String peer, String port)
    implements Comparable<Connection> {

  static Connection in(String pod, String peer, String port) {
    return new Connection(pod, false, peer, port);
  }

  static Connection out(String pod, String peer, String port) {
    return new Connection(pod, true, peer, port);
  }

  @Override
  public int compareTo(Connection other) {
    return toString().compareTo(other.toString());
  }

  @Override
  public String toString() {
    return pod + (to ? " -> " : " <- ") + peer + " " + port;
  }
}
