package dev.perennial.runtime.web;

import io.cloudevents.CloudEvent;
import io.cloudevents.SpecVersion;
import io.cloudevents.core.builder.CloudEventBuilder;
import io.cloudevents.core.format.EventDeserializationException;
import io.cloudevents.rw.CloudEventRWException;
import io.cloudevents.spring.messaging.CloudEventMessageConverter;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.messaging.Message;
import org.springframework.messaging.MessageHeaders;
import org.springframework.messaging.support.MessageBuilder;

/**
 * Reads a CloudEvent out of a message whose header names are in lower case, in binary or structured
 * mode (CloudEvents HTTP binding, section 3).
 */
final class InboundEvent {

  static final String PREFIX = "ce-";
  private static final String SPEC_VERSION = "ce-specversion";
  private static final String CONTENT_TYPE = "content-type";

  /** Id and source are in the index of the ledger, whose rows are limited. */
  private static final int MAX_ATTRIBUTE = 1_000;

  /** Knative adds the first KiB of a response to a dead letter, in Base64. */
  private static final int MAX_RESPONSE = 1_500;

  private InboundEvent() {}

  /**
   * @throws NotAcknowledged with 400 if the request holds no CloudEvent that could be stored
   */
  static CloudEvent in(Message<byte[]> request) {
    var event = read(request);
    if (event == null) {
      throw new NotAcknowledged(NotAcknowledged.BAD_REQUEST, "the request is not a CloudEvent");
    }
    for (var name : event.getAttributeNames()) {
      check(name, String.valueOf(event.getAttribute(name)));
    }
    for (var name : event.getExtensionNames()) {
      check(name, String.valueOf(event.getExtension(name)));
    }
    return event;
  }

  private static void check(String name, String value) {
    if (value.indexOf('\0') >= 0) {
      throw new NotAcknowledged(
          NotAcknowledged.BAD_REQUEST, "the CloudEvent's " + name + " has a NUL in it");
    }
    int most = name.equals("knativeerrordata") ? MAX_RESPONSE : MAX_ATTRIBUTE;
    if (value.length() > most) {
      throw new NotAcknowledged(
          NotAcknowledged.BAD_REQUEST,
          "the CloudEvent's " + name + " has more than " + most + " characters");
    }
  }

  private static @Nullable CloudEvent read(Message<byte[]> request) {
    try {
      return request.getHeaders().get(SPEC_VERSION) instanceof String version
          ? binary(SpecVersion.parse(version), request)
          : Structured.read(request);
    } catch (CloudEventRWException
        | EventDeserializationException
        | IllegalArgumentException
        | IllegalStateException e) {
      throw new NotAcknowledged(
          NotAcknowledged.BAD_REQUEST, "the request is not a CloudEvent: " + e.getMessage());
    }
  }

  /**
   * Not by the library's converter, which first loads every event format for the structured mode.
   */
  private static CloudEvent binary(SpecVersion version, Message<byte[]> request) {
    var builder = CloudEventBuilder.fromSpecVersion(version);
    request
        .getHeaders()
        .forEach(
            (name, value) -> {
              if (name.equals(CONTENT_TYPE)) {
                builder.withContextAttribute("datacontenttype", String.valueOf(value));
              } else if (name.startsWith(PREFIX) && !name.equals(SPEC_VERSION)) {
                builder.withContextAttribute(
                    name.substring(PREFIX.length()), String.valueOf(value));
              }
            });
    if (request.getPayload().length > 0) {
      builder.withData(request.getPayload());
    }
    return builder.build();
  }

  /** A class of its own, so that the formats are loaded only if an event needs them. */
  private static final class Structured {

    private static final CloudEventMessageConverter CONVERTER = new CloudEventMessageConverter();

    static @Nullable CloudEvent read(Message<byte[]> request) {
      var message =
          MessageBuilder.fromMessage(request)
              .setHeader(MessageHeaders.CONTENT_TYPE, contentType(request))
              .build();
      try {
        return (CloudEvent) CONVERTER.fromMessage(message, CloudEvent.class);
      } catch (NullPointerException e) {
        // What the library throws if the body is the JSON value null.
        throw new IllegalArgumentException("the body is null", e);
      }
    }

    /** In lower case: media types have none (RFC 9110, section 8.3.1), but the library compares. */
    private static @Nullable String contentType(Message<byte[]> request) {
      return request.getHeaders().get(CONTENT_TYPE) instanceof String type
          ? type.toLowerCase(Locale.ROOT)
          : null;
    }
  }
}
