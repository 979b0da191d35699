package dev.perennial.local.manifest;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

record TriggerResource(TriggerMetadata metadata, Spec spec) implements Resource {

  TriggerResource {
    InvalidFieldException.requirePresent(metadata, "metadata");
    InvalidFieldException.requirePresent(spec, "spec");
  }

  @Override
  public String name() {
    return metadata.name();
  }

  Trigger link(DeclaredResources declared) {
    BrokerResource broker =
        declared.require(Kind.BROKER, BrokerResource.class, spec.broker(), "spec.broker");
    return new Trigger(
        name(),
        broker.link(declared),
        "knative-trigger-" + declared.namespace() + "-" + name(),
        spec.filters() == null
            ? List.of()
            : spec.filters().stream().map(FilterResource::resolve).toList(),
        service(declared),
        metadata.annotations() == null ? DeliveryOrder.UNORDERED : metadata.annotations().order(),
        delivery(broker, declared));
  }

  private String service(DeclaredResources declared) {
    ObjectRef ref = spec.subscriber().ref();
    if (!ref.isA(Kind.SERVICE)) {
      throw ref.notImplemented("spec.subscriber.ref");
    }
    declared.require(Kind.SERVICE, ref.name(), "spec.subscriber.ref.name");
    return ref.name();
  }

  private DeliverySpec delivery(BrokerResource broker, DeclaredResources declared) {
    if (spec.delivery() != null) {
      return spec.delivery().link(declared, "spec.delivery");
    }
    @Nullable DeliveryResource brokerDelivery = broker.spec().delivery();
    return brokerDelivery == null
        ? DeliverySpec.BROKER_DEFAULT
        : brokerDelivery.link(declared, "spec.delivery");
  }

  record TriggerMetadata(String name, @Nullable Annotations annotations) {

    TriggerMetadata {
      InvalidFieldException.requirePresent(name, "name");
    }
  }

  record Annotations(
      @JsonProperty("kafka.eventing.knative.dev/delivery.order") @Nullable DeliveryOrder given) {

    DeliveryOrder order() {
      return Objects.requireNonNullElse(given, DeliveryOrder.UNORDERED);
    }
  }

  record Spec(
      String broker,
      @Nullable List<FilterResource> filters,
      DestinationResource subscriber,
      @Nullable DeliveryResource delivery) {

    Spec {
      InvalidFieldException.requirePresent(broker, "broker");
      InvalidFieldException.requirePresent(subscriber, "subscriber");
    }
  }
}
