package dev.perennial.runtime.metering;

import dev.perennial.events.Envelope;
import dev.perennial.events.EventType;
import dev.perennial.runtime.EventScope;
import dev.perennial.runtime.Span;
import io.cloudevents.CloudEvent;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** An invocation in progress, and what is known of it so far. Thread-safe. */
public final class Invocation {

  /** No method of a client's own invention. */
  private static final Set<String> METHODS =
      Set.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS");

  private static final String PING = "dev.knative.sources.ping";

  /** No response was sent, because the client has disconnected. */
  private static final int CLIENT_CLOSED_REQUEST = 499;

  private final Shares.Begun begun;
  private final Instant startedAt;
  private Span span;
  private Trigger trigger = Trigger.HTTP;
  private String name = "other";
  private @Nullable String owner;
  private @Nullable String actor;
  private @Nullable String listId;
  private @Nullable String subject;
  private @Nullable CloudEvent event;
  private int attempt = 1;
  private @Nullable Outcome outcome;
  private int status;
  private boolean hasFailed;
  private long bytesIn;
  private long bytesOut;
  private int eventsOut;
  private long eventBytesOut;
  private int mails;
  private int pushes;
  private boolean isStream;

  Invocation(Shares.Begun begun, Instant startedAt, Span span) {
    this.begun = begun;
    this.startedAt = startedAt;
    this.span = span;
  }

  /** The {@code traceparent} of everything that is done because of this invocation. */
  public synchronized String traceparent() {
    return span.traceparent();
  }

  /** It is the delivery of an event, which is not known yet. */
  public synchronized void isDelivery() {
    trigger = Trigger.EVENT;
    name = "no event";
  }

  /**
   * It delivers this event. Its cause is the step that emitted the event, rather than the broker
   * that passes it on.
   */
  public synchronized void delivers(CloudEvent received) {
    event = received;
    span = span.below(EventScope.ownTraceparent(received));
    trigger = triggerOf(received);
    name = trigger == Trigger.TIMER ? lastSegment(received) : received.getType();
    owner = Envelope.ownerOf(received);
    actor = Envelope.actorOf(received);
    subject = Envelope.subjectOf(received);
    if (received.getExtension("partitionkey") instanceof String key) {
      EventType.of(received.getType()).ifPresent(type -> isOfList(type, key));
    }
  }

  private static Trigger triggerOf(CloudEvent event) {
    if (event.getExtension("redriveid") != null) {
      return Trigger.REDRIVE;
    }
    if (event.getExtension("replayid") != null) {
      return Trigger.REPLAY;
    }
    return event.getType().equals(PING) ? Trigger.TIMER : Trigger.EVENT;
  }

  private static String lastSegment(CloudEvent event) {
    var source = event.getSource().toString();
    return source.substring(source.lastIndexOf('/') + 1);
  }

  private void isOfList(EventType type, String partitionKey) {
    if (type.hasListAsPartitionKey()) {
      listId = partitionKey;
    }
  }

  /**
   * It is a request of this route.
   *
   * @param path with the names of its variables, such as {@code /v1/tasks/{id}}
   */
  public synchronized void isRouted(String method, String path) {
    name = (METHODS.contains(method) ? method : "OTHER") + " " + path;
  }

  /** It is a request of this user, who is billed for it. */
  public synchronized void isSentBy(String user) {
    owner = user;
    actor = user;
  }

  /** It is about this list, and this task or the like; null for what is not known. */
  public synchronized void isAbout(@Nullable String list, @Nullable String resource) {
    listId = list;
    subject = resource == null ? list : resource;
  }

  /** This is the attempt of that number to process the event, from 1. */
  public synchronized void isAttempt(int number) {
    attempt = number;
  }

  /** It ended in a way that the status of the response does not tell. */
  public synchronized void hasOutcome(Outcome decided) {
    outcome = decided;
  }

  /** An event of this size was committed to the outbox. */
  public synchronized void hasEmitted(
      EventType type, String about, String partitionKey, int bytes) {
    eventsOut++;
    eventBytesOut += bytes;
    if (subject == null) {
      subject = about;
    }
    if (listId == null) {
      isOfList(type, partitionKey);
    }
  }

  /** A mail was handed to the mail server. */
  public synchronized void hasSentMail() {
    mails++;
  }

  /** A push message was handed to the push service. */
  public synchronized void hasPushed() {
    pushes++;
  }

  synchronized void hasRead(long bytes) {
    bytesIn += bytes;
  }

  synchronized void hasWritten(long bytes) {
    bytesOut += bytes;
  }

  synchronized void hasResponded(int withStatus) {
    status = withStatus;
  }

  synchronized void isStream() {
    trigger = Trigger.STREAM;
    isStream = true;
  }

  /** An exception ended it. */
  synchronized void hasFailed() {
    hasFailed = true;
  }

  Shares.Begun begun() {
    return begun;
  }

  synchronized String spanId() {
    return span.spanId();
  }

  synchronized InvocationRecord ended(Shares.Taken taken, boolean ofOverhead) {
    if (status == 0) {
      status = hasFailed ? 500 : CLIENT_CLOSED_REQUEST;
    }
    if (outcome == null) {
      outcome = hasFailed ? Outcome.FAILED : Outcome.of(status);
    }
    return new InvocationRecord(
        begun.number(),
        trigger.text(),
        name,
        owner,
        actor,
        listId,
        event == null ? null : event.getSource().toString(),
        event == null ? null : event.getId(),
        eventTime(),
        subject,
        span.traceId(),
        span.spanId(),
        span.parentSpanId(),
        attempt,
        outcome.text(),
        status,
        startedAt,
        taken.wallMicros(),
        taken.activeMicros(),
        taken.cpuMicros(),
        bytesIn,
        bytesOut,
        eventsOut,
        eventBytesOut,
        mails,
        pushes,
        isStream ? taken.wallMicros() / 1_000 : 0,
        ofOverhead || trigger == Trigger.TIMER);
  }

  private @Nullable Instant eventTime() {
    OffsetDateTime time = event == null ? null : event.getTime();
    return time == null ? null : time.toInstant();
  }
}
