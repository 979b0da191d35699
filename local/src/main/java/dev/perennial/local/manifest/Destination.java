package dev.perennial.local.manifest;

/** Where events go. The named resource is declared in the manifests. */
public sealed interface Destination {

  String name();

  record ToBroker(String name) implements Destination {}

  record ToService(String name) implements Destination {}

  record ToSink(String name) implements Destination {}
}
