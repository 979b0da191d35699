package dev.perennial.local.manifest;

/** Where events go; what is named is declared. */
public sealed interface Destination {

  String name();

  record ToBroker(String name) implements Destination {}

  record ToService(String name) implements Destination {}

  record ToSink(String name) implements Destination {}
}
