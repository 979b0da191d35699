package dev.perennial.runtime;

import io.cloudevents.CloudEvent;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;

/**
 * The event that the current thread handles: its id and type are in each log line, and its trace in
 * each log line and each event that is emitted because of it.
 */
public final class EventScope {

  private static final String ID = "event_id";
  private static final String TYPE = "event_type";

  private EventScope() {}

  /** Begins to handle this event on the current thread until closed, within the scope before. */
  public static Trace.Scope of(CloudEvent event) {
    var trace = Trace.resume(traceparent(event));
    var idBefore = MDC.get(ID);
    var typeBefore = MDC.get(TYPE);
    MDC.put(ID, event.getId());
    MDC.put(TYPE, event.getType());
    return () -> {
      restore(ID, idBefore);
      restore(TYPE, typeBefore);
      trace.close();
    };
  }

  private static @Nullable String traceparent(CloudEvent event) {
    return event instanceof TracedEvent traced ? traced.step() : ownTraceparent(event);
  }

  /** The {@code traceparent} with which an event was emitted; null if it has none. */
  public static @Nullable String ownTraceparent(CloudEvent event) {
    return event.getExtension("traceparent") instanceof String text ? text : null;
  }

  static void restore(String key, @Nullable String before) {
    if (before == null) {
      MDC.remove(key);
    } else {
      MDC.put(key, before);
    }
  }
}
