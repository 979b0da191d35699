package dev.perennial.runtime.web;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.perennial.events.EventJson;
import dev.perennial.runtime.http.Exchange;
import dev.perennial.runtime.http.RequestHandler;
import dev.perennial.runtime.http.SlowClientException;
import dev.perennial.runtime.ledger.EventProcessor;
import dev.perennial.runtime.metering.Metering;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.springframework.cloud.function.context.FunctionRegistration;
import org.springframework.cloud.function.context.catalog.FunctionTypeUtils;
import org.springframework.cloud.function.context.catalog.SimpleFunctionRegistry;
import org.springframework.cloud.function.context.catalog.SimpleFunctionRegistry.FunctionInvocationWrapper;
import org.springframework.cloud.function.json.JacksonMapper;
import org.springframework.cloud.function.web.util.FunctionWebRequestProcessingHelper;
import org.springframework.cloud.function.web.util.FunctionWrapper;
import org.springframework.core.ResolvableType;
import org.springframework.http.HttpHeaders;
import org.springframework.messaging.Message;
import org.springframework.messaging.converter.ByteArrayMessageConverter;
import org.springframework.messaging.converter.CompositeMessageConverter;

/**
 * Passes each delivery to the function by spring-cloud-function-web, and writes the outcome as a
 * response without headers of the request: a broker would take {@code ce-} headers for a reply
 * event, and route it again without end.
 */
final class EventEndpoint implements RequestHandler {

  /** Knative makes a {@code Kne-} header an extension of the dead letter, here {@code reason}. */
  static final String REASON_HEADER = "Kne-Reason";

  private static final String FUNCTION = "event";

  /** More than an event of Perennial may have, which is 512 KiB, and its attributes. */
  private static final int MAX_BYTES = 640 * 1024;

  private static final int LONGEST_HEADER = 500;
  private static final byte[] NOTHING = {};

  private final FunctionInvocationWrapper function;

  EventEndpoint(EventProcessor processor, Metering metering) {
    this.function = register(new EventFunction(processor, metering));
  }

  /** Looked up once, and without conversion: the function takes the message as it was received. */
  private static FunctionInvocationWrapper register(EventFunction event) {
    var registry =
        new SimpleFunctionRegistry(
            null,
            new CompositeMessageConverter(List.of(new ByteArrayMessageConverter())),
            new JacksonMapper(EventJson.MAPPER));
    var message = ResolvableType.forClassWithGenerics(Message.class, byte[].class).getType();
    registry.register(
        new FunctionRegistration<>(event, FUNCTION).type(FunctionTypeUtils.consumerType(message)));
    FunctionInvocationWrapper found = registry.lookup(FUNCTION);
    found.setSkipInputConversion(true);
    return found;
  }

  @Override
  public void handle(Exchange exchange) throws IOException {
    try {
      process(exchange);
      exchange.send(202, Map.of(), NOTHING);
    } catch (NotAcknowledged outcome) {
      refuse(exchange, outcome);
    }
  }

  private void process(Exchange exchange) throws IOException {
    requireNoCoding(exchange);
    var body = read(exchange);
    var wrapper = new FunctionWrapper(function, exchange.method());
    exchange.forEachHeader(
        (sent, value) -> {
          var name = sent.toLowerCase(Locale.ROOT);
          // The library looks for a JSON array of messages in the body of a browser's request.
          if (!name.equals("user-agent")) {
            requireSingle(name, wrapper.getHeaders());
            wrapper.getHeaders().add(name, value);
          }
        });
    FunctionWebRequestProcessingHelper.processRequest(wrapper, body, false, List.of(), List.of());
  }

  /** Of two attributes of a name only one would take effect. */
  private static void requireSingle(String name, HttpHeaders earlier) {
    if ((name.startsWith(InboundEvent.PREFIX) || name.equals("content-type"))
        && earlier.containsHeader(name)) {
      throw new NotAcknowledged(
          NotAcknowledged.BAD_REQUEST, "the header " + name + " is given more than once");
    }
  }

  private static void requireNoCoding(Exchange exchange) {
    for (var coding : exchange.headers("Content-Encoding")) {
      if (!coding.equalsIgnoreCase("identity")) {
        throw new NotAcknowledged(
            415, "the header Content-Encoding must be absent or identity: no coding is decoded");
      }
    }
  }

  private static byte[] read(Exchange exchange) {
    byte[] body;
    try {
      body = exchange.body().readNBytes(MAX_BYTES + 1);
    } catch (SlowClientException | SocketTimeoutException e) {
      throw new NotAcknowledged(408, "the body arrives too slowly");
    } catch (IOException e) {
      throw new NotAcknowledged(
          NotAcknowledged.BAD_REQUEST, "the body breaks off or is malformed: " + e.getMessage());
    }
    if (body.length > MAX_BYTES) {
      throw new NotAcknowledged(413, "an event has at most " + MAX_BYTES + " bytes");
    }
    return body;
  }

  private static void refuse(Exchange exchange, NotAcknowledged outcome) throws IOException {
    var reason = String.valueOf(outcome.getMessage());
    exchange.send(
        outcome.status(),
        outcome.isParked()
            ? Map.of("Content-Type", "text/plain;charset=UTF-8", REASON_HEADER, asHeader(reason))
            : Map.of("Content-Type", "text/plain;charset=UTF-8"),
        reason.getBytes(UTF_8));
  }

  private static String asHeader(String reason) {
    var printable = reason.replaceAll("[^\\x20-\\x7e]", "?");
    return printable.length() <= LONGEST_HEADER
        ? printable
        : printable.substring(0, LONGEST_HEADER);
  }
}
