package dev.perennial.runtime.web;

import io.cloudevents.CloudEvent;
import io.cloudevents.core.format.EventDeserializationException;
import io.cloudevents.rw.CloudEventRWException;
import io.cloudevents.spring.messaging.CloudEventMessageConverter;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.messaging.Message;
import org.springframework.messaging.MessageHeaders;
import org.springframework.messaging.support.GenericMessage;

/** Reads a CloudEvent out of a request, in binary or structured mode. */
final class InboundEvent {

  private static final CloudEventMessageConverter CONVERTER = new CloudEventMessageConverter();

  private InboundEvent() {}

  /**
   * @throws NotAcknowledged with 400 if the request holds no CloudEvent that could be stored
   */
  static CloudEvent in(Message<String> request) {
    var event = read(request);
    if (event == null) {
      throw new NotAcknowledged(HttpStatus.BAD_REQUEST, "the request is not a CloudEvent");
    }
    for (var name : event.getAttributeNames()) {
      if (String.valueOf(event.getAttribute(name)).indexOf('\0') >= 0) {
        throw new NotAcknowledged(
            HttpStatus.BAD_REQUEST, "the CloudEvent's " + name + " has a NUL in it");
      }
    }
    return event;
  }

  private static @Nullable CloudEvent read(Message<String> request) {
    try {
      return (CloudEvent) CONVERTER.fromMessage(withLowerCaseNames(request), CloudEvent.class);
    } catch (CloudEventRWException
        | EventDeserializationException
        | IllegalArgumentException
        | IllegalStateException e) {
      throw new NotAcknowledged(
          HttpStatus.BAD_REQUEST, "the request is not a CloudEvent: " + e.getMessage());
    }
  }

  /** The converter reads lower-case names only; those of HTTP may be in any case. */
  private static Message<String> withLowerCaseNames(Message<String> request) {
    Map<String, Object> headers = new HashMap<>();
    request
        .getHeaders()
        .forEach((name, value) -> headers.put(name.toLowerCase(Locale.ROOT), value));
    var contentType = headers.get("content-type");
    if (contentType != null) {
      headers.put(MessageHeaders.CONTENT_TYPE, contentType);
    }
    return new GenericMessage<>(request.getPayload(), headers);
  }
}
