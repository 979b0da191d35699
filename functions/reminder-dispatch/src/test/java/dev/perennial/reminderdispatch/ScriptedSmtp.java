package dev.perennial.reminderdispatch;

import dev.perennial.runtime.testkit.Certificate;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/** A mail server that answers as it is told to, and takes all mails otherwise. */
final class ScriptedSmtp implements AutoCloseable {

  private final ServerSocket server;
  private static final String SILENCE = "";

  private final Map<String, Queue<String>> scripts = new ConcurrentHashMap<>();
  private final List<String> heard = new CopyOnWriteArrayList<>();
  private final List<String> heardInClear = new CopyOnWriteArrayList<>();
  private volatile @Nullable SSLContext identity;
  private volatile List<String> offers = List.of("8BITMIME");
  private final AtomicInteger taken = new AtomicInteger();
  private final AtomicInteger asked = new AtomicInteger();

  private final Queue<Socket> clients = new ConcurrentLinkedQueue<>();

  ScriptedSmtp() {
    this(0);
  }

  ScriptedSmtp(int port) {
    try {
      server = new ServerSocket(port, 50, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Thread.ofVirtual().start(this::accept);
  }

  int port() {
    return server.getLocalPort();
  }

  /** The next recipients are answered so, one each; then all are taken. */
  void answer(String... replies) {
    answerTo("RCPT", replies);
  }

  /** The next such commands are answered so, one each; then all are taken. */
  void answerTo(String command, String... replies) {
    scripts.computeIfAbsent(command, any -> new ConcurrentLinkedQueue<>()).addAll(List.of(replies));
  }

  /** The next such commands are not answered at all. */
  void keepSilentTo(String command, int times) {
    answerTo(command, Collections.nCopies(times, SILENCE).toArray(String[]::new));
  }

  /** What it says that it can do. */
  void offer(String... extensions) {
    offers = List.of(extensions);
  }

  /** Goes over to TLS when it is asked to, and shows that it is this one. */
  void startTlsAs(Certificate certificate) {
    identity = certificate.identity();
    offer("STARTTLS");
  }

  /** What anybody on the way could read of it. */
  List<String> heardInClear() {
    return heardInClear;
  }

  /** Every line that was said to it but mails. */
  List<String> heard() {
    return heard;
  }

  int taken() {
    return taken.get();
  }

  int asked() {
    return asked.get();
  }

  /** Closes every connection, as a server does with idle ones. */
  void hangUp() {
    for (var client : clients) {
      try {
        client.close();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private void accept() {
    while (!server.isClosed()) {
      try {
        var client = server.accept();
        clients.add(client);
        Thread.ofVirtual().start(() -> talk(client));
      } catch (IOException closed) {
        return;
      }
    }
  }

  private void talk(Socket client) {
    try (client) {
      say(client.getOutputStream(), scripted("greeting", "220 here"));
      if (listen(client, heardInClear::add)) {
        listen(secured(client), line -> {});
      }
    } catch (IOException gone) {
      // The client has gone, as clients do.
    }
  }

  /** Whether the client goes on, secured. */
  private boolean listen(Socket client, Consumer<String> overheard) throws IOException {
    var in =
        new BufferedReader(new InputStreamReader(client.getInputStream(), StandardCharsets.UTF_8));
    var out = client.getOutputStream();
    String line;
    while ((line = in.readLine()) != null) {
      heard.add(line);
      overheard.accept(line);
      if (line.equals("STARTTLS") && identity != null) {
        say(out, "220 go ahead");
        return true;
      }
      say(out, reply(line, in, out));
    }
    return false;
  }

  private Socket secured(Socket client) throws IOException {
    var secured =
        (SSLSocket) identity.getSocketFactory().createSocket(client, null, client.getPort(), true);
    secured.setUseClientMode(false);
    secured.startHandshake();
    return secured;
  }

  private String reply(String line, BufferedReader in, OutputStream out) throws IOException {
    var command = line.split("[ :]", 2)[0];
    return switch (command) {
      case "EHLO" ->
          scripted(command, "250-here\r\n250-" + String.join("\r\n250-", offers) + "\r\n250 HELP");
      case "AUTH" -> scripted(command, "235 come in");
      case "RCPT" -> {
        asked.incrementAndGet();
        yield scripted(command, "250 ok");
      }
      case "DATA" -> {
        say(out, "354 go on");
        while (!".".equals(in.readLine())) {}
        taken.incrementAndGet();
        yield "250 taken";
      }
      case "QUIT" -> "221 bye";
      default -> scripted(command, "250 ok");
    };
  }

  private String scripted(String command, String otherwise) {
    var script = scripts.get(command);
    var next = script == null ? null : script.poll();
    return next == null ? otherwise : next;
  }

  private static void say(OutputStream out, String reply) throws IOException {
    if (reply.equals(SILENCE)) {
      return;
    }
    out.write((reply + "\r\n").getBytes(StandardCharsets.US_ASCII));
    out.flush();
  }

  @Override
  public void close() {
    try {
      server.close();
      hangUp();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
