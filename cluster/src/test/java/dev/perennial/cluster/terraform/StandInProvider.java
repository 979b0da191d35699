package dev.perennial.cluster.terraform;

import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.Marshaller;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.Server;
import io.grpc.ServerServiceDefinition;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.ServerCalls;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;

/**
 * A provider with the schema of a real one: it plans and applies any resource of it, and creates
 * nothing. It speaks version 6 of Terraform's plugin protocol (docs/plugin-protocol in
 * github.com/hashicorp/terraform, v1.11).
 */
final class StandInProvider implements AutoCloseable {

  private static final String SERVICE = "tfplugin6.Provider";

  private final ProviderSchema schema;
  private final Set<String> secrets = ConcurrentHashMap.newKeySet();
  private final Set<String> applied = ConcurrentHashMap.newKeySet();
  private final Server server;

  StandInProvider(ProviderSchema schema) {
    this.schema = schema;
    this.server = start();
  }

  ProviderSchema schema() {
    return schema;
  }

  int port() {
    return server.getPort();
  }

  /** The texts in write-only arguments that it was given: what no state may contain. */
  Set<String> secrets() {
    return new TreeSet<>(secrets);
  }

  /** The types of the resources that were created or changed. */
  Set<String> applied() {
    return new TreeSet<>(applied);
  }

  private Server start() {
    try {
      return NettyServerBuilder.forAddress(
              new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
          .addService(service())
          .build()
          .start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private ServerServiceDefinition service() {
    var service = ServerServiceDefinition.builder(SERVICE);
    Map<String, UnaryOperator<Message>> methods =
        Map.of(
            "GetProviderSchema",
            _ -> schema.toMessage(),
            "ValidateResourceConfig",
            this::validate,
            // JSON is allowed as a value, so the state goes back as it came.
            "UpgradeResourceState",
            request ->
                Message.EMPTY.with(
                    1, Message.EMPTY.with(2, request.message(3).bytes(1).toByteArray())),
            "ReadResource",
            request -> Message.EMPTY.with(1, request.message(2)),
            "PlanResourceChange",
            this::plan,
            "ApplyResourceChange",
            this::apply);
    methods.forEach((name, method) -> add(service, name, method));
    List.of("ValidateProviderConfig", "ConfigureProvider", "StopProvider")
        .forEach(name -> add(service, name, _ -> Message.EMPTY));
    return service.build();
  }

  private static void add(
      ServerServiceDefinition.Builder service, String name, UnaryOperator<Message> method) {
    service.addMethod(
        MethodDescriptor.<byte[], byte[]>newBuilder(new Bytes(), new Bytes())
            .setType(MethodType.UNARY)
            .setFullMethodName(SERVICE + "/" + name)
            .build(),
        ServerCalls.asyncUnaryCall(
            (request, response) -> {
              response.onNext(method.apply(Message.parse(request)).toBytes());
              response.onCompleted();
            }));
  }

  /** Remembers what is given to write-only arguments. */
  private Message validate(Message request) {
    remember(request.text(1), Values.read(request.message(2)));
    return Message.EMPTY;
  }

  private void remember(String type, Object config) {
    if (config instanceof Map<?, ?> values) {
      schema
          .resource(type)
          .path("attributes")
          .forEachEntry(
              (name, attribute) -> {
                if (attribute.path("write_only").asBoolean(false)) {
                  secrets.addAll(Values.texts(values.get(name)));
                }
              });
    }
  }

  @SuppressWarnings("unchecked")
  private Message plan(Message request) {
    String type = request.text(1);
    remember(type, Values.read(request.message(4)));
    Object proposed = Values.read(request.message(3));
    if (proposed instanceof Map<?, ?> values) {
      boolean isNew = Values.isNull(Values.read(request.message(2)));
      Planned.plan(schema.resource(type), (Map<String, Object>) values, isNew);
    }
    return Message.EMPTY.with(1, Values.write(proposed));
  }

  @SuppressWarnings("unchecked")
  private Message apply(Message request) {
    String type = request.text(1);
    remember(type, Values.read(request.message(4)));
    Object planned = Values.read(request.message(3));
    if (planned instanceof Map<?, ?> values) {
      Planned.apply(schema.resource(type), (Map<String, Object>) values);
      applied.add(type);
    }
    return Message.EMPTY.with(1, Values.write(planned));
  }

  @Override
  public void close() {
    server.shutdownNow();
  }

  /** Messages are read and written by {@link Message}. */
  private record Bytes() implements Marshaller<byte[]> {

    @Override
    public InputStream stream(byte[] value) {
      return new ByteArrayInputStream(value);
    }

    @Override
    public byte[] parse(InputStream stream) {
      try {
        return stream.readAllBytes();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
