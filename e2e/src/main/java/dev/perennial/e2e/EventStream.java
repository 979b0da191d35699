package dev.perennial.e2e;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** An open stream of server-sent events, as a device has one; keeps all received events. */
public final class EventStream implements AutoCloseable {

  private static final HttpClient CLIENT =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(20))
          .build();

  /** Longer than a cold start. */
  private static final Duration OPEN = Duration.ofSeconds(60);

  /**
   * @param id the number in the feed; empty for events without one, such as {@code bye}
   * @param event the type
   * @param arrivedNanos by {@link System#nanoTime}
   */
  public record Item(String id, String event, String data, long arrivedNanos) {}

  private final ConcurrentLinkedQueue<Item> items = new ConcurrentLinkedQueue<>();
  private final CompletableFuture<Void> ended = new CompletableFuture<>();
  private final CompletableFuture<Integer> opened = new CompletableFuture<>();
  private final CompletableFuture<?> response;
  private volatile Flow.@Nullable Subscription subscription;

  private EventStream(HttpRequest request) {
    this.response =
        CLIENT
            .sendAsync(request, this::lines)
            .whenComplete(
                (_, broken) -> {
                  if (broken != null) {
                    opened.completeExceptionally(broken);
                    ended.complete(null);
                  }
                });
  }

  private HttpResponse.BodySubscriber<Void> lines(HttpResponse.ResponseInfo response) {
    opened.complete(response.statusCode());
    return HttpResponse.BodySubscribers.fromLineSubscriber(new Lines());
  }

  /**
   * Requests the stream and does not wait.
   *
   * @param headers such as the token and {@code Last-Event-ID}
   */
  public static EventStream open(URI address, Map<String, String> headers) {
    var request = HttpRequest.newBuilder(address);
    headers.forEach(request::header);
    return new EventStream(request.build());
  }

  /** Waits for the response and returns its status. */
  public int status() {
    try {
      return opened.get(OPEN.toSeconds(), TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException e) {
      throw new IllegalStateException("the stream was not opened", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** All events received so far, in order, without comments. */
  public List<Item> items() {
    return List.copyOf(items);
  }

  /** Whether the server has ended the stream or the connection was lost. */
  public boolean isOver() {
    return ended.isDone();
  }

  /** Closes the connection. */
  @Override
  public void close() {
    var open = subscription;
    if (open != null) {
      open.cancel();
    }
    response.cancel(true);
  }

  private final class Lines implements Flow.Subscriber<String> {

    private String id = "";
    private String event = "message";
    private final StringBuilder data = new StringBuilder();

    @Override
    public void onSubscribe(Flow.Subscription lines) {
      subscription = lines;
      lines.request(Long.MAX_VALUE);
    }

    @Override
    public void onNext(String line) {
      if (line.isEmpty()) {
        dispatch();
      } else if (line.startsWith("id:")) {
        id = line.substring(3).strip();
      } else if (line.startsWith("event:")) {
        event = line.substring(6).strip();
      } else if (line.startsWith("data:")) {
        data.append(line.substring(5).strip());
      }
    }

    private void dispatch() {
      if (!data.isEmpty() || !event.equals("message")) {
        items.add(new Item(id, event, data.toString(), System.nanoTime()));
      }
      id = "";
      event = "message";
      data.setLength(0);
    }

    @Override
    public void onError(Throwable broken) {
      ended.complete(null);
    }

    @Override
    public void onComplete() {
      ended.complete(null);
    }
  }
}
