package dev.perennial.e2e.bench;

import dev.perennial.e2e.RunningSystem;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.stream.IntStream;

/**
 * Opens as many streams as one instance may have, without the gateway, and holds them. Nothing is
 * sent on them but heartbeats.
 */
final class StreamCrowd {

  private static final int STREAMS = 10_000;
  private static final int STREAMS_EACH = 10;
  private static final int OPENERS = 16;
  private static final int TIMEOUT_MILLIS = 60_000;
  private static final String STATUS = "HTTP/1.1 200";

  private final RunningSystem system;
  private final Report report;

  StreamCrowd(RunningSystem system, Report report) {
    this.system = system;
    this.report = report;
  }

  void measure() throws InterruptedException, ExecutionException, IOException {
    report.heading("%,d streams on one instance, without the gateway".formatted(STREAMS));
    // It starts the instance, and keeps it.
    try (var kept = system.stream("user-first-to-open", Map.of())) {
      kept.status();
      long pid = system.processOf("sync-push").pid();
      int port = Integer.parseInt(RunningProcess.copy("", pid).environment().get("PORT"));
      // So that classes and compiled code are not taken for memory of streams. Of other people: the
      // server notices only at a heartbeat that these have gone.
      close(open(port, STREAMS, STREAMS / 20));
      var heapBefore = HeapHistogram.of(pid);
      long before = ProcessStat.residentKb(pid);
      long began = System.nanoTime();
      var streams = open(port, 0, STREAMS);
      try {
        report.add("Until all are open", (System.nanoTime() - began) / 1e6, "ms", "");
        long after = ProcessStat.residentKb(pid);
        report.add("Resident before", before / 1024.0, "MB", "");
        report.measured(Target.STREAM, (after - before) / (double) STREAMS);
        report.measured(Target.STREAMS, after / 1024.0);
        HeapHistogram.of(pid).addTo(report, "A stream", heapBefore, STREAMS);
      } finally {
        close(streams);
      }
    }
  }

  private List<Socket> open(int port, int first, int count)
      throws InterruptedException, ExecutionException {
    var left =
        new ConcurrentLinkedQueue<>(
            IntStream.range(first, first + count / STREAMS_EACH).boxed().toList());
    var streams = new ConcurrentLinkedQueue<Socket>();
    Baselines.inParallel(OPENERS, () -> openAll(port, left, streams));
    return new ArrayList<>(streams);
  }

  private boolean openAll(int port, Queue<Integer> people, Queue<Socket> streams)
      throws IOException {
    for (var person = people.poll(); person != null; person = people.poll()) {
      var token = system.token("user-crowd-" + person);
      for (int i = 0; i < STREAMS_EACH; i++) {
        streams.add(open(port, token));
      }
    }
    return true;
  }

  private static Socket open(int port, String token) throws IOException {
    var socket = new Socket();
    socket.setSoTimeout(TIMEOUT_MILLIS);
    socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    var headers = "Authorization: Bearer %s\r\n".formatted(token);
    socket
        .getOutputStream()
        .write(HttpConnection.request("GET", "/v1/sync/stream", headers, new byte[0]));
    var status =
        new String(
            socket.getInputStream().readNBytes(STATUS.length()), StandardCharsets.ISO_8859_1);
    if (!status.equals(STATUS)) {
      throw new IOException("a stream was answered " + status);
    }
    return socket;
  }

  private static void close(List<Socket> streams) throws IOException {
    for (var stream : streams) {
      stream.close();
    }
  }
}
