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

/** A mail server with scripted replies; it accepts all mails without a script. */
final class ScriptedSmtp implements AutoCloseable {

  private final ServerSocket server;
  private static final String SILENCE = "";

  private final Map<String, Queue<String>> scripts = new ConcurrentHashMap<>();
  private final List<String> received = new CopyOnWriteArrayList<>();
  private final List<String> receivedInClear = new CopyOnWriteArrayList<>();
  private volatile @Nullable SSLContext identity;
  private volatile List<String> offers = List.of("8BITMIME");
  private final AtomicInteger accepted = new AtomicInteger();
  private final AtomicInteger requests = new AtomicInteger();

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

  /** The replies to the next recipients, one each; all further ones are accepted. */
  void answer(String... replies) {
    answerTo("RCPT", replies);
  }

  /** The replies to the next such commands, one each; all further ones are accepted. */
  void answerTo(String command, String... replies) {
    scripts.computeIfAbsent(command, any -> new ConcurrentLinkedQueue<>()).addAll(List.of(replies));
  }

  /** Sends no reply to the next such commands. */
  void ignore(String command, int times) {
    answerTo(command, Collections.nCopies(times, SILENCE).toArray(String[]::new));
  }

  /** The extensions it announces. */
  void offer(String... extensions) {
    offers = List.of(extensions);
  }

  /** Supports STARTTLS with this certificate. */
  void startTlsAs(Certificate certificate) {
    identity = certificate.identity();
    offer("STARTTLS");
  }

  /** The lines received without TLS. */
  List<String> receivedInClear() {
    return receivedInClear;
  }

  /** All lines received, except the content of mails. */
  List<String> received() {
    return received;
  }

  int accepted() {
    return accepted.get();
  }

  int requests() {
    return requests.get();
  }

  /** Closes all connections, as a server does with idle ones. */
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
      if (listen(client, receivedInClear::add)) {
        listen(secured(client), line -> {});
      }
    } catch (IOException gone) {
      // The client has disconnected.
    }
  }

  /** Whether the client continues with TLS. */
  private boolean listen(Socket client, Consumer<String> overheard) throws IOException {
    var in =
        new BufferedReader(new InputStreamReader(client.getInputStream(), StandardCharsets.UTF_8));
    var out = client.getOutputStream();
    String line;
    while ((line = in.readLine()) != null) {
      received.add(line);
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
        requests.incrementAndGet();
        yield scripted(command, "250 ok");
      }
      case "DATA" -> {
        say(out, "354 go on");
        while (!".".equals(in.readLine())) {}
        accepted.incrementAndGet();
        yield "250 accepted";
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
